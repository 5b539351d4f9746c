// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { groupId, newCloud, seed } from "../fixture";
import {
    accountId,
    collectionEndpointId,
    collectionRuleId,
    deploy,
    environmentId,
    languageId,
    registryId,
    vaultId,
    vaultTokens,
    workspaceId,
} from "../landscape";
import { arm, changedExample, itRefuses, type RefusalCase } from "../refusal-case";

const group = ["resources:ResourceGroup"];
const workspace = [...group, "operationalinsights:Workspace"];
const invalidRule = (problem: string) => arm(400, "InvalidPayload", `Data collection rule is invalid: ${problem}.`);
const invalidAssociation = (problem: string) => arm(400, "InvalidPayload", `The association is invalid: ${problem}.`);
const badRequest = (message: string) => arm(400, "BadRequest", message);

const cases: RefusalCase[] = [
    {
        title: "a scope excludes nobody in particular",
        given: group,
        token: "monitor:PrivateLinkScope",
        inputs: {
            accessModeSettings: {
                ingestionAccessMode: "PrivateOnly",
                queryAccessMode: "PrivateOnly",
                exclusions: [{ queryAccessMode: "Open" }],
            },
        },
        message: arm(
            400,
            "InvalidAccessModeSettings",
            "Each exclusion in accessModeSettings needs a privateEndpointConnectionName.",
        ),
    },
    {
        title: "a vault is to be in a private link scope of Azure Monitor",
        given: [...vaultTokens, "monitor:PrivateLinkScope"],
        token: "monitor:PrivateLinkScopedResource",
        inputs: { linkedResourceId: vaultId },
        message: arm(
            400,
            "InvalidLinkedResource",
            `'${vaultId}' cannot be in a private link scope, only: Microsoft.Insights/components, Microsoft.Insights/dataCollectionEndpoints, Microsoft.OperationalInsights/workspaces.`,
        ),
    },
    ...(
        [
            [
                { dataFlows: [{ streams: ["Microsoft-ContainerLogV2"], destinations: ["other"] }] },
                "the destination 'other' of a data flow is not declared in destinations",
            ],
            [
                {
                    dataFlows: [{ streams: ["Microsoft-ContainerLogV2", "Custom-Tools"], destinations: ["workspace"] }],
                },
                "the stream 'Custom-Tools' is not declared in streamDeclarations",
            ],
            [
                { dataFlows: [{ streams: ["Microsoft-Perf"], destinations: ["workspace"] }] },
                "the stream 'Microsoft-ContainerLogV2' of a data source is in no data flow",
            ],
            [{ dataFlows: [{ streams: ["Microsoft-ContainerLogV2"] }] }, "a data flow needs streams and destinations"],
            [
                { dataFlows: [{ streams: ["Microsoft-ContainerLogV2", "Syslog"], destinations: ["workspace"] }] },
                "the stream 'Syslog' begins neither with Microsoft- nor with Custom-",
            ],
            [
                { streamDeclarations: { "Custom-Tools": { columns: [] } } },
                "streamDeclarations need a dataCollectionEndpointId",
            ],
            [
                {
                    destinations: {
                        azureMonitorMetrics: { name: "workspace" },
                        logAnalytics: [{ name: "workspace", workspaceResourceId: workspaceId }],
                    },
                },
                "the name 'workspace' is used twice",
            ],
            [{ location: "northeurope" }, "the rule is in northeurope, but log-one is in westeurope"],
        ] satisfies [Properties, string][]
    ).map(([inputs, problem]) => ({
        title: `of a data collection rule, ${problem}`,
        given: workspace,
        token: "monitor:DataCollectionRule",
        inputs,
        message: invalidRule(problem),
    })),
    ...(
        [
            [
                { dataCollectionEndpointId: collectionEndpointId },
                "it needs either a dataCollectionRuleId or a dataCollectionEndpointId",
            ],
            [
                { dataCollectionRuleId: collectionEndpointId },
                `dataCollectionRuleId must be the id of one of Microsoft.Insights/dataCollectionRules, not ${collectionEndpointId}`,
            ],
            [
                { associationName: "configurationAccessEndpoint" },
                "an association with an endpoint, and no other, has the name configurationAccessEndpoint",
            ],
            [
                { dataCollectionRuleId: null, dataCollectionEndpointId: collectionEndpointId },
                "an association with an endpoint, and no other, has the name configurationAccessEndpoint",
            ],
        ] as [Properties, string][]
    ).map(([inputs, problem]) => ({
        title: `of an association with ${Object.keys(inputs)}, ${problem}`,
        given: [...vaultTokens, "monitor:DataCollectionEndpoint", "monitor:DataCollectionRule"],
        token: "monitor:DataCollectionRuleAssociation",
        inputs,
        message: invalidAssociation(problem),
    })),
    {
        title: "the activity log has no such category",
        given: workspace,
        token: "monitor:SubscriptionDiagnosticSetting",
        inputs: { logs: [{ category: "Everything", enabled: true }] },
        message: badRequest(
            "Category 'Everything' is not supported, supported are: Administrative, Alert, Autoscale, Policy, Recommendation, ResourceHealth, Security, ServiceHealth.",
        ),
    },
    {
        title: "the activity log goes nowhere",
        given: workspace,
        token: "monitor:SubscriptionDiagnosticSetting",
        inputs: { workspaceId: null },
        message: badRequest("At least one data sink needs to be specified."),
    },
    {
        title: "the tenant has no such logs",
        given: workspace,
        token: "aadiam:DiagnosticSetting",
        inputs: { logs: [{ category: "Administrative", enabled: true }] },
        message: badRequest(
            "Category 'Administrative' is not supported, supported are: ADFSSignInLogs, AuditLogs, EnrichedOffice365AuditLogs, ManagedIdentitySignInLogs, MicrosoftGraphActivityLogs, NetworkAccessTrafficLogs, NonInteractiveUserSignInLogs, ProvisioningLogs, RemoteNetworkHealthLogs, RiskyServicePrincipals, RiskyUsers, ServicePrincipalRiskEvents, ServicePrincipalSignInLogs, SignInLogs, UserRiskEvents.",
        ),
    },
    {
        title: "the logs of the tenant go nowhere",
        given: workspace,
        token: "aadiam:DiagnosticSetting",
        inputs: { workspaceId: null },
        message: badRequest("At least one data sink needs to be specified."),
    },
    {
        title: "two receivers have one name",
        given: group,
        token: "monitor:ActionGroup",
        inputs: { armRoleReceivers: [{ name: "mail", roleId: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635" }] },
        message: arm(
            400,
            "ReceiverNameAlreadyUsed",
            "The receivers of an action group need different names, 'mail' is used twice.",
        ),
    },
    {
        title: "logs of a type without tables of its own are to have some",
        given: [...workspace, "network:NetworkSecurityGroup"],
        token: "monitor:DiagnosticSetting",
        inputs: {
            resourceUri: `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg`,
            logAnalyticsDestinationType: "Dedicated",
            logs: [{ categoryGroup: "allLogs", enabled: true }],
        },
        message: badRequest(
            "The logs of 'Microsoft.Network/networkSecurityGroups' have no tables of their own: leave logAnalyticsDestinationType out.",
        ),
    },
];

describe("azure refuses, of monitor, that", () => itRefuses(cases));

describe("diagnostic settings", () => {
    for (const [token, categories] of [
        ["monitor:SubscriptionDiagnosticSetting", ["Administrative", "Security", "Policy", "Alert", "Autoscale"]],
        ["aadiam:DiagnosticSetting", ["AuditLogs", "SignInLogs", "RiskyUsers", "UserRiskEvents", "ProvisioningLogs"]],
    ] as const) {
        it(`of ${token} are five at most`, async () => {
            const cloud = newCloud();
            await deploy(cloud, ...workspace);
            const create = (name: string, category: string) =>
                cloud.create(token, changedExample(token, { name, logs: [{ category, enabled: true }] }));
            for (const category of categories) {
                await create(category, category);
            }
            await assert.rejects(
                create("sixth", token.startsWith("aadiam") ? "MicrosoftGraphActivityLogs" : "ServiceHealth"),
                {
                    message: arm(
                        409,
                        "Conflict",
                        "The limit of 5 diagnostic settings was reached. To create a new diagnostic setting, please delete an existing one.",
                    ),
                },
            );
        });
    }

    it("of one resource are five at most", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens, "storage:StorageAccount");
        const create = (name: string, change: Properties) =>
            cloud.create("monitor:DiagnosticSetting", { resourceUri: vaultId, name, workspaceId, ...change });
        const of = (setting: Properties) => ({ logs: [{ ...setting, enabled: true }] });
        await create("a", of({ category: "AuditEvent" }));
        await create("b", of({ category: "AzurePolicyEvaluationDetails" }));
        await create("c", of({ categoryGroup: "audit" }));
        await create("d", of({ categoryGroup: "allLogs" }));
        await create("e", { metrics: [{ category: "AllMetrics", enabled: true }] });
        const sixth = {
            resourceUri: vaultId,
            name: "f",
            storageAccountId: accountId,
            ...of({ category: "AuditEvent" }),
        };
        await assert.rejects(cloud.create("monitor:DiagnosticSetting", sixth), {
            message: /^Status=409 Code="Conflict" Message="The limit of 5 diagnostic settings was reached\./,
        });
    });

    it("reach the blob service of an account, whether somebody describes it or not", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...workspace, "storage:StorageAccount");
        const { id } = await cloud.create("monitor:DiagnosticSetting", {
            resourceUri: `${accountId}/blobServices/default`,
            name: "audit",
            workspaceId,
            logs: [{ category: "StorageRead", enabled: true }],
        });
        assert.match(id, /blobservices\/default\/providers\/microsoft\.insights\/diagnosticSettings\/audit$/);
    });

    for (const [token, target, category] of [
        ["app:ManagedEnvironment", environmentId, "ContainerAppConsoleLogs"],
        ["cognitiveservices:Account", languageId, "RequestResponse"],
        ["containerregistry:Registry", registryId, "ContainerRegistryLoginEvents"],
        ["monitor:DataCollectionRule", collectionRuleId, "LogErrors"],
        ["storage:StorageAccount", accountId, undefined],
    ] as const) {
        it(`of ${token} select ${category ?? "metrics only"}`, async () => {
            const cloud = newCloud();
            await deploy(cloud, ...workspace, token);
            const setting = { resourceUri: target, name: "audit", workspaceId };
            const metrics = [{ category: "AllMetrics", enabled: true }];
            const create = (name: string) =>
                cloud.create("monitor:DiagnosticSetting", {
                    ...setting,
                    logs: [{ category: name, enabled: true }],
                    metrics,
                });
            await assert.rejects(create("AuditEvent"), { message: /Category 'AuditEvent' is not supported/ });
            await (category ? create(category) : cloud.create("monitor:DiagnosticSetting", { ...setting, metrics }));
        });
    }

    it("of a tenant need no registration of a subscription", async () => {
        const cloud = newCloud(
            {},
            { ...seed, registeredProviders: ["Microsoft.OperationalInsights", "Microsoft.Resources"] },
        );
        await deploy(cloud, ...workspace, "aadiam:DiagnosticSetting");
        await assert.rejects(deploy(cloud, "monitor:SubscriptionDiagnosticSetting"), {
            message: /^Status=409 Code="MissingSubscriptionRegistration"/,
        });
    });
});

describe("a private link scope", () => {
    it("takes one resource at a time, and the provider tries the other again", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...workspace, "monitor:PrivateLinkScope", "monitor:DataCollectionEndpoint");
        const endpoint = { name: "endpoint", linkedResourceId: collectionEndpointId };
        cloud.clock.waits.length = 0;
        await Promise.all([
            deploy(cloud, "monitor:PrivateLinkScopedResource"),
            cloud.create(
                "monitor:PrivateLinkScopedResource",
                changedExample("monitor:PrivateLinkScopedResource", endpoint),
            ),
        ]);
        assert.deepEqual(cloud.clock.waits, [15, 20, 15]);
    });
});
