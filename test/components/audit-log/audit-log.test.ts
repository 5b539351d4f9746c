// Does not prove that logs arrive, nor that Azure keeps them as long as it is told to.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { AuditLog, type AuditLogArgs, QueryAccess } from "../../../components";
import { logTables } from "../../../components/shared/log-tables";
import { type Capture, capture } from "../../support/capture";
import { groupId, placement, sampleTags, sampleWorkspaceId } from "../../support/sample-placement";

const workspaceId = `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log-mcp-dev-log`;
const endpointId = `${groupId}/providers/Microsoft.Insights/dataCollectionEndpoints/dce-mcp-dev-log`;
const ruleId = `${groupId}/providers/Microsoft.Insights/dataCollectionRules/dcr-mcp-dev-log-containers`;
const inGroup = { resourceGroupName: "rg-test", location: "westeurope", tags: sampleTags("audit-log") };
const types = {
    workspace: "azure-native:operationalinsights:Workspace",
    tables: "azure-native:resources:Deployment",
    endpoint: "azure-native:monitor:DataCollectionEndpoint",
    rule: "azure-native:monitor:DataCollectionRule",
    entra: "azure-native:aadiam:DiagnosticSetting",
    activity: "azure-native:monitor:SubscriptionDiagnosticSetting",
};
const everything = { exportEntraLogs: true, exportActivityLog: true };
const ofLogItself = [
    `${types.endpoint} log-collection-endpoint`,
    `${types.rule} log-containers-rule`,
    "azure-native:monitor:DiagnosticSetting log-logs",
    `${types.tables} log-tables`,
    `${types.workspace} log-workspace`,
].sort();

const captureLog = (args: Partial<AuditLogArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new AuditLog("log", { ...placement, ...args }), { preview });

describe("AuditLog: the workspace", () => {
    it("is read by Entra identities with rights on the resource, over private links, without a daily cap", async () => {
        const resources = await captureLog();
        assert.deepEqual(resources.typesAndNames(), ofLogItself);
        const { inputs, protect } = resources.only(types.workspace);
        assert.deepEqual(inputs, {
            ...inGroup,
            workspaceName: "log-mcp-dev-log",
            sku: { name: "PerGB2018" },
            retentionInDays: 90,
            features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true },
            publicNetworkAccessForIngestion: "Disabled",
            publicNetworkAccessForQuery: "Disabled",
            workspaceCapping: { dailyQuotaGb: -1 },
        });
        assert.equal(protect, true);
        const component = resources.only("zero-trust-mcp:index:AuditLog");
        assert.deepEqual(component.inputs, {});
        for (const child of resources.resources.filter(({ custom }) => custom)) {
            assert.equal(child.parent, component.urn, child.name);
        }
    });

    for (const [queryAccess, expected] of [
        [QueryAccess.Private, "Disabled"],
        [QueryAccess.Public, "Enabled"],
    ] as const) {
        it(`is queried over the internet when the access is ${queryAccess}: ${expected}; logs never arrive so`, async () => {
            const { inputs } = (await captureLog({ queryAccess })).only(types.workspace);
            assert.equal(inputs.publicNetworkAccessForQuery, expected);
            assert.equal(inputs.publicNetworkAccessForIngestion, "Disabled");
        });
    }

    it("keeps logs as long as it is told to, and is unprotected when told to", async () => {
        const { inputs, protect } = (await captureLog({ retentionDays: 730, protect: false })).only(types.workspace);
        assert.equal(inputs.retentionInDays, 730);
        assert.equal(protect, false);
    });

    it("logs in itself who queries it", async () => {
        assert.deepEqual((await captureLog()).only("azure-native:monitor:DiagnosticSetting").inputs, {
            name: "audit",
            resourceUri: workspaceId,
            workspaceId,
            logAnalyticsDestinationType: "Dedicated",
            logs: [{ category: "Audit", enabled: true }],
        });
    });
});

describe("AuditLog: tables", () => {
    type Days = Record<"audit" | "operations" | "content", [searchable: number, total: number]>;
    const tablesKept = (days: Days) =>
        Object.entries(logTables).map(([table, logClass]) => ({
            type: "Microsoft.OperationalInsights/workspaces/tables",
            apiVersion: "2023-09-01",
            name: `log-mcp-dev-log/${table}`,
            properties: {
                plan: "Analytics",
                retentionInDays: days[logClass][0],
                totalRetentionInDays: days[logClass][1],
            },
        }));
    const tablesOf = (resources: Capture) => resources.only(types.tables).inputs.properties.template.resources;

    it("are set by one template, because they exist before anybody could create them", async () => {
        const { inputs, protect, retainOnDelete } = (await captureLog()).only(types.tables);
        const { template, ...properties } = inputs.properties;
        const { resources, ...frame } = template;
        assert.deepEqual(
            { ...inputs, properties },
            {
                resourceGroupName: "rg-test",
                deploymentName: "deploy-mcp-dev-log-tables",
                properties: { mode: "Incremental" },
                tags: sampleTags("audit-log"),
            },
        );
        assert.deepEqual(frame, {
            $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
            contentVersion: "1.0.0.0",
        });
        assert.equal(resources.length, Object.keys(logTables).length);
        // deleting a deployment deletes nothing that it has deployed
        assert.deepEqual([protect, retainOnDelete], [undefined, undefined]);
    });

    it("keep audit logs for a year, and what tools were given and answered for a month", async () => {
        const expected = tablesKept({ audit: [90, 365], operations: [90, 90], content: [30, 30] });
        assert.deepEqual(tablesOf(await captureLog()), expected);
    });

    it("are kept as long as each class is told to", async () => {
        const resources = await captureLog({
            retentionDays: 180,
            auditRetentionDays: 2556,
            operationsRetentionDays: 45,
            contentRetentionDays: 7,
        });
        const expected = tablesKept({ audit: [180, 2556], operations: [45, 45], content: [7, 7] });
        assert.deepEqual(tablesOf(resources), expected);
    });
});

describe("AuditLog: container logs", () => {
    it("arrive at an endpoint that is closed to the internet", async () => {
        assert.deepEqual((await captureLog()).only(types.endpoint).inputs, {
            ...inGroup,
            dataCollectionEndpointName: "dce-mcp-dev-log",
            networkAcls: { publicNetworkAccess: "Disabled" },
        });
    });

    it("go from every namespace to the workspace, in the tables that name pod and container", async () => {
        const streams = ["Microsoft-ContainerLogV2", "Microsoft-KubeEvents", "Microsoft-KubePodInventory"];
        assert.deepEqual((await captureLog()).only(types.rule).inputs, {
            ...inGroup,
            dataCollectionRuleName: "dcr-mcp-dev-log-containers",
            kind: "Linux",
            dataCollectionEndpointId: endpointId,
            dataSources: {
                extensions: [
                    {
                        name: "ContainerInsightsExtension",
                        extensionName: "ContainerInsights",
                        streams,
                        extensionSettings: {
                            dataCollectionSettings: {
                                interval: "1m",
                                namespaceFilteringMode: "Off",
                                enableContainerLogV2: true,
                            },
                        },
                    },
                ],
            },
            destinations: { logAnalytics: [{ name: "workspace", workspaceResourceId: workspaceId }] },
            dataFlows: [{ streams, destinations: ["workspace"] }],
        });
    });
});

describe("AuditLog: exports of the tenant and the subscription", () => {
    it("are made only when told to", async () => {
        assert.deepEqual((await captureLog(everything)).typesAndNames(), [
            `${types.entra} log-entra-logs`,
            ...ofLogItself.filter((line) => line < types.activity),
            `${types.activity} log-activity-logs`,
            ...ofLogItself.filter((line) => line > types.activity),
        ]);
    });

    it("bring sign-ins, changes and risks in Entra", async () => {
        const { inputs } = (await captureLog({ exportEntraLogs: true })).only(types.entra);
        assert.deepEqual(inputs, {
            name: "log-mcp-dev-log",
            workspaceId,
            logs: [
                "AuditLogs",
                "ManagedIdentitySignInLogs",
                "MicrosoftGraphActivityLogs",
                "NonInteractiveUserSignInLogs",
                "RiskyServicePrincipals",
                "ServicePrincipalRiskEvents",
                "ServicePrincipalSignInLogs",
                "SignInLogs",
            ].map((category) => ({ category, enabled: true })),
        });
    });

    it("bring operations on the subscription", async () => {
        const { inputs } = (await captureLog({ exportActivityLog: true })).only(types.activity);
        assert.deepEqual(inputs, {
            name: "log-mcp-dev-log",
            workspaceId,
            logs: ["Administrative", "Alert", "Policy", "Security"].map((category) => ({ category, enabled: true })),
        });
    });
});

/** Outputs of a log by name. */
function outputsOf(log: AuditLog): Record<string, pulumi.Output<unknown>> {
    const { workspaceId, workspaceName, dataCollectionEndpointId, dataCollectionRuleIds } = log;
    return { workspaceId, workspaceName, dataCollectionEndpointId, dataCollectionRuleIds };
}

async function knownOutputs(args: Partial<AuditLogArgs>): Promise<Record<string, unknown>> {
    const given: Record<string, unknown> = {};
    await capture(
        () => {
            for (const [name, output] of Object.entries(outputsOf(new AuditLog("log", { ...placement, ...args })))) {
                output.apply((value) => {
                    given[name] = value;
                });
            }
        },
        { preview: true },
    );
    return given;
}

describe("AuditLog: in a preview", () => {
    it("everything is known", async () => {
        const resources = await captureLog(everything, true);
        assert.deepEqual(
            resources.resources.flatMap(({ unknownPaths }) => unknownPaths),
            [],
        );
        assert.deepEqual(await knownOutputs({}), {
            workspaceId,
            workspaceName: "log-mcp-dev-log",
            dataCollectionEndpointId: endpointId,
            dataCollectionRuleIds: { containers: ruleId },
        });
    });
});

describe("AuditLog: order", () => {
    it("everything waits for what it needs, and for nothing else", async () => {
        const resources = await capture(() => {
            const log = new AuditLog("log", { ...placement, ...everything });
            for (const [name, output] of Object.entries(outputsOf(log))) {
                new random.RandomBytes(name, { length: 1, keepers: { output: pulumi.jsonStringify(output) } });
            }
        });
        const workspace = ["log-workspace"];
        assert.deepEqual(resources.waitsFor(), {
            "log-workspace": [],
            "log-tables": workspace,
            "log-logs": workspace,
            "log-collection-endpoint": [],
            "log-containers-rule": ["log-collection-endpoint", "log-workspace"],
            "log-entra-logs": workspace,
            "log-activity-logs": workspace,
            workspaceId: workspace,
            workspaceName: workspace,
            dataCollectionEndpointId: ["log-collection-endpoint"],
            dataCollectionRuleIds: ["log-containers-rule"],
        });
    });
});

describe("AuditLog: adoption", () => {
    const existing = { ...everything, existingWorkspaceId: sampleWorkspaceId };

    it("collects logs in the workspace, and leaves it, its tables and its log as they are", async () => {
        const resources = await captureLog(existing);
        assert.deepEqual(resources.typesAndNames(), [
            `${types.entra} log-entra-logs`,
            `${types.endpoint} log-collection-endpoint`,
            `${types.rule} log-containers-rule`,
            `${types.activity} log-activity-logs`,
        ]);
        const [destination] = resources.only(types.rule).inputs.destinations.logAnalytics;
        assert.equal(destination.workspaceResourceId, sampleWorkspaceId);
        for (const type of [types.entra, types.activity]) {
            const { name, workspaceId } = resources.only(type).inputs;
            assert.deepEqual([name, workspaceId], ["log", sampleWorkspaceId]);
        }
    });

    it("gives the adopted workspace's id and name", async () => {
        const { workspaceId, workspaceName } = await knownOutputs(existing);
        assert.deepEqual([workspaceId, workspaceName], [sampleWorkspaceId, "log"]);
    });
});
