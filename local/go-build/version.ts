/** Compares dotted versions by number. */
export function isOlder(version: string, minimum: string): boolean {
    return version.localeCompare(minimum, "en", { numeric: true }) < 0;
}
