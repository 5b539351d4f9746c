/** Whether a value of `publicNetworkAccess` closes the public endpoint; ARM takes it in any case. */
export function isDisabled(publicNetworkAccess: unknown): boolean {
    return typeof publicNetworkAccess === "string" && publicNetworkAccess.toLowerCase() === "disabled";
}
