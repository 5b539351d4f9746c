import {
    defineRelation,
    get,
    idPart,
    type Link,
    nameAt,
    namesOf,
    type Resource,
    type Stack,
    someReferred,
    someReferring,
    text,
    unless,
} from "../../engine";
import { immutability, isForensic } from "../governance/forensic-storage";

const flowLog = "network:FlowLog";
const network = "network:VirtualNetwork";
const account = "storage:StorageAccount";

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
const networkId = `${group}/providers/Microsoft.Network/virtualNetworks/vnet-contoso`;
const virtualNetwork = { type: network, inputs: { virtualNetworkName: "vnet-contoso" } };

const reads = {
    target: "targetResourceId",
    enabled: "enabled",
    analytics: "flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration.enabled",
    storage: "storageId",
};

/**
 * Who spoke with whom is on record, for every virtual network.
 *
 * The log is of the network as a whole: since 2025-06-30 none can be made for a security group any more. It goes to an
 * account of its own, because Azure rewrites the blobs of a running hour, which forensic storage forbids.
 */
export default defineRelation({
    id: "net-flow-logs",
    title: "Virtual networks log their flows",
    severity: "medium",
    level: "mandatory",
    practices: ["4.4", "IR-3"],
    references: {
        mcsb: ["LT-4"],
        cis: ["6.1.5"],
        azurePolicy: ["4c3c6c5f", "2f080164"],
        checkov: ["CKV_AZURE_12"],
    },
    url: "https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview",
    types: [network, flowLog],
    reads: ["virtualNetworkName", ...Object.values(reads)],
    // of one of the types each
    optional: ["virtualNetworkName", ...Object.values(reads)],
    related: {
        [network]: { required: ["virtualNetworkName"] },
        [flowLog]: { required: [reads.target, reads.storage] },
        [account]: { required: ["accountName"], optional: [immutability] },
    },
    presence: true,
    why: "In an incident the first question is what else the attacker reached, and only the flows can answer it.",
    fix: "Create a network.FlowLog with the id of the virtual network as targetResourceId, enabled true, traffic analytics enabled in flowAnalyticsConfiguration, and as storageId an account that is not the forensic one.",
    check: (resource, stack) =>
        resource.type === network
            ? unless(someReferring(toNetwork, resource, stack), "", "no flow log is of this network")
            : flaws(resource, stack),
    examples: {
        compliant: [
            {
                network: virtualNetwork,
                log: log({}),
                logs: storage("stflows", false),
                evidence: storage("stevidence", true),
            },
        ],
        violating: [
            { network: virtualNetwork },
            {
                network: virtualNetwork,
                log: log({
                    targetResourceId: `${group}/providers/Microsoft.Network/networkSecurityGroups/vnet-contoso`,
                }),
            },
            { log: log({ targetResourceId: `${networkId}/subnets/edge` }) },
            { log: log({ enabled: false }) },
            {
                log: log({
                    flowAnalyticsConfiguration: { networkWatcherFlowAnalyticsConfiguration: { enabled: false } },
                }),
            },
            { log: log({}), evidence: storage("stflows", true) },
        ],
    },
});

/** From a flow log to its network. */
const toNetwork: Link = {
    type: flowLog,
    input: reads.target,
    names: (log) => namesOf([reads.target], (path) => networkInId(text(log, path))),
    to: network,
    nameOf: nameAt("virtualNetworkName"),
};

/** From a flow log to its account; names of accounts are unique in all of Azure. */
const toAccount: Link = {
    type: flowLog,
    input: reads.storage,
    names: (log) => namesOf([reads.storage], (path) => idPart(text(log, path), "storageAccounts")),
    to: account,
    nameOf: nameAt("accountName"),
};

function flaws(log: Resource, stack: Stack) {
    return [
        ...unless(get(log, reads.enabled) === true, reads.enabled, "the flow log must be on"),
        ...unless(
            get(log, reads.analytics) === true,
            reads.analytics,
            "flows must reach the workspace, where rules read them",
        ),
        ...unless(
            !someReferred(toAccount, log, stack, isForensic),
            reads.storage,
            "forensic storage refuses the blobs of flow logs, which are rewritten",
        ),
        ...unless(isOfNetwork(log, stack), reads.target, "a flow log must be of a whole virtual network"),
    ];
}

/** By the id, or by the network in the stack when the id is not known yet. */
function isOfNetwork(log: Resource, stack: Stack): boolean {
    const { known, undecided } = toNetwork.names(log);
    return undecided === undefined ? known.length > 0 : someReferred(toNetwork, log, stack);
}

/** Name of a virtual network in its id, empty for what is in one. */
function networkInId(id: string): string {
    return /\/virtualNetworks\/([^/]+)$/i.exec(id)?.[1] ?? "";
}

function log(changes: object) {
    return {
        type: flowLog,
        inputs: {
            targetResourceId: networkId,
            storageId: `${group}/providers/Microsoft.Storage/storageAccounts/stflows`,
            enabled: true,
            flowAnalyticsConfiguration: { networkWatcherFlowAnalyticsConfiguration: { enabled: true } },
            ...changes,
        },
    };
}

function storage(accountName: string, enabled: boolean) {
    return { type: account, inputs: { accountName, immutableStorageWithVersioning: { enabled } } };
}
