import {
    defineRelation,
    every,
    get,
    type Link,
    type Resource,
    type Stack,
    someReferred,
    someReferring,
    unless,
} from "../../engine";
import { immutability, isForensic } from "../governance/forensic-storage";
import { targetAt, targetNamed } from "./target";
import { inWorkspace, workspaceType } from "./workspace";

const dataExport = "operationalinsights:DataExport";
const account = "storage:StorageAccount";

/** What the first questions after an incident are asked of. */
const evidence = ["AADServicePrincipalSignInLogs", "AKSAuditAdmin", "AZKVAuditLogs", "ApiManagementGatewayMCPLog"];

/** The audit log is copied, as it comes in, to where nobody can change it. */
export default defineRelation({
    id: "log-data-export",
    title: "Audit logs are copied to immutable storage",
    severity: "high",
    level: "mandatory",
    practices: ["IR-3"],
    references: { mcsb: ["LT-6", "IR-4"] },
    component: "AuditArchive",
    url: "https://learn.microsoft.com/azure/azure-monitor/logs/logs-data-export",
    types: [workspaceType],
    reads: ["workspaceName"],
    related: {
        [dataExport]: { required: ["workspaceName", "resourceId", "tableNames", "enable"] },
        [account]: { required: ["accountName"], optional: [immutability] },
    },
    presence: true,
    parameters: {
        tables: {
            type: "array",
            items: { type: "string" },
            default: evidence,
            description: "Tables that must be copied.",
        },
    },
    why: "Whoever administers a workspace can purge what is in it.",
    fix: "Create an operationalinsights.DataExport of the workspace with enable true, all tables of the parameter in tableNames, and as resourceId a storage account with immutableStorageWithVersioning.",
    check: (workspace, stack, { parameters: { tables } }) => {
        const missing = tables.filter(
            (table) =>
                !someReferring(ofWorkspace, workspace, stack, (one) =>
                    every([isOn, hasTable(table), isToForensic(stack)], (holds) => holds(one)),
                ),
        );
        return unless(missing.length === 0, "", `no immutable copy is made of these: ${missing.join(", ")}`);
    },
    examples: {
        compliant: [
            { log: log(), copies: copies({}), evidence: storage("stevidence", true) },
            {
                log: log(),
                some: copies({ tableNames: evidence.slice(0, 2) }),
                others: copies({ tableNames: evidence.slice(2) }),
                evidence: storage("stevidence", true),
            },
        ],
        violating: [
            { log: log() },
            { log: log(), copies: copies({}) },
            { log: log(), copies: copies({}), flows: storage("stevidence", false) },
            { log: log(), copies: copies({}), evidence: storage("stother", true) },
            { log: log(), copies: copies({ enable: false }), evidence: storage("stevidence", true) },
            {
                log: log(),
                copies: copies({ tableNames: evidence.slice(1) }),
                evidence: storage("stevidence", true),
            },
            { log: log(), copies: copies({ workspaceName: "log-other" }), evidence: storage("stevidence", true) },
        ],
    },
});

const ofWorkspace = inWorkspace(dataExport);

/** From an export to the account that it writes to. */
const toAccount: Link = {
    type: dataExport,
    input: "resourceId",
    names: targetAt("resourceId"),
    to: account,
    nameOf: targetNamed("Microsoft.Storage/storageAccounts", "accountName"),
};

function isOn(one: Resource): boolean {
    return get(one, "enable") === true;
}

function hasTable(table: string): (one: Resource) => boolean {
    return (one) => [get(one, "tableNames")].flat().includes(table);
}

function isToForensic(stack: Stack): (one: Resource) => boolean {
    return (one) => someReferred(toAccount, one, stack, isForensic);
}

function log() {
    return { type: workspaceType, inputs: { workspaceName: "log-contoso" } };
}

function copies(changes: object) {
    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
    return {
        type: dataExport,
        inputs: {
            workspaceName: "log-contoso",
            resourceId: `${group}/providers/Microsoft.Storage/storageAccounts/stevidence`,
            tableNames: evidence,
            enable: true,
            ...changes,
        },
    };
}

function storage(accountName: string, enabled: boolean) {
    return { type: account, inputs: { accountName, immutableStorageWithVersioning: { enabled } } };
}
