import * as containerservice from "@pulumi/azure-native/containerservice";
import type * as inputs from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { checkedArmId, protection, shortHash, tags, tierLabel, toolsTier } from "../shared";
import { type ClusterArgs, zonesOf } from "./cluster-args";
import type { ManagedCluster } from "./managed-cluster";
import type { NodePool } from "./node-pool";

/** The pool that a cluster cannot be created without, where only what the cluster itself needs is scheduled. */
export function systemPool(args: ClusterArgs): inputs.containerservice.ManagedClusterAgentPoolProfileArgs {
    return {
        ...settings(args.pools.system, args),
        name: "system",
        mode: "System",
        securityProfile: trustedLaunch,
        nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
    };
}

/**
 * The pools `user` and `tools`, resources of their own, so that Azure compares each by its name. Azure refuses to write two
 * pools of a cluster at the same time, so each waits for the one before.
 */
export function createNodePools(
    name: string,
    cluster: ManagedCluster,
    args: ClusterArgs,
    parent: pulumi.Resource,
): pulumi.Resource[] {
    const { user, tools } = args.pools;
    const create = (
        role: "user" | "tools",
        pool: NodePool,
        special: Partial<containerservice.AgentPoolArgs>,
        before: pulumi.Resource[],
    ) =>
        new containerservice.AgentPool(
            `${name}-pool-${role}`,
            {
                ...settings(pool, args),
                agentPoolName: poolName(role, pool, args),
                resourceName: cluster.name,
                resourceGroupName: args.resourceGroupName,
                mode: "User",
                ...special,
            },
            { parent, dependsOn: before, ...protection("Microsoft.ContainerService/managedClusters/agentPools", args) },
        );
    const userPool = create("user", user, { securityProfile: trustedLaunch }, []);
    return [userPool, create("tools", tools, sandbox, [userPool])];
}

/** No shell on the nodes, and only signed code at their start. */
const trustedLaunch: inputs.containerservice.AgentPoolSecurityProfileArgs = {
    enableSecureBoot: true,
    enableVTPM: true,
    sshAccess: "Disabled",
};

/** Each pod in a virtual machine of its own, which excludes Trusted Launch: https://learn.microsoft.com/azure/aks/use-pod-sandboxing */
const sandbox: Partial<containerservice.AgentPoolArgs> = {
    workloadRuntime: "KataVmIsolation",
    securityProfile: { enableSecureBoot: false, enableVTPM: false, sshAccess: "Disabled" },
    nodeLabels: { [tierLabel]: toolsTier },
    nodeTaints: [`${tierLabel}=${toolsTier}:NoSchedule`],
};

/**
 * A cache of names on the node would keep them from the policies that let pods reach hosts by name, so these exclude it:
 * https://learn.microsoft.com/azure/aks/how-to-apply-fqdn-filtering-policies
 *
 * It is said, because Azure chooses otherwise from Kubernetes 1.37 on: https://learn.microsoft.com/azure/aks/localdns-custom
 */
const noLocalDns: inputs.containerservice.LocalDNSProfileArgs = { mode: "Disabled" };

/**
 * What Azure never changes is part of the name: another size makes another pool, and pods move before the old one goes.
 * Twelve letters and digits: https://learn.microsoft.com/azure/aks/create-node-pools
 */
function poolName(role: "user" | "tools", { vmSize }: NodePool, args: ClusterArgs): string {
    return `${role}${shortHash([vmSize, ...zonesOf(args)].join(" "))}`;
}

/** What every pool has, whether it comes with the cluster or alone. */
function settings({ vmSize, minNodes, maxNodes }: NodePool, args: ClusterArgs) {
    const zones = zonesOf(args);
    return {
        type: "VirtualMachineScaleSets",
        orchestratorVersion: args.kubernetesVersion,
        vmSize,
        osType: "Linux",
        osSKU: "AzureLinux",
        osDiskType: "Managed", // the kind that the disk encryption set holds for
        enableAutoScaling: true,
        // Azure refuses a new pool without it: https://github.com/Azure/azure-service-operator/issues/3220
        // An update of the pool names it again; nodes beyond it that Azure takes for that, the autoscaler brings back
        count: minNodes,
        minCount: minNodes,
        maxCount: maxNodes,
        vnetSubnetID: checkedArmId(args.nodeSubnetId, "nodeSubnetId", "Microsoft.Network/virtualNetworks/subnets"),
        availabilityZones: zones.length === 0 ? undefined : zones,
        enableEncryptionAtHost: true,
        enableNodePublicIP: false,
        localDNSProfile: noLocalDns,
        upgradeSettings: { maxSurge: "33%" },
        tags: tags(args, "cluster"),
    };
}
