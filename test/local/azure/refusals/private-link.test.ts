// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { objectsAt } from "../../../../local/provider/values";
import { groupId, newCloud } from "../fixture";
import {
    accountId,
    collectionEndpointId,
    deploy,
    example,
    languageId,
    registryId,
    vaultTokens,
    workspaceId,
} from "../landscape";
import { arm, changedExample } from "../refusal-case";

const subdomainNeeded = (reason: string) =>
    arm(400, "CustomDomainRequired", `${reason} needs a customSubDomainName of the account.`);

describe("a private endpoint", () => {
    const connect = async (token: string, target: string, groupIds: string[], change: Properties) => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens);
        await cloud.create(token, changedExample(token, change));
        return await cloud.create("network:PrivateEndpoint", {
            ...example["network:PrivateEndpoint"],
            privateLinkServiceConnections: [{ name: "x", privateLinkServiceId: target, groupIds }],
        });
    };

    it("is refused by a registry of another tier than Premium, and by an account without a subdomain", async () => {
        const cheap = { sku: { name: "Basic" }, publicNetworkAccess: null };
        await assert.rejects(connect("containerregistry:Registry", registryId, ["registry"], cheap), {
            message: arm(
                400,
                "PrivateEndpointNotSupported",
                `Private endpoints need a registry of the tier Premium, ${registryId} is Basic.`,
            ),
        });
        await assert.rejects(connect("cognitiveservices:Account", languageId, ["account"], { properties: {} }), {
            message: subdomainNeeded(`A private endpoint of ${languageId}`),
        });
    });

    for (const [token, target, service, names] of [
        ["storage:StorageAccount", accountId, "blob", ["stone.blob.core.windows.net"]],
        [
            "containerregistry:Registry",
            registryId,
            "registry",
            ["crone.azurecr.io", "crone.westeurope.data.azurecr.io"],
        ],
        [
            "cognitiveservices:Account",
            languageId,
            "account",
            ["ai-one.cognitiveservices.azure.com", "ai-one.openai.azure.com", "ai-one.services.ai.azure.com"],
        ],
    ] as const) {
        it(`has for ${service} the names ${names}`, async () => {
            const { outputs } = await connect(token, target, [service], {});
            assert.deepEqual(
                objectsAt(outputs, "customDnsConfigs").map(({ fqdn }) => fqdn),
                names,
            );
        });
    }

    it("has for azuremonitor the names of the scope, its workspaces and its collection endpoints", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens, "monitor:PrivateLinkScope", "monitor:PrivateLinkScopedResource");
        await deploy(cloud, "monitor:DataCollectionEndpoint");
        await cloud.create(
            "monitor:PrivateLinkScopedResource",
            changedExample("monitor:PrivateLinkScopedResource", {
                name: "endpoint",
                linkedResourceId: collectionEndpointId,
            }),
        );
        const { outputs } = await cloud.create("network:PrivateEndpoint", {
            ...example["network:PrivateEndpoint"],
            privateLinkServiceConnections: [
                {
                    name: "x",
                    privateLinkServiceId: `${groupId}/providers/Microsoft.Insights/privateLinkScopes/ampls`,
                    groupIds: ["azuremonitor"],
                },
            ],
        });
        const { customerId } = (await cloud.read("operationalinsights:Workspace", workspaceId))?.outputs ?? {};
        assert.deepEqual(
            objectsAt(outputs, "customDnsConfigs").map(({ fqdn }) => fqdn),
            [
                "api.monitor.azure.com",
                "diagservices-query.monitor.azure.com",
                "global.in.ai.monitor.azure.com",
                "live.monitor.azure.com",
                "profiler.monitor.azure.com",
                "snapshot.monitor.azure.com",
                "scadvisorcontentpl.blob.core.windows.net",
                `${customerId}.ods.opinsights.azure.com`,
                `${customerId}.oms.opinsights.azure.com`,
                `${customerId}.agentsvc.azure-automation.net`,
                "dce-one.westeurope-1.handler.control.monitor.azure.com",
                "dce-one.westeurope-1.ingest.monitor.azure.com",
                "dce-one.westeurope-1.metrics.ingest.monitor.azure.com",
            ],
        );
    });
});
