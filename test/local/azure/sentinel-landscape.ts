import type { Properties } from "../../../local/provider/provider";
import { groupId, seed, subscription } from "./fixture";

const inGroup = { resourceGroupName: "rg", location: "westeurope" };
const workspace = `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log-one`;
const sentinel = `${workspace}/providers/Microsoft.SecurityInsights`;

/** Inputs of everything that Microsoft Sentinel has in the workspace of the landscape. */
export const inSentinel = { resourceGroupName: "rg", workspaceName: "log-one" };

export const ruleId = `${sentinel}/alertRules/66666666-6666-4666-8666-000000000001`;
export const workflowId = `${groupId}/providers/Microsoft.Logic/workflows/block`;
export const connectionId = `${groupId}/providers/Microsoft.Web/connections/azuresentinel`;
export const responderId = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-one`;

/** Microsoft's own principal that starts playbooks. */
export const sentinelPrincipal =
    seed.principals.find(({ name }) => name === "Azure Security Insights")?.id ?? "none in the seed";

/** A definition with Microsoft Sentinel's trigger. */
export const definition: Properties = {
    $schema:
        "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
    contentVersion: "1.0.0.0",
    parameters: { $connections: { type: "Object", defaultValue: {} } },
    triggers: {
        incident: {
            type: "ApiConnectionWebhook",
            inputs: {
                host: { connection: { name: "@parameters('$connections')['azuresentinel']['connectionId']" } },
                body: { callback_url: "@{listCallbackUrl()}" },
                path: "/incident-creation",
            },
        },
    },
    actions: {
        read: {
            type: "Http",
            runAfter: {},
            inputs: {
                method: "GET",
                uri: "https://management.azure.com/",
                authentication: {
                    type: "ManagedServiceIdentity",
                    identity: responderId,
                    audience: "https://management.azure.com/",
                },
            },
        },
        each: {
            type: "Foreach",
            runAfter: { read: ["Succeeded"] },
            foreach: "@body('read')",
            actions: { one: { type: "Compose", runAfter: {}, inputs: "@item()" } },
        },
    },
    outputs: {},
};

/** The one connection of a workflow. */
export const connections: Properties = {
    $connections: {
        value: {
            azuresentinel: {
                connectionId,
                connectionName: "azuresentinel",
                id: `${subscription}/providers/Microsoft.Web/locations/westeurope/managedApis/azuresentinel`,
                connectionProperties: {
                    authentication: { type: "ManagedServiceIdentity", identity: responderId },
                },
            },
        },
    },
};

/** A connection to Microsoft Sentinel by the identity of a workflow. */
export const connection: [token: string, inputs: Properties] = [
    "resources:Resource",
    {
        resourceGroupName: "rg",
        location: "westeurope",
        resourceProviderNamespace: "Microsoft.Web",
        parentResourcePath: "",
        resourceType: "connections",
        resourceName: "azuresentinel",
        apiVersion: "2016-06-01",
        properties: {
            displayName: "azuresentinel",
            parameterValueType: "Alternative",
            api: { id: `${subscription}/providers/Microsoft.Web/locations/westeurope/managedApis/azuresentinel` },
        },
    },
];

/** Lets Microsoft Sentinel start the workflows of the group. */
export const mayRunPlaybooks: [token: string, inputs: Properties] = [
    "authorization:RoleAssignment",
    {
        scope: groupId,
        roleAssignmentName: "55555555-5555-4555-8555-000000000201",
        principalId: sentinelPrincipal,
        principalType: "ServicePrincipal",
        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${seed.roleDefinitions["Microsoft Sentinel Automation Contributor"]}`,
    },
];

/** Complete inputs of one resource of each type, by token. */
export const sentinelExamples: Record<string, Properties> = {
    "securityinsights:SentinelOnboardingState": { ...inSentinel, sentinelOnboardingStateName: "default" },
    "securityinsights:ScheduledAlertRule": {
        ...inSentinel,
        ruleId: "66666666-6666-4666-8666-000000000001",
        kind: "Scheduled",
        displayName: "Vault purged",
        description: "Somebody purged a vault.",
        enabled: true,
        query: "AZKVAuditLogs | where OperationName == 'VaultPurge'",
        queryFrequency: "PT5M",
        queryPeriod: "PT1H",
        severity: "High",
        suppressionDuration: "PT1H",
        suppressionEnabled: false,
        tactics: ["Impact"],
        techniques: ["T1485"],
        triggerOperator: "GreaterThan",
        triggerThreshold: 0,
        customDetails: { Vault: "_ResourceId" },
        entityMappings: [
            { entityType: "Account", fieldMappings: [{ identifier: "AadUserId", columnName: "CallerId" }] },
            { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "CallerIpAddress" }] },
        ],
        eventGroupingSettings: { aggregationKind: "AlertPerResult" },
        incidentConfiguration: {
            createIncident: true,
            groupingConfiguration: {
                enabled: true,
                reopenClosedIncident: false,
                lookbackDuration: "PT5H",
                matchingMethod: "Selected",
                groupByEntities: ["Account"],
                groupByCustomDetails: ["Vault"],
            },
        },
    },
    "securityinsights:Watchlist": {
        ...inSentinel,
        watchlistAlias: "McpClients",
        displayName: "McpClients",
        provider: "zero-trust-mcp",
        source: "McpClients.csv",
        itemsSearchKey: "ClientId",
        contentType: "text/csv",
        rawContent: "ClientId,Name\r\n1,one\r\n2,two",
    },
    "securityinsights:EntityAnalytics": {
        ...inSentinel,
        settingsName: "EntityAnalytics",
        kind: "EntityAnalytics",
        entityProviders: ["AzureActiveDirectory"],
    },
    "securityinsights:Ueba": {
        ...inSentinel,
        settingsName: "Ueba",
        kind: "Ueba",
        dataSources: ["AuditLogs", "SigninLogs"],
    },
    "securityinsights:Anomalies": { ...inSentinel, settingsName: "Anomalies", kind: "Anomalies" },
    "logic:Workflow": {
        ...inGroup,
        workflowName: "block",
        identity: { type: "UserAssigned", userAssignedIdentities: [responderId] },
        definition,
        parameters: connections,
        state: "Enabled",
    },
    "securityinsights:AutomationRule": {
        ...inSentinel,
        automationRuleId: "66666666-6666-4666-8666-000000000002",
        displayName: "Block who purged a vault",
        order: 1,
        triggeringLogic: {
            isEnabled: true,
            triggersOn: "Incidents",
            triggersWhen: "Created",
            conditions: [
                {
                    conditionType: "Property",
                    conditionProperties: {
                        propertyName: "IncidentRelatedAnalyticRuleIds",
                        operator: "Contains",
                        propertyValues: [ruleId],
                    },
                },
            ],
        },
        actions: [
            {
                order: 1,
                actionType: "RunPlaybook",
                actionConfiguration: { logicAppResourceId: workflowId, tenantId: seed.tenantId },
            },
        ],
    },
    "operationalinsights:SavedSearch": {
        ...inSentinel,
        savedSearchId: "refusals",
        category: "MCP",
        displayName: "Refusals",
        functionAlias: "Refusals",
        functionParameters: "since:timespan = 1h",
        query: "ApiManagementGatewayLogs | where TimeGenerated > ago(since)",
        tags: [{ name: "Group", value: "MCP" }],
    },
    "applicationinsights:Workbook": {
        ...inGroup,
        resourceName: "66666666-6666-4666-8666-000000000003",
        displayName: "MCP servers",
        category: "sentinel",
        serializedData: JSON.stringify({ version: "Notebook/1.0", items: [] }),
        sourceId: workspace,
    },
    "security:Pricing": {
        scopeId: subscription,
        pricingName: "Containers",
        pricingTier: "Standard",
        extensions: [{ name: "ContainerSensor", isEnabled: "True" }],
    },
};

/** The examples in an order in which they can be created, and what they need besides. */
export const sentinelSteps: (string | [token: string, inputs: Properties])[] = [
    ...Object.keys(sentinelExamples).flatMap((token) =>
        token === "logic:Workflow" ? [connection, mayRunPlaybooks, token] : token,
    ),
];
