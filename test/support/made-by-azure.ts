/**
 * Whether Azure makes the resource itself, beside one that a program has: tables of a workspace, containers of an export,
 * the first pool of a cluster, which is declared with it, the group of its nodes with what is in it.
 */
export function isMadeByAzure(id: string): boolean {
    const ofWorkspace = /\/workspaces\/[^/]+\/tables\/[^/]+$|\/containers\/am-[^/]+$/i;
    const ofCluster = /\/resourceGroups\/rg-aks-[^/]+-nodes(\/|$)|\/managedClusters\/[^/]+\/agentPools\/system$/i;
    return ofWorkspace.test(id) || ofCluster.test(id);
}
