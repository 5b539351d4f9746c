/** What follows a collection in an ARM id, empty in other texts. */
export function idPart(id: string, collection: string): string {
    return new RegExp(`/${collection}/([^/]+)`, "i").exec(id)?.[1] ?? "";
}
