import { defineRelation, type Resource, type Stack, text, unless } from "../../engine";
import { settingType } from "../logging/log-source";
import { workspaceType } from "../logging/workspace";
import { expandedQuery, functionsIn } from "./expanded-query";
import { alertRuleType, onboardingType, sampleOnboarding, savedSearchType } from "./sentinel";
import { activitySettingType, collectionRuleType, entraSettingType, isFilled, knownTables } from "./table-source";

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
const workspaceId = `${group}/providers/Microsoft.OperationalInsights/workspaces/log-contoso`;

/** What a query may begin with besides tables and saved functions; functions of Sentinel begin with an underscore. */
const builtIn = /^(?:_\w+|datatable|materialize|print|range|union)$/;

/** What reads from where no stack tells: other workspaces and clusters, addresses, every table at once. */
const elsewhere: readonly string[] = [
    "adx",
    "arg",
    "cluster",
    "database",
    "external_table",
    "externaldata",
    "find",
    "search",
    "table",
    "workspace",
];

/**
 * Whatever a detection or a saved query reads, something in the environment writes.
 *
 * What a query reads are the names of tables in it and in the saved functions that it calls. What it begins to read from,
 * before a pipe, must be one of these or a function; behind `union` and `join` a name that is not known is not noticed.
 */
export default defineRelation({
    id: "sen-tables-wired",
    title: "Everything that queries read is written",
    severity: "high",
    level: "mandatory",
    practices: ["5.1", "5.2"],
    references: { mcsb: ["LT-3", "LT-5"] },
    component: "Sentinel",
    url: "https://learn.microsoft.com/azure/sentinel/connect-data-sources",
    types: [alertRuleType, savedSearchType],
    reads: ["workspaceName", "query"],
    related: {
        [savedSearchType]: { required: ["workspaceName", "query"], optional: ["functionAlias"] },
        [workspaceType]: { required: ["workspaceName"] },
        [settingType]: { required: ["resourceUri", "logs"], optional: ["workspaceId"] },
        [entraSettingType]: { required: ["workspaceId", "logs"] },
        [activitySettingType]: { required: ["workspaceId", "logs"] },
        [collectionRuleType]: { required: ["dataFlows", "destinations"] },
        [onboardingType]: { required: ["workspaceName"] },
    },
    presence: true,
    parameters: {
        filledElsewhere: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Tables that something outside of the stack fills, such as a data connector.",
        },
    },
    why: "A query of a table that nobody fills finds nothing, without an error, for ever: it looks like a quiet day.",
    fix: "Send the category that fills the table to the workspace of the rule: by a diagnostic setting of a resource, of Entra ID or of the subscription, or by a data collection rule. Save functions that a query calls as operationalinsights.SavedSearch with functionAlias. Name a table that a connector fills in filledElsewhere of sen-tables-wired in the policy configuration.",
    check: (rule, stack, { parameters: { filledElsewhere } }) => {
        // a function is judged where it is called
        if (rule.type === savedSearchType && text(rule, "functionAlias") !== "") return [];
        const queries = expandedQuery(rule, stack);
        const names = new Set(queries.flatMap((query) => [...query.names]));
        const functions = functionsIn(stack);
        const isKnown = (name: string) =>
            knownTables.has(name) || functions.has(name) || filledElsewhere.includes(name) || builtIn.test(name);
        const tables = [...names].filter((name) => knownTables.has(name) || filledElsewhere.includes(name));
        const finding = (wrong: string[], message: string) =>
            unless(wrong.length === 0, "query", `${message}: ${wrong.join(", ")}`);
        return [
            ...finding(unfilled(tables, filledElsewhere, rule, stack), "nothing in the stack fills these tables"),
            ...finding(
                queries.flatMap(({ sources }) => sources).filter((source) => !isKnown(source)),
                "these are no tables and no functions of the stack",
            ),
            ...finding(
                elsewhere.filter((name) => names.has(name)),
                "these read what no stack can tell",
            ),
            ...unless(tables.length > 0, "query", "it reads no table that is known"),
        ];
    },
    examples: {
        compliant: [
            {
                ...sample('McpDecisions(ago(1h)) | where Reason == "token"'),
                decisions: saved("McpDecisions", "ApiManagementGatewayLogs | where TimeGenerated > since"),
                gateway: setting("Microsoft.ApiManagement/service/apim-contoso", "GatewayLogs"),
            },
            {
                ...sample('SigninLogs | where ResultType == "0" | join kind=leftanti AzureActivity on CorrelationId'),
                entra: { type: entraSettingType, inputs: { workspaceId, logs: sent("SignInLogs") } },
                activity: { type: activitySettingType, inputs: { workspaceId, logs: sent("Administrative") } },
            },
            {
                ...sample('ContainerLogV2 | where ContainerName == "watch"'),
                agents: {
                    type: collectionRuleType,
                    inputs: {
                        dataFlows: [{ streams: ["Microsoft-ContainerLogV2"], destinations: ["workspace"] }],
                        destinations: { logAnalytics: [{ name: "workspace", workspaceResourceId: workspaceId }] },
                    },
                },
            },
            { ...sample('SecurityIncident | where Status == "New"'), sentinel: sampleOnboarding() },
        ],
        violating: [
            sample('AZKVAuditLogs | where OperationName == "KeySign"'),
            {
                ...sample('AZKVAuditLogs | where OperationName == "KeySign"'),
                vault: setting("Microsoft.KeyVault/vaults/kv-contoso", "AzurePolicyEvaluationDetails"),
            },
            {
                ...sample('AKSAudit | where Verb == "create"'),
                cluster: setting("Microsoft.ContainerService/managedClusters/aks-contoso", "kube-audit-admin"),
            },
            sample('McpDecisions(ago(1h)) | where Reason == "token"'),
            sample("Orders_CL | where Amount > 1000"),
            {
                log: { type: workspaceType, inputs: { workspaceName: "log-contoso" } },
                hunting: saved("", "AKSAudit | summarize count() by User"),
            },
            sample('workspace("log-elsewhere").SigninLogs | where ResultType == "0"'),
        ],
    },
});

function unfilled(tables: string[], filledElsewhere: readonly string[], rule: Resource, stack: Stack): string[] {
    return tables.filter((table) => !filledElsewhere.includes(table) && !isFilled(table, rule, stack));
}

function sample(query: string) {
    return {
        log: { type: workspaceType, inputs: { workspaceName: "log-contoso" } },
        detection: { type: alertRuleType, inputs: { workspaceName: "log-contoso", query } },
    };
}

function saved(functionAlias: string, query: string) {
    return { type: savedSearchType, inputs: { workspaceName: "log-contoso", functionAlias, query } };
}

function setting(resource: string, category: string) {
    const inputs = { resourceUri: `${group}/providers/${resource}`, workspaceId, logs: sent(category) };
    return { type: settingType, inputs };
}

function sent(category: string) {
    return [{ category, enabled: true }];
}
