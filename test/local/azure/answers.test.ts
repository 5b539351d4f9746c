// Does not prove that Azure answers with exactly these values; names of the properties are compared with the SDK elsewhere.
import assert from "node:assert/strict";
import { parse } from "yaml";
import type { Properties } from "../../../local/provider/provider";
import { objectsAt, textAt, valueAt } from "../../../local/provider/values";
import { smallestCluster } from "./container-service-landscape";
import { groupId, newCloud, seed } from "./fixture";
import { deploy, example, vaultId, vaultTokens } from "./landscape";

describe("azure answers", () => {
    it("a key with its URIs; a second request changes nothing", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens);
        const key = example["keyvault:Key"] ?? {};
        const { id, outputs } = await cloud.create("keyvault:Key", { ...key, tags: { a: "1" } });
        assert.equal(outputs.keyUri, "https://kv-one.vault.azure.net/keys/disk");
        assert.match(
            String(outputs.keyUriWithVersion),
            /^https:\/\/kv-one\.vault\.azure\.net\/keys\/disk\/[0-9a-f]{32}$/,
        );
        assert.deepEqual(
            [
                outputs.kty,
                outputs.keySize,
                outputs.keyOps,
                outputs.location,
                valueAt(outputs, "attributes.recoveryLevel"),
            ],
            ["RSA-HSM", 3072, ["wrapKey", "unwrapKey"], "westeurope", "Recoverable"],
        );
        const changed = { ...key, tags: { b: "2" }, properties: { kty: "EC-HSM" } };
        assert.deepEqual(await cloud.update("keyvault:Key", id, changed), outputs);
    });

    it("a secret without its value, a new version with each request", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens);
        const inputs = example["keyvault:Secret"] ?? {};
        const { id, outputs } = await cloud.create("keyvault:Secret", inputs);
        const after = await cloud.update("keyvault:Secret", id, inputs);
        assert.equal(textAt(after, "properties.secretUri"), "https://kv-one.vault.azure.net/secrets/session");
        assert.notEqual(
            textAt(after, "properties.secretUriWithVersion"),
            textAt(outputs, "properties.secretUriWithVersion"),
        );
        await cloud.remove("keyvault:Secret", id);
        const everything = JSON.stringify([outputs, after, [...cloud.store.records]]);
        assert.equal(everything.includes("not-in-the-journal"), false);
    });

    it("a private endpoint with the next free address, and the records of its zone group", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens, "network:PrivateEndpoint", "network:PrivateDnsZoneGroup");
        const second = await cloud.create("network:PrivateEndpoint", {
            ...example["network:PrivateEndpoint"],
            privateEndpointName: "pe-two",
        });
        assert.deepEqual(second.outputs.customDnsConfigs, [
            { fqdn: "kv-one.vault.azure.net", ipAddresses: ["10.0.0.5"] },
        ]);
        const first = `${groupId}/providers/Microsoft.Network/privateEndpoints/pe-one`;
        const group = await cloud.read("network:PrivateDnsZoneGroup", `${first}/privateDnsZoneGroups/default`);
        assert.deepEqual(valueAt(objectsAt(group?.outputs, "privateDnsZoneConfigs")[0], "recordSets"), [
            {
                fqdn: "kv-one.privatelink.vaultcore.azure.net",
                ipAddresses: ["10.0.0.4"],
                provisioningState: "Succeeded",
                recordSetName: "kv-one",
                recordType: "A",
                ttl: 10,
            },
        ]);
        const updated = await cloud.update("network:PrivateEndpoint", first, {
            ...example["network:PrivateEndpoint"],
            tags: { a: "1" },
        });
        assert.deepEqual(updated.customDnsConfigs, [{ fqdn: "kv-one.vault.azure.net", ipAddresses: ["10.0.0.4"] }]);
    });

    it("a subnet with its delegation", async () => {
        const cloud = newCloud();
        const { "network:Subnet": id = "" } = await deploy(cloud, ...vaultTokens);
        const delegations = [{ name: "apim", serviceName: "Microsoft.Web/serverFarms" }];
        const outputs = await cloud.update("network:Subnet", id, { ...example["network:Subnet"], delegations });
        const [delegation = {} as Properties] = objectsAt(outputs, "delegations");
        assert.deepEqual(
            [delegation.name, delegation.serviceName, delegation.id],
            ["apim", "Microsoft.Web/serverFarms", `${id}/delegations/apim`],
        );
    });

    it("a workspace with Azure's defaults", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const { outputs } = await cloud.create("operationalinsights:Workspace", {
            resourceGroupName: "rg",
            location: "westeurope",
            workspaceName: "log-two",
        });
        assert.deepEqual(
            [
                outputs.retentionInDays,
                textAt(outputs, "sku.name"),
                outputs.publicNetworkAccessForQuery,
                valueAt(outputs, "workspaceCapping.dailyQuotaGb"),
            ],
            [30, "PerGB2018", "Enabled", -1],
        );
    });

    it("a storage account with Azure's defaults", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const { outputs } = await cloud.create("storage:StorageAccount", {
            resourceGroupName: "rg",
            location: "West Europe",
            accountName: "plain",
            kind: "StorageV2",
            sku: { name: "Standard_LRS" },
        });
        assert.deepEqual(
            [
                outputs.accessTier,
                outputs.allowBlobPublicAccess,
                outputs.minimumTlsVersion,
                outputs.networkRuleSet,
                textAt(outputs, "encryption.keySource"),
                textAt(outputs, "primaryEndpoints.blob"),
                textAt(outputs, "sku.tier"),
                outputs.primaryLocation,
            ],
            [
                "Hot",
                false,
                "TLS1_0",
                { bypass: "AzureServices", defaultAction: "Allow", ipRules: [], virtualNetworkRules: [] },
                "Microsoft.Storage",
                "https://plain.blob.core.windows.net/",
                "Standard",
                "westeurope",
            ],
        );
    });

    it("a registry with Azure's defaults, and the name of its data endpoint", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const registry = { ...example["containerregistry:Registry"], registryName: "CrOne", dataEndpointEnabled: true };
        const { outputs } = await cloud.create("containerregistry:Registry", registry);
        assert.deepEqual(
            [
                outputs.loginServer,
                outputs.dataEndpointHostNames,
                outputs.networkRuleBypassOptions,
                outputs.adminUserEnabled,
                textAt(outputs, "policies.exportPolicy.status"),
                textAt(outputs, "policies.softDeletePolicy.status"),
                textAt(outputs, "encryption.status"),
            ],
            [
                "crone.azurecr.io",
                ["crone.westeurope.data.azurecr.io"],
                "AzureServices",
                false,
                "enabled",
                "disabled",
                "disabled",
            ],
        );
    });

    it("an account of Cognitive Services with the address of its subdomain, or of its region", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const account = example["cognitiveservices:Account"] ?? {};
        const endpoint = async (accountName: string, kind: string, properties: Properties) =>
            textAt(
                (await cloud.create("cognitiveservices:Account", { ...account, accountName, kind, properties }))
                    .outputs,
                "properties.endpoint",
            );
        assert.deepEqual(
            [
                await endpoint("one", "ContentSafety", { customSubDomainName: "One" }),
                await endpoint("two", "OpenAI", { customSubDomainName: "two" }),
                await endpoint("three", "ContentSafety", {}),
            ],
            [
                "https://one.cognitiveservices.azure.com/",
                "https://two.openai.azure.com/",
                "https://westeurope.api.cognitive.microsoft.com/",
            ],
        );
    });

    it("a data collection rule with the id of its workspace, the same immutable id after a change", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const workspace = await cloud.create(
            "operationalinsights:Workspace",
            example["operationalinsights:Workspace"] ?? {},
        );
        const rule = example["monitor:DataCollectionRule"] ?? {};
        const { id, outputs } = await cloud.create("monitor:DataCollectionRule", rule);
        const [destination] = objectsAt(outputs, "destinations.logAnalytics");
        assert.equal(destination?.workspaceId, workspace.outputs.customerId);
        assert.match(String(outputs.immutableId), /^dcr-[0-9a-f]{32}$/);
        const after = await cloud.update("monitor:DataCollectionRule", id, { ...rule, description: "logs" });
        assert.equal(after.immutableId, outputs.immutableId);
    });

    it("a policy assignment with Azure's defaults, the same instance after a change", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const { enforcementMode: _, ...inputs } = example["authorization:PolicyAssignment"] ?? {};
        const { id, outputs } = await cloud.create("authorization:PolicyAssignment", inputs);
        assert.equal(id, `${groupId}/providers/Microsoft.Authorization/policyAssignments/benchmark`);
        assert.deepEqual([outputs.scope, outputs.enforcementMode, outputs.notScopes], [groupId, "Default", []]);
        const excluding = { ...inputs, enforcementMode: "DoNotEnforce", notScopes: [groupId] };
        const after = await cloud.update("authorization:PolicyAssignment", id, excluding);
        assert.deepEqual([after.enforcementMode, after.notScopes], ["DoNotEnforce", [groupId]]);
        assert.match(String(outputs.instanceId), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.equal(after.instanceId, outputs.instanceId);
    });

    it("a vault that stays protected from purging when a request leaves it out", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "keyvault:Vault");
        const vault = example["keyvault:Vault"] ?? {};
        const { enablePurgeProtection: _, ...properties } = vault.properties as Properties;
        const outputs = await cloud.update("keyvault:Vault", vaultId, { ...vault, properties });
        assert.equal(valueAt(outputs, "properties.enablePurgeProtection"), true);
    });
});

describe("azure functions", () => {
    it("say who deploys", async () => {
        assert.deepEqual(await newCloud().provider.invoke("azure-native:authorization:getClientConfig", {}), {
            clientId: seed.client.clientId,
            objectId: seed.client.objectId,
            subscriptionId: seed.subscriptionId,
            tenantId: seed.tenantId,
        });
    });

    it("give a token without a signature for the endpoint", async () => {
        const { token } = await newCloud().provider.invoke("azure-native:authorization:getClientToken", {
            endpoint: "https://graph",
        });
        const [header = "", claims = "", signature] = String(token).split(".");
        const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
        assert.deepEqual(
            [decode(header).alg, decode(claims).aud, decode(claims).tid, signature],
            ["none", "https://graph", seed.tenantId, ""],
        );
    });

    it("get a resource with its id and API version", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "keyvault:Vault");
        const vault = await cloud.provider.invoke("azure-native:keyvault:getVault", {
            resourceGroupName: "rg",
            vaultName: "KV-one",
        });
        assert.deepEqual([vault.id, vault.name, vault.azureApiVersion], [vaultId, "kv-one", "2024-11-01"]);
    });

    it("tell how users reach a cluster, without a secret", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const { outputs } = await cloud.create("containerservice:ManagedCluster", smallestCluster);
        const ask = { resourceGroupName: "rg", resourceName: "aks-one", format: "exec" };
        const { kubeconfigs } = await cloud.provider.invoke(
            "azure-native:containerservice:listManagedClusterUserCredentials",
            ask,
        );
        const [given] = kubeconfigs as Properties[];
        const { clusters, users } = parse(Buffer.from(String(given?.value), "base64").toString());
        assert.equal(clusters[0].cluster.server, `https://${outputs.fqdn}:443`);
        assert.match(clusters[0].cluster["certificate-authority-data"], /^[A-Za-z0-9+/]+=*$/);
        assert.deepEqual(Object.keys(users[0].user), ["exec"]);
        const elsewhere = { ...ask, resourceName: "aks-two" };
        await assert.rejects(
            cloud.provider.invoke("azure-native:containerservice:listManagedClusterUserCredentials", elsewhere),
            /Status=404 Code="ResourceNotFound" Message="The Resource 'Microsoft.ContainerService\/managedClusters\/aks-two'/,
        );
    });

    it("fail as in Azure when there is none, and name the file when the type is unknown", async () => {
        const { provider } = newCloud();
        await assert.rejects(
            provider.invoke("azure-native:keyvault:getVault", { resourceGroupName: "rg", vaultName: "kv-one" }),
            {
                message: `request failed ${vaultId}: Status=404 Code="ResourceNotFound" Message="The Resource 'Microsoft.KeyVault/vaults/kv-one' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"`,
            },
        );
        await assert.rejects(provider.invoke("azure-native:storage:listStorageAccountKeys", {}), {
            message:
                "Invoke type azure-native:storage:listStorageAccountKeys not found: the local cloud has getters of the types in local/azure/registry.ts.",
        });
    });
});

describe("azure provider", () => {
    it("knows one tenant", () => {
        assert.throws(() => newCloud({ tenantId: "99999999-9999-4999-8999-999999999999" }), {
            message: `AADSTS90002: Tenant '99999999-9999-4999-8999-999999999999' not found. The local cloud has one tenant, ${seed.tenantId} (local/seed.yaml).`,
        });
    });
});
