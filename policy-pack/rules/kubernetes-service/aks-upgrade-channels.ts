import { defineRelation, get, type Link, nameAt, someReferring, text, unless } from "../../engine";
import { clusterType } from "./node-pool";

const configuration = "containerservice:MaintenanceConfiguration";
const reads = {
    cluster: "autoUpgradeProfile.upgradeChannel",
    nodes: "autoUpgradeProfile.nodeOSUpgradeChannel",
    outbound: "networkProfile.outboundType",
};

/** The windows that Azure knows by their names: https://learn.microsoft.com/azure/aks/planned-maintenance */
const windows = ["aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule"];

/**
 * Kubernetes and the nodes are patched without anybody having to think of it, at a time that somebody chose.
 *
 * Nodes without a way out reach no repository of packages, so that only a whole image patches them.
 */
export default defineRelation({
    id: "aks-upgrade-channels",
    title: "Clusters patch themselves, within a window",
    severity: "high",
    level: "mandatory",
    practices: ["11.2"],
    references: {
        mcsb: ["PV-7"],
        azurePolicy: ["5c345cdf", "04408ca5"],
        checkov: ["CKV_AZURE_171"],
        psrule: ["AKS.AutoUpgrade", "AKS.NodeAutoUpgrade"],
    },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/auto-upgrade-cluster",
    types: [clusterType],
    reads: ["resourceName", ...Object.values(reads)],
    optional: [reads.outbound],
    related: {
        [configuration]: { required: ["resourceName", "configName"], optional: ["maintenanceWindow.schedule"] },
    },
    why: "Ways out of a container become known every few months and are used within days; and an upgrade without a window comes in the middle of a working day, so that somebody turns it off.",
    fix: 'Set autoUpgradeProfile.upgradeChannel to "patch", "stable", "node-image" or "rapid", nodeOSUpgradeChannel to "SecurityPatch" or "NodeImage", of which only the last works with outboundType "none", and create a MaintenanceConfiguration with a maintenanceWindow for each of aksManagedAutoUpgradeSchedule and aksManagedNodeOSUpgradeSchedule.',
    check: (cluster, stack) => {
        const nodeChannels = text(cluster, reads.outbound) === "none" ? ["NodeImage"] : ["NodeImage", "SecurityPatch"];
        return [
            ...unless(
                ["node-image", "patch", "rapid", "stable"].includes(text(cluster, reads.cluster)),
                reads.cluster,
                "nobody patches Kubernetes",
            ),
            ...unless(
                nodeChannels.includes(text(cluster, reads.nodes)),
                reads.nodes,
                `this must be ${nodeChannels.join(" or ")}`,
            ),
            ...windows.flatMap((name) =>
                unless(
                    someReferring(
                        ofCluster,
                        cluster,
                        stack,
                        (each) =>
                            text(each, "configName") === name && get(each, "maintenanceWindow.schedule") !== undefined,
                    ),
                    "",
                    `no maintenance configuration ${name} says when this cluster may be upgraded`,
                ),
            ),
        ];
    },
    examples: {
        compliant: [
            { cluster: cluster({}), ...configurations() },
            { cluster: cluster({ upgradeChannel: "rapid", nodeOSUpgradeChannel: "NodeImage" }), ...configurations() },
            {
                cluster: cluster({ upgradeChannel: "node-image", nodeOSUpgradeChannel: "NodeImage" }, "none"),
                ...configurations(),
            },
            { cluster: cluster({ upgradeChannel: "stable" }), ...configurations() },
        ],
        violating: [
            { cluster: cluster({ upgradeChannel: "none" }), ...configurations() },
            { cluster: cluster({ nodeOSUpgradeChannel: "Unmanaged" }), ...configurations() },
            { cluster: cluster({}, "none"), ...configurations() },
            { cluster: cluster({}), nodes: window("aksManagedNodeOSUpgradeSchedule") },
            { cluster: cluster({}), kubernetes: window("aksManagedAutoUpgradeSchedule") },
            {
                cluster: cluster({}),
                ...configurations(),
                nodes: {
                    type: configuration,
                    inputs: { resourceName: "aks-contoso", configName: "aksManagedNodeOSUpgradeSchedule" },
                },
            },
            {
                cluster: cluster({}),
                ...configurations(),
                nodes: window("aksManagedNodeOSUpgradeSchedule", "aks-other"),
            },
        ],
    },
});

/** From maintenance configurations to their cluster. */
const ofCluster: Link = {
    type: configuration,
    input: "resourceName",
    names: nameAt("resourceName"),
    to: clusterType,
    nameOf: nameAt("resourceName"),
};

function cluster(changes: object, outboundType = "userDefinedRouting") {
    return {
        type: clusterType,
        inputs: {
            resourceName: "aks-contoso",
            autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "SecurityPatch", ...changes },
            networkProfile: { outboundType },
        },
    };
}

function configurations() {
    return { kubernetes: window("aksManagedAutoUpgradeSchedule"), nodes: window("aksManagedNodeOSUpgradeSchedule") };
}

function window(configName: string, resourceName = "aks-contoso") {
    const schedule = { weekly: { dayOfWeek: "Sunday", intervalWeeks: 1 } };
    const maintenanceWindow = { schedule, durationHours: 6, startTime: "02:00" };
    return { type: configuration, inputs: { resourceName, configName, maintenanceWindow } };
}
