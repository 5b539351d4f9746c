// Does not prove that a program sees these outputs: the engine adds secrets and the SDK waits for unknowns.
import assert from "node:assert/strict";
import { unknown } from "../../../local/provider/provider";
import { newCloud } from "./fixture";
import { example, subnetId, vaultId } from "./landscape";

describe("azure preview outputs", () => {
    it("knows what is an input of the same name, and nothing else", async () => {
        const outputs = await newCloud().preview("keyvault:Vault", {
            ...example["keyvault:Vault"],
            tags: { a: "1", b: unknown },
            azureApiVersion: "2024-11-01",
        });
        assert.deepEqual(outputs, {
            azureApiVersion: "2024-11-01",
            location: "westeurope",
            name: unknown,
            systemData: unknown,
            tags: { a: "1", b: unknown },
            type: unknown,
            properties: {
                accessPolicies: unknown,
                enablePurgeProtection: true,
                enableRbacAuthorization: true,
                enableSoftDelete: unknown,
                enabledForDeployment: unknown,
                enabledForDiskEncryption: unknown,
                enabledForTemplateDeployment: unknown,
                hsmPoolResourceId: unknown,
                networkAcls: unknown,
                privateEndpointConnections: unknown,
                provisioningState: unknown,
                publicNetworkAccess: "disabled",
                sku: { family: "A", name: "premium" },
                softDeleteRetentionInDays: 90,
                tenantId: "11111111-1111-4111-8111-111111111111",
                vaultUri: unknown,
            },
        });
    });

    it("leaves what has another type unknown", async () => {
        const outputs = await newCloud().preview("operationalinsights:Workspace", {
            retentionInDays: "90",
            tags: "x",
            features: [],
        });
        assert.deepEqual([outputs.retentionInDays, outputs.tags, outputs.features], [unknown, unknown, unknown]);
    });

    it("goes into lists and objects", async () => {
        const outputs = await newCloud().preview("network:PrivateEndpoint", example["network:PrivateEndpoint"] ?? {});
        assert.equal(JSON.stringify(outputs.subnet).includes(subnetId), true);
        assert.deepEqual(outputs.privateLinkServiceConnections, [
            {
                etag: unknown,
                groupIds: ["vault"],
                id: unknown,
                name: "vault",
                privateLinkServiceConnectionState: unknown,
                privateLinkServiceId: vaultId,
                provisioningState: unknown,
                requestMessage: unknown,
                type: unknown,
            },
        ]);
    });

    it("never shows the value of a secret", async () => {
        const outputs = await newCloud().preview("keyvault:Secret", example["keyvault:Secret"] ?? {});
        assert.equal(JSON.stringify(outputs).includes("not-in-the-journal"), false);
    });

    it("knows the name that is an input and an output", async () => {
        const outputs = await newCloud().preview(
            "monitor:DiagnosticSetting",
            example["monitor:DiagnosticSetting"] ?? {},
        );
        assert.equal(outputs.name, "audit");
    });

    it("creates nothing", async () => {
        const cloud = newCloud();
        const { id } = await cloud.provider.create({
            urn: "u",
            type: "azure-native:resources:ResourceGroup",
            name: "rg",
            inputs: example["resources:ResourceGroup"] ?? {},
            preview: true,
            signal: new AbortController().signal,
        });
        assert.deepEqual([id, cloud.store.records.size, cloud.clock.waits], ["", 0, []]);
    });

    it("keeps name and location in the preview of an update", async () => {
        const outputs = await newCloud().provider.update({
            urn: "u",
            type: "azure-native:keyvault:Vault",
            name: "kv",
            id: vaultId,
            inputs: { tags: { a: "1" } },
            oldInputs: {},
            oldOutputs: { name: "kv-one", location: "westeurope", type: "Microsoft.KeyVault/vaults" },
            preview: true,
            signal: new AbortController().signal,
        });
        assert.deepEqual(
            [outputs.name, outputs.location, outputs.type, outputs.tags],
            ["kv-one", "westeurope", unknown, { a: "1" }],
        );
    });
});
