// Does not prove that the typed forms are those of azure-native: arm-types.test.ts compares its declarations.
import assert from "node:assert/strict";
import { normalised } from "../../../policy-pack/engine/arm-resource";
import { unknown, type Value } from "../../../policy-pack/engine/value";
import { resourceOf } from "../stack";

const generic = (inputs: Value) => normalised(resourceOf("generic", { type: "resources:Resource", inputs }));

const vault = {
    resourceGroupName: "rg",
    resourceProviderNamespace: "Microsoft.KeyVault",
    parentResourcePath: "",
    resourceType: "vaults",
    resourceName: "kv-contoso",
    apiVersion: "2023-07-01",
    location: "westeurope",
    properties: { enableRbacAuthorization: true },
};

describe("a generic resource", () => {
    it("is judged as what it stands for, with the version that it names", () => {
        const { type, token, name, urn, inputs } = generic(vault);
        assert.deepEqual([type, token], ["keyvault:Vault", "azure-native:keyvault/v20230701:Vault"]);
        assert.deepEqual([name, urn], ["generic", "urn:generic"]);
        assert.deepEqual(inputs, {
            resourceGroupName: "rg",
            vaultName: "kv-contoso",
            location: "westeurope",
            properties: { enableRbacAuthorization: true },
        });
    });

    it("has the names of what it is in, and attributes under the names of azure-native", () => {
        const { type, inputs } = generic({
            resourceProviderNamespace: "microsoft.keyvault",
            parentResourcePath: "/vaults/kv-contoso/",
            resourceType: "Keys",
            resourceName: "disk",
            properties: { kty: "RSA", attributes: { exp: 1798761600, enabled: true } },
        });
        assert.equal(type, "keyvault:Key");
        assert.deepEqual(inputs, {
            vaultName: "kv-contoso",
            keyName: "disk",
            properties: { kty: "RSA", attributes: { expires: 1798761600, enabled: true } },
        });
    });

    it("has its settings where azure-native has them, in lists, too", () => {
        const { type, inputs } = generic({
            resourceProviderNamespace: "Microsoft.Network",
            resourceType: "privateEndpoints",
            resourceName: "pe",
            tags: { owner: "x" },
            properties: {
                subnet: { id: "/subnets/a" },
                privateLinkServiceConnections: [{ name: "c", properties: { groupIds: ["vault"] } }, unknown],
            },
        });
        assert.equal(type, "network:PrivateEndpoint");
        assert.deepEqual(inputs, {
            privateEndpointName: "pe",
            tags: { owner: "x" },
            subnet: { id: "/subnets/a" },
            privateLinkServiceConnections: [{ name: "c", groupIds: ["vault"] }, unknown],
        });
    });

    it("is what lies in API Management, an API of type MCP and a schema that the SDK cannot write among them", () => {
        const inService = (resourceType: string, resourceName: string, properties: Value) =>
            generic({
                resourceProviderNamespace: "Microsoft.ApiManagement",
                parentResourcePath: "service/apim-contoso",
                resourceType,
                resourceName,
                apiVersion: "2025-09-01-preview",
                properties,
            });
        const api = inService("apis", "orders", { type: "mcp", protocols: ["https"], backendId: "orders" });
        assert.deepEqual(
            [api.type, api.token, api.inputs],
            [
                "apimanagement:Api",
                "azure-native:apimanagement/v20250901preview:Api",
                {
                    serviceName: "apim-contoso",
                    apiId: "orders",
                    type: "mcp",
                    protocols: ["https"],
                    backendId: "orders",
                },
            ],
        );
        const schema = inService("schemas", "orders-0a", { schemaType: "json", document: { type: "object" } });
        assert.deepEqual(
            [schema.type, schema.inputs],
            [
                "apimanagement:GlobalSchema",
                {
                    serviceName: "apim-contoso",
                    schemaId: "orders-0a",
                    schemaType: "json",
                    document: { type: "object" },
                },
            ],
        );
        const backend = inService("backends", "orders", { url: "https://a", properties: { serviceFabricCluster: {} } });
        assert.deepEqual(backend.inputs, {
            serviceName: "apim-contoso",
            backendId: "orders",
            url: "https://a",
            properties: { serviceFabricCluster: {} },
        });
    });

    it("has renamed settings where those of ARM are lifted", () => {
        const { inputs } = generic({
            resourceProviderNamespace: "Microsoft.Storage",
            resourceType: "storageAccounts",
            resourceName: "st",
            properties: { supportsHttpsTrafficOnly: false, networkAcls: { defaultAction: "Allow" } },
        });
        assert.deepEqual(inputs, {
            accountName: "st",
            enableHttpsTrafficOnly: false,
            networkRuleSet: { defaultAction: "Allow" },
        });
    });

    it("has unknown names and settings where they are not known", () => {
        assert.deepEqual(generic({ ...vault, resourceName: unknown, properties: unknown }).inputs, {
            resourceGroupName: "rg",
            vaultName: unknown,
            location: "westeurope",
            properties: unknown,
        });
        const lifted = { resourceProviderNamespace: "Microsoft.Storage", resourceType: "storageAccounts" };
        assert.deepEqual(generic({ ...lifted, resourceName: "st", properties: unknown }).inputs, unknown);
        assert.deepEqual(generic(lifted).inputs, { accountName: unknown });
    });

    it("stays what it is when what it stands for is not known, or cannot be judged", () => {
        const changes: Record<string, Value>[] = [
            { resourceProviderNamespace: unknown },
            { resourceType: unknown },
            { parentResourcePath: unknown },
            { resourceType: "vaultss" },
            { resourceProviderNamespace: "Microsoft.Web", resourceType: "sites" },
            { resourceType: "vaults", parentResourcePath: "servers/x" },
        ];
        for (const change of changes)
            assert.equal(generic({ ...vault, ...change }).type, "resources:Resource", JSON.stringify(change));
        assert.equal(generic(unknown).type, "resources:Resource");
    });

    it("is no other type, whatever its inputs", () => {
        const other = resourceOf("other", { type: "resources:Other", inputs: vault });
        assert.equal(normalised(other), other);
    });
});
