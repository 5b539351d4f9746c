/** Whether Azure makes the resource itself, beside one that a program has: tables of a workspace, containers of an export. */
export function isMadeByAzure(id: string): boolean {
    return /\/workspaces\/[^/]+\/tables\/[^/]+$|\/containers\/am-[^/]+$/i.test(id);
}
