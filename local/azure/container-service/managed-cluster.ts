import type { Properties } from "../../provider/provider";
import { limited, string } from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Stored } from "../cloud";
import { immutable } from "../immutable";
import { normalLocation } from "../locations";
import type { Put, ResourceType } from "../resource-type";
import { directoryIsWrong, issuerIsWrong, nameIsWrong, privateAccessIsWrong, zoneIsWrong } from "./cluster-access";
import { addOnIsWrong, defenderIsWrong, meshIsWrong, upkeepIsWrong } from "./cluster-add-ons";
import { diskEncryptionIsWrong, kmsIsWrong } from "./cluster-encryption";
import { changeNotAllowed, invalidParameter, operationInProgress } from "./cluster-error";
import {
    advancedNetworkingIsWrong,
    apiServerSubnet,
    apiServerSubnetIsWrong,
    dataplaneIsWrong,
    delegation,
    nodeSubnetIsWrong,
    nodeSubnets,
    outboundIsWrong,
    rangesAreWrong,
} from "./cluster-network";
import { clusterType } from "./cluster-of";
import { clusterOutputs, controlPlaneVersion } from "./cluster-outputs";
import { permissionIsMissing } from "./cluster-permissions";
import { clusterProperties } from "./cluster-properties";
import { upgradeIsWrong, versionIsUnknown } from "./kubernetes-versions";
import { nodeGroup, nodeGroupIsWrong } from "./node-group";
import { poolProblem } from "./pool-rules";

/** Microsoft.ContainerService/managedClusters: a control plane, the first pool of nodes, and a group of what AKS makes. */
export const managedCluster: ResourceType = {
    token: clusterType,
    apiVersion: "2025-09-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerService/managedClusters/{resourceName}",
    names: {
        resourceName: limited(string, {
            minLength: 1,
            maxLength: 63,
            pattern: "^[a-zA-Z0-9]$|^[a-zA-Z0-9][-_a-zA-Z0-9]{0,61}[a-zA-Z0-9]$",
        }),
    },
    properties: clusterProperties,
    replacedBy: [
        ...["diskEncryptionSetID", "dnsPrefix", "fqdnSubdomain", "location", "nodeResourceGroup"],
        ...[
            ...[
                "dnsServiceIP",
                "ipFamilies",
                "networkDataplane",
                "networkPlugin",
                "networkPluginMode",
                "networkPolicy",
            ],
            ...["outboundType", "podCidr", "podCidrs", "serviceCidr", "serviceCidrs"],
        ].map((name) => `networkProfile.${name}`),
    ],
    // no published figures; a control plane and the machines of the first pool, which an upgrade exchanges one by one
    seconds: { create: 360, update: 180, delete: 240 },
    busy: operationInProgress,
    outputs: clusterOutputs,
    leaves: (put, body) => [...nodeGroup(put, body), ...pools(put, body)],
    placement: {
        subnetIds: (body) => [...nodeSubnets(body), ...[apiServerSubnet(body) ?? []].flat()],
        acceptsDelegationTo: delegation,
    },
    refuse: [
        nameIsWrong,
        privateAccessIsWrong,
        zoneIsWrong,
        directoryIsWrong,
        issuerIsWrong,
        versionIsWrong,
        dataplaneIsWrong,
        advancedNetworkingIsWrong,
        rangesAreWrong,
        nodeSubnetIsWrong,
        apiServerSubnetIsWrong,
        outboundIsWrong,
        addOnIsWrong,
        meshIsWrong,
        upkeepIsWrong,
        defenderIsWrong,
        diskEncryptionIsWrong,
        kmsIsWrong,
        nodeGroupIsWrong,
        poolIsWrong,
        permissionIsMissing,
        ...["diskEncryptionSetID", "dnsPrefix", "fqdnSubdomain", "nodeResourceGroup"].map((name) =>
            immutable((body) => body[name], changeNotAllowed(`properties.${name}`)),
        ),
        ...["networkPlugin", "outboundType", "podCidr", "serviceCidr", "dnsServiceIP"].map((name) =>
            immutable(
                (body) => textAt(body, `networkProfile.${name}`),
                changeNotAllowed(`properties.networkProfile.${name}`),
            ),
        ),
    ],
    // https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-containerservice-managedclusters-logs
    diagnostics: {
        logs: [
            ...[
                "cloud-controller-manager",
                "cluster-autoscaler",
                "csi-azuredisk-controller",
                "csi-azurefile-controller",
            ],
            ...["csi-snapshot-controller", "guard", "karpenter-events", "kube-apiserver", "kube-audit"],
            ...["kube-audit-admin", "kube-controller-manager", "kube-scheduler"],
        ],
        groups: ["audit", "allLogs"],
        metrics: ["AllMetrics"],
    },
};

function versionIsWrong({ name, inputs, before }: Put): ArmError | undefined {
    const wanted = textAt(inputs, "kubernetesVersion");
    const running = textAt(before, "currentKubernetesVersion");
    if (wanted === undefined || wanted === textAt(before, "kubernetesVersion")) {
        return undefined;
    }
    const unknown = versionIsUnknown(wanted);
    return unknown || running === undefined ? unknown : upgradeIsWrong(`the cluster ${name}`, running, wanted);
}

/** Pools that come with the cluster: others are added and removed one by one, as resources of their own. */
function poolIsWrong(put: Put): ArmError | undefined {
    const { inputs, before, cloud } = put;
    const pools = objectsAt(inputs, "agentPoolProfiles");
    const olds = objectsAt(before, "agentPoolProfiles");
    if (!pools.some(({ mode }) => mode === "System")) {
        return invalidParameter("agentPoolProfiles", "there has to be at least one agent pool of the mode System");
    }
    const twice = pools.find(({ name }, index) => pools.slice(0, index).some((other) => other.name === name));
    if (twice) {
        return invalidParameter("agentPoolProfiles", `two agent pools are named ${twice.name}`);
    }
    for (const pool of pools) {
        const name = textAt(pool, "name") ?? "";
        const own = cloud.find(`${put.id}/agentPools/${name}`)?.body;
        const old = olds.find((other) => other.name === name) ?? own;
        if (before && !old) {
            // https://github.com/pulumi/pulumi-azure-nextgen/issues/168
            return new ArmError(
                400,
                "BadRequest",
                "A new agent pool was introduced. Adding agent pools to an existing cluster is not allowed through managed cluster operations. For agent pool specific change, please use per agent pool operations: https://aka.ms/agent-pool-rest-api",
            );
        }
        const problem = poolProblem({
            name,
            inputs: pool,
            before: old,
            controlPlane: controlPlaneVersion(put),
            dataplane: textAt(inputs, "networkProfile.networkDataplane"),
            region: normalLocation(String(inputs.location)),
            cloud,
        });
        if (problem) {
            return problem;
        }
    }
    return undefined;
}

/** The same pools are there as resources of their own. */
function pools({ id }: Put, body: Properties): Stored[] {
    return objectsAt(body, "agentPoolProfiles").map((pool) => ({
        type: "azure-native:containerservice:AgentPool",
        id: `${id}/agentPools/${pool.name}`,
        body: pool,
    }));
}
