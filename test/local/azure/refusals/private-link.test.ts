// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { groupId, newCloud } from "../fixture";
import { accountId, deploy, example, languageId, registryId, vaultTokens } from "../landscape";
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

    for (const [token, target, service, name] of [
        ["storage:StorageAccount", accountId, "blob", "stone.blob.core.windows.net"],
        ["containerregistry:Registry", registryId, "registry", "crone.azurecr.io"],
        ["cognitiveservices:Account", languageId, "account", "ai-one.cognitiveservices.azure.com"],
        [
            "monitor:PrivateLinkScope",
            `${groupId}/providers/Microsoft.Insights/privateLinkScopes/ampls`,
            "azuremonitor",
            "api.monitor.azure.com",
        ],
    ] as const) {
        it(`has the name ${name} for ${service}`, async () => {
            const { outputs } = await connect(token, target, [service], {});
            const [config] = outputs.customDnsConfigs as Properties[];
            assert.equal(config?.fqdn, name);
        });
    }
});
