import { withOwner } from "../network/parts";

export const clusterType = "containerservice:ManagedCluster";

export const poolType = "containerservice:AgentPool";

/** The types that declare node pools: https://learn.microsoft.com/azure/templates/microsoft.containerservice/managedclusters/agentpools */
export const poolTypes = [poolType, clusterType];

/** Paths as they are in a pool of its own, and inside a cluster. */
export function inPools(paths: readonly string[]): string[] {
    return withOwner(clusterType, paths);
}

/** A node pool, as far as rules judge it. */
export interface NodePool {
    mode?: string;
    nodeLabels?: Record<string, string>;
    nodeTaints?: string[];
    enableEncryptionAtHost?: boolean;
    enableNodePublicIP?: boolean;
    localDNSProfile?: { mode?: string };
    osSKU?: string;
    osType?: string;
    securityProfile?: { enableSecureBoot?: boolean; enableVTPM?: boolean; sshAccess?: string };
    vmSize?: string;
    workloadRuntime?: string;
}

/** What `workloadRuntime` is in pools that run each pod in a virtual machine of its own. */
export const sandboxed = "KataVmIsolation";

/**
 * Whether machines of a size keep their memory from the host.
 * https://learn.microsoft.com/azure/confidential-computing/virtual-machine-options
 */
export function isConfidential(vmSize = ""): boolean {
    // not those with cc, which only host confidential machines
    return /^Standard_[DE]C\d+[a-z]*_v[56]$/i.test(vmSize);
}
