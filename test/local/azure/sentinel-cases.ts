import type { Case } from "../conformance/case";
import { groupId, subscription } from "./fixture";
import { connection, sentinelExamples as example, inSentinel, mayRunPlaybooks } from "./sentinel-landscape";

const exists = /^cannot create already existing resource '/;
const group = "resources:ResourceGroup";
const workspace = [group, "operationalinsights:Workspace"];
const onboarded = [...workspace, "securityinsights:SentinelOnboardingState"];
const playbook: Case["needs"] = ["managedidentity:UserAssignedIdentity", connection, mayRunPlaybooks, "logic:Workflow"];
const guid = "66666666-6666-4666-8666-000000000009";

function inWorkspace(path: string): RegExp {
    return inRg(`Microsoft.OperationalInsights/workspaces/log-one/${path}`);
}

function inRg(path: string): RegExp {
    return new RegExp(`^${groupId}/providers/${path.replaceAll(".", "\\.")}$`);
}

function sentinel(path: string): RegExp {
    return inWorkspace(`providers/Microsoft.SecurityInsights/${path}`);
}

function named(parameter: string, name = "other"): Case["replaced"] {
    return [{ [parameter]: name }, { [parameter]: "update-replace" }];
}

const noWorkspace: Case["missing"] = [{ workspaceName: "nobody" }, /Code="ResourceNotFound"/];
const standard = ["name", "type", "systemData", "etag"];
const { "securityinsights:AutomationRule": automation = {}, "security:Pricing": pricing = {} } = example;

export const sentinelCases: Record<string, Case> = {
    "securityinsights:SentinelOnboardingState": {
        inputs: { ...inSentinel, sentinelOnboardingStateName: "default" },
        needs: workspace,
        id: sentinel("onboardingStates/default"),
        chosen: [...standard, "customerManagedKey"],
        inPlace: [{ customerManagedKey: false }, { customerManagedKey: "add" }],
        missing: noWorkspace,
        conflict: exists,
    },
    "securityinsights:ScheduledAlertRule": {
        inputs: {
            ...inSentinel,
            ruleId: "66666666-6666-4666-8666-000000000001",
            kind: "Scheduled",
            displayName: "Vault purged",
            enabled: true,
            query: "AZKVAuditLogs",
            queryFrequency: "PT5M",
            queryPeriod: "PT5M",
            severity: "High",
            suppressionDuration: "PT5M",
            suppressionEnabled: false,
            triggerOperator: "GreaterThan",
            triggerThreshold: 0,
        },
        needs: onboarded,
        id: sentinel("alertRules/66666666-6666-4666-8666-000000000001"),
        chosen: [...standard, "lastModifiedUtc"],
        inPlace: [{ severity: "Low" }, { severity: "update" }],
        replaced: named("ruleId", guid),
        missing: noWorkspace,
        conflict: exists,
    },
    "securityinsights:AutomationRule": {
        inputs: automation,
        needs: [...onboarded, ...playbook, "securityinsights:ScheduledAlertRule"],
        id: sentinel("automationRules/66666666-6666-4666-8666-000000000002"),
        chosen: [...standard, "createdBy", "createdTimeUtc", "lastModifiedBy", "lastModifiedTimeUtc"],
        inPlace: [{ order: 2 }, { order: "update" }],
        replaced: named("automationRuleId", guid),
        missing: noWorkspace,
        conflict: exists,
    },
    "securityinsights:Watchlist": {
        inputs: {
            ...inSentinel,
            watchlistAlias: "McpClients",
            displayName: "McpClients",
            provider: "zero-trust-mcp",
            itemsSearchKey: "ClientId",
        },
        needs: onboarded,
        id: sentinel("watchlists/McpClients"),
        chosen: [...standard, "watchlistId", "created", "updated", "provisioningState", "uploadStatus"],
        inPlace: [{ description: "Clients that are known." }, { description: "add" }],
        replaced: named("watchlistAlias", "Others"),
        missing: noWorkspace,
        conflict: exists,
    },
    "securityinsights:EntityAnalytics": {
        inputs: example["securityinsights:EntityAnalytics"] ?? {},
        needs: onboarded,
        id: sentinel("settings/EntityAnalytics"),
        chosen: standard,
        inPlace: [{ entityProviders: ["AzureActiveDirectory", "ActiveDirectory"] }, { "entityProviders[1]": "add" }],
        missing: noWorkspace,
        conflict: exists,
    },
    "securityinsights:Ueba": {
        inputs: { ...inSentinel, settingsName: "Ueba", kind: "Ueba" },
        needs: [...onboarded, "securityinsights:EntityAnalytics"],
        id: sentinel("settings/Ueba"),
        chosen: standard,
        inPlace: [{ dataSources: ["AuditLogs"] }, { dataSources: "add" }],
        missing: noWorkspace,
        conflict: exists,
    },
    "securityinsights:Anomalies": {
        inputs: { ...inSentinel, settingsName: "Anomalies", kind: "Anomalies" },
        needs: onboarded,
        id: sentinel("settings/Anomalies"),
        chosen: [...standard, "isEnabled"],
        missing: noWorkspace,
        conflict: exists,
    },
    "logic:Workflow": {
        inputs: { resourceGroupName: "rg", location: "westeurope", workflowName: "block" },
        needs: [group],
        id: inRg("Microsoft.Logic/workflows/block"),
        chosen: ["name", "type", "accessEndpoint", "changedTime", "createdTime", "provisioningState", "version"],
        inPlace: [{ tags: { a: "1" } }, { tags: "add" }],
        replaced: named("workflowName"),
        missing: [{ resourceGroupName: "nobody" }, /Code="ResourceGroupNotFound"/],
        conflict: exists,
    },
    "operationalinsights:SavedSearch": {
        inputs: {
            ...inSentinel,
            savedSearchId: "refusals",
            category: "MCP",
            displayName: "Refusals",
            functionAlias: "Refusals",
            query: "ApiManagementGatewayLogs",
        },
        needs: workspace,
        id: inWorkspace("savedSearches/refusals"),
        chosen: ["name", "type", "etag"],
        replaced: named("savedSearchId"),
        missing: [{ workspaceName: "nobody" }, /Code="ParentResourceNotFound"/],
        conflict: exists,
        rival: [{ savedSearchId: "other" }, /Code="InvalidParameter" .* functionAlias 'Refusals' is that of/],
    },
    "applicationinsights:Workbook": {
        inputs: example["applicationinsights:Workbook"] ?? {},
        needs: workspace,
        id: inRg("Microsoft.Insights/workbooks/66666666-6666-4666-8666-000000000003"),
        chosen: [...standard, "revision", "timeModified", "userId"],
        inPlace: [{ displayName: "Servers" }, { displayName: "update" }],
        replaced: [{ location: "northeurope" }, { location: "update-replace" }],
        missing: [
            { sourceId: `${groupId}/providers/Microsoft.OperationalInsights/workspaces/nobody` },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
    },
    "security:Pricing": {
        inputs: pricing,
        needs: [],
        id: new RegExp(`^${subscription}/providers/Microsoft\\.Security/pricings/Containers$`),
        chosen: ["name", "type", "enablementTime", "deprecated", "inherited", "resourcesCoverageStatus"],
        inPlace: [
            { pricingTier: "Free", extensions: null },
            { pricingTier: "update", extensions: "delete" },
        ],
        replaced: [
            { pricingName: "KeyVaults", extensions: null },
            { pricingName: "update-replace", extensions: "delete" },
        ],
        missing: [{ pricingName: "Nobody" }, /Code="InvalidInput" .* Possible pricing bundle names: AI, /],
        conflict: exists,
    },
};
