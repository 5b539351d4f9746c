import { defineRelation, get, someReferring, text, unless } from "../../engine";
import { inWorkspace, workspaceType } from "./workspace";

const cluster = "operationalinsights:Cluster";
const linkedService = "operationalinsights:LinkedService";
const reads = {
    vault: "keyVaultProperties.keyVaultUri",
    key: "keyVaultProperties.keyName",
    twice: "isDoubleEncryptionEnabled",
};

/**
 * A dedicated cluster of logs is encrypted twice, once of it with a key that the organisation can take away.
 *
 * Only dedicated clusters take a key of one's own, and the smallest is paid for 100 GB a day; so the rule asks for one
 * only where `required` says that the environment wants it.
 */
export default defineRelation({
    id: "log-cmk-cluster",
    title: "Clusters of logs are encrypted with a key of one's own",
    severity: "low",
    level: "advisory",
    practices: ["3.2"],
    references: { mcsb: ["DP-5"], azurePolicy: ["1f68a601"] },
    url: "https://learn.microsoft.com/azure/azure-monitor/logs/customer-managed-keys",
    types: [cluster, workspaceType],
    reads: ["workspaceName", ...Object.values(reads)],
    // each of one of the types
    optional: ["workspaceName", ...Object.values(reads)],
    related: {
        [cluster]: { required: Object.values(reads) },
        [workspaceType]: { required: ["workspaceName"] },
        [linkedService]: { required: ["workspaceName"], optional: ["writeAccessResourceId"] },
    },
    presence: true,
    parameters: {
        required: {
            type: "boolean",
            default: false,
            description: "Whether every workspace must be in a cluster.",
        },
    },
    why: "What only the provider's keys protect is open to whoever can make the provider open it, and the log has traces of all else.",
    fix: "Set keyVaultProperties of the cluster to the vault and name of an HSM key and isDoubleEncryptionEnabled to true; put each workspace into it by an operationalinsights.LinkedService named Cluster with the id of the cluster as writeAccessResourceId.",
    check: (resource, stack, { parameters: { required } }) => {
        if (resource.type === workspaceType)
            return unless(
                !required ||
                    someReferring(ofWorkspace, resource, stack, (one) => text(one, "writeAccessResourceId") !== ""),
                "",
                "this workspace is in no cluster",
            );
        return [
            ...unless(text(resource, reads.vault) !== "", reads.vault, "no vault is named for the key"),
            ...unless(text(resource, reads.key) !== "", reads.key, "no key is named"),
            ...unless(get(resource, reads.twice) === true, reads.twice, "logs are encrypted only once"),
        ];
    },
    examples: {
        parameters: { required: true },
        compliant: [
            { log: log(), link: link("log-contoso"), cluster: clusterWith({}) },
            { cluster: clusterWith({}), other: { type: linkedService, inputs: { workspaceName: "log-other" } } },
        ],
        violating: [
            { log: log() },
            { log: log(), link: link("log-other") },
            { log: log(), automation: { type: linkedService, inputs: { workspaceName: "log-contoso" } } },
            { cluster: clusterWith({ keyVaultProperties: { keyVaultUri: "", keyName: "logs" } }) },
            {
                cluster: clusterWith({
                    keyVaultProperties: { keyVaultUri: "https://kv-contoso.vault.azure.net", keyName: "" },
                }),
            },
            { cluster: clusterWith({ isDoubleEncryptionEnabled: false }) },
        ],
    },
});

const ofWorkspace = inWorkspace(linkedService);

function log() {
    return { type: workspaceType, inputs: { workspaceName: "log-contoso" } };
}

function link(workspaceName: string) {
    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
    const writeAccessResourceId = `${group}/providers/Microsoft.OperationalInsights/clusters/logs-contoso`;
    return { type: linkedService, inputs: { workspaceName, writeAccessResourceId } };
}

function clusterWith(changes: object) {
    return {
        type: cluster,
        inputs: {
            keyVaultProperties: { keyVaultUri: "https://kv-contoso.vault.azure.net", keyName: "logs" },
            isDoubleEncryptionEnabled: true,
            ...changes,
        },
    };
}
