// Does not prove that Azure takes as long, nor that its answers have exactly these values.
import assert from "node:assert/strict";
import { PartialFailure } from "../../../local/provider/provider";
import { type Cloud, groupId, newCloud, subscription } from "./fixture";
import { deploy, example, networkId, subnetId, vaultId, vaultTokens } from "./landscape";

const group = example["resources:ResourceGroup"] ?? {};
const network = example["network:VirtualNetwork"] ?? {};
const vault = example["keyvault:Vault"] ?? {};
const busy =
    'Status=409 Code="AnotherOperationInProgress" Message="Another operation on this or dependent resource is in progress."';

/** Of everything but the notes about creates, which only the end of a run removes. */
function keysOf({ store }: Cloud): string[] {
    return [...store.records.keys()].filter((key) => !key.startsWith("created:"));
}

function subnetInputs(name: string, addressPrefix: string) {
    return { resourceGroupName: "rg", virtualNetworkName: "net", subnetName: name, addressPrefix };
}

describe("azure create", () => {
    it("answers with the id in Azure's casing, the inputs and what Azure adds", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const { id, outputs } = await cloud.create("keyvault:Vault", { ...vault, location: "West Europe" });
        assert.equal(id, vaultId);
        assert.deepEqual(outputs, {
            azureApiVersion: "2024-11-01",
            location: "westeurope",
            name: "kv-one",
            type: "Microsoft.KeyVault/vaults",
            properties: {
                accessPolicies: [],
                enablePurgeProtection: true,
                enableRbacAuthorization: true,
                provisioningState: "Succeeded",
                publicNetworkAccess: "disabled",
                sku: { family: "A", name: "premium" },
                softDeleteRetentionInDays: 90,
                tenantId: "11111111-1111-4111-8111-111111111111",
                vaultUri: "https://kv-one.vault.azure.net/",
            },
            systemData: {
                createdAt: "2026-01-01T00:00:37.000Z",
                createdBy: "44444444-4444-4444-8444-000000000001",
                createdByType: "Application",
                lastModifiedAt: "2026-01-01T00:00:37.000Z",
                lastModifiedBy: "44444444-4444-4444-8444-000000000001",
                lastModifiedByType: "Application",
            },
        });
        assert.deepEqual(cloud.clock.waits, [2, 35]);
    });

    it("writes ids as Azure does: identities in resourcegroups, settings below a lower-case resource", async () => {
        const cloud = newCloud();
        const ids = await deploy(
            cloud,
            ...vaultTokens,
            "managedidentity:UserAssignedIdentity",
            "monitor:DiagnosticSetting",
        );
        assert.deepEqual(
            [ids["managedidentity:UserAssignedIdentity"], ids["monitor:DiagnosticSetting"]],
            [
                `${subscription}/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-one`,
                `${vaultId.toLowerCase()}/providers/microsoft.insights/diagnosticSettings/audit`,
            ],
        );
    });

    it("refuses what exists already, whatever the case of its name", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        await assert.rejects(cloud.create("resources:ResourceGroup", { ...group, resourceGroupName: "RG" }), {
            name: "Refusal",
            message: `cannot create already existing resource '${subscription}/resourceGroups/RG'`,
        });
    });

    it("stores nothing that was refused", async () => {
        const cloud = newCloud();
        await assert.rejects(cloud.create("keyvault:Vault", vault));
        assert.equal(cloud.store.records.size, 0);
        assert.deepEqual(cloud.clock.waits, []);
    });

    it("is finished by Azure although nobody waits for it any more: the resource stays, with the reason", async () => {
        const cloud = newCloud();
        const controller = new AbortController();
        const creating = cloud.create("resources:ResourceGroup", group, controller.signal);
        controller.abort(new Error("operation timed out"));
        const failure = await creating.then(
            () => undefined,
            (error) => error,
        );
        assert.ok(failure instanceof PartialFailure);
        assert.deepEqual(failure.reasons, ["operation timed out"]);
        assert.deepEqual(failure.resource.id, groupId);
        assert.deepEqual(failure.resource.inputs, group);
        assert.equal(failure.resource.outputs.azureApiVersion, "2024-03-01");
        assert.equal((await cloud.read("resources:ResourceGroup", groupId, group, {}))?.id, groupId);
    });
});

describe("azure update", () => {
    it("replaces the body, keeps lists of sub-resources that the request leaves out", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "network:NetworkSecurityGroup");
        const id = `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg`;
        const { securityRules: _, ...inputs } = example["network:NetworkSecurityGroup"] ?? {};
        await cloud.update("network:NetworkSecurityGroup", id, { ...inputs, tags: { a: "1" } });
        const outputs = await cloud.update("network:NetworkSecurityGroup", id, inputs);
        assert.equal(outputs.tags, undefined);
        assert.deepEqual(
            (outputs.securityRules as { name: string }[]).map(({ name }) => name),
            ["deny-in", "deny-out"],
        );
    });

    it("keeps what was made at creation", async () => {
        const cloud = newCloud();
        const ids = await deploy(cloud, "resources:ResourceGroup", "managedidentity:UserAssignedIdentity");
        const id = ids["managedidentity:UserAssignedIdentity"] ?? "";
        const before = await cloud.read("managedidentity:UserAssignedIdentity", id);
        const after = await cloud.update("managedidentity:UserAssignedIdentity", id, {
            ...example["managedidentity:UserAssignedIdentity"],
            tags: { a: "1" },
        });
        assert.deepEqual([after.principalId, after.clientId], [before?.outputs.principalId, before?.outputs.clientId]);
        assert.deepEqual(after.tags, { a: "1" });
    });

    it("makes a resource again that somebody deleted", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        await cloud.store.write([...cloud.store.records.keys()].map((key) => ({ key })));
        await cloud.update("resources:ResourceGroup", groupId, group);
        assert.notEqual(await cloud.read("resources:ResourceGroup", groupId), undefined);
    });
});

describe("azure delete", () => {
    it("is no error when the resource is gone", async () => {
        await newCloud().remove("keyvault:Vault", vaultId);
    });

    it("takes along what lies in a resource group", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens, "keyvault:Key", "authorization:RoleAssignment");
        await cloud.remove("resources:ResourceGroup", groupId);
        assert.deepEqual(keysOf(cloud), [`deleted:${vaultId.toLowerCase()}`]);
    });

    it("does not take a resource whose name begins alike", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        await cloud.create("resources:ResourceGroup", { ...group, resourceGroupName: "rg2" });
        await cloud.remove("resources:ResourceGroup", groupId);
        assert.deepEqual(keysOf(cloud), [`arm:${subscription}/resourcegroups/rg2`]);
    });
});

describe("azure concurrent writes", () => {
    it("conflict in one virtual network and are tried again after 20, 60 and 120 seconds", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "network:VirtualNetwork");
        cloud.clock.waits.length = 0;
        const names = ["a", "b", "c"];
        await Promise.all(
            names.map((name, index) => cloud.create("network:Subnet", subnetInputs(name, `10.0.${index}.0/24`))),
        );
        assert.deepEqual(
            cloud.store.list(`arm:${networkId.toLowerCase()}/subnets/`).map(([, { id }]) => String(id).at(-1)),
            names,
        );
        // a holds the network; b and c wait; b wins the second round, c waits once more
        assert.deepEqual(cloud.clock.waits, [5, 20, 20, 5, 60, 5]);
    });

    it("fail with ARM's error when it does not end", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "network:VirtualNetwork");
        cloud.clock.waits.length = 0;
        const names = ["a", "b", "c", "d", "e"];
        const results = await Promise.allSettled(
            names.map((name, index) => cloud.create("network:Subnet", subnetInputs(name, `10.0.${index}.0/24`))),
        );
        assert.deepEqual(
            results.map(({ status }) => status),
            ["fulfilled", "fulfilled", "fulfilled", "fulfilled", "rejected"],
        );
        assert.equal((results[4] as PromiseRejectedResult).reason.message, busy);
    });

    it("in two virtual networks do not wait for each other", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "network:VirtualNetwork");
        await cloud.create("network:VirtualNetwork", { ...network, virtualNetworkName: "net2" });
        cloud.clock.waits.length = 0;
        await Promise.all([
            cloud.create("network:Subnet", subnetInputs("a", "10.0.0.0/24")),
            cloud.create("network:Subnet", { ...subnetInputs("a", "10.0.0.0/24"), virtualNetworkName: "net2" }),
        ]);
        assert.deepEqual(cloud.clock.waits, [5, 5]);
    });

    it("of a network and its subnet conflict too, deletion included", async () => {
        const cloud = newCloud();
        await deploy(
            cloud,
            "resources:ResourceGroup",
            "network:VirtualNetwork",
            "network:NetworkSecurityGroup",
            "network:Subnet",
        );
        cloud.clock.waits.length = 0;
        await Promise.all([
            cloud.update("network:VirtualNetwork", networkId, network),
            cloud.remove("network:Subnet", subnetId),
        ]);
        assert.deepEqual(cloud.clock.waits, [4, 20, 10]);
    });

    it("of the same name: the second one finds that the first was faster", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        await cloud.create("resources:ResourceGroup", { ...group, resourceGroupName: "rg2" });
        const results = await Promise.allSettled([
            cloud.create("keyvault:Vault", vault),
            cloud.create("keyvault:Vault", { ...vault, resourceGroupName: "rg2" }),
        ]);
        assert.deepEqual(
            results.map(({ status }) => status),
            ["fulfilled", "rejected"],
        );
        assert.match((results[1] as PromiseRejectedResult).reason.message, /^Status=409 Code="VaultAlreadyExists"/);
    });

    it("stop waiting when they are aborted, and change nothing", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "network:VirtualNetwork");
        const controller = new AbortController();
        const first = cloud.create("network:Subnet", subnetInputs("a", "10.0.0.0/24"));
        const second = cloud.create("network:Subnet", subnetInputs("b", "10.0.1.0/24"), controller.signal);
        controller.abort(new Error("cancelled"));
        await assert.rejects(second, { message: "cancelled" });
        await first;
        assert.deepEqual(cloud.store.list(`arm:${networkId.toLowerCase()}/subnets/`).length, 1);
    });
});

describe("azure soft delete", () => {
    const deletedMessage =
        'Status=409 Code="ConflictError" Message="A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete."';

    it("keeps the name of a vault for its days of retention, in every resource group", async () => {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup", "keyvault:Vault");
        await cloud.remove("keyvault:Vault", vaultId);
        await assert.rejects(cloud.create("keyvault:Vault", vault), { message: deletedMessage });
        await cloud.create("resources:ResourceGroup", { ...group, resourceGroupName: "rg2" });
        await assert.rejects(
            cloud.create("keyvault:Vault", { ...vault, vaultName: "KV-ONE", resourceGroupName: "rg2" }),
            { message: deletedMessage },
        );
        cloud.clock.advance(89 * 24 * 3600);
        await assert.rejects(cloud.create("keyvault:Vault", vault), { message: deletedMessage });
        cloud.clock.advance(24 * 3600);
        await cloud.create("keyvault:Vault", vault);
    });

    it("keeps the name when the resource group is deleted, together with the vault or after it", async () => {
        for (const first of [[], [vaultId]]) {
            const cloud = newCloud();
            await deploy(cloud, "resources:ResourceGroup", "keyvault:Vault");
            for (const id of first) {
                await cloud.remove("keyvault:Vault", id);
            }
            await cloud.remove("resources:ResourceGroup", groupId);
            await deploy(cloud, "resources:ResourceGroup");
            await assert.rejects(cloud.create("keyvault:Vault", vault), { message: deletedMessage });
        }
    });

    it("of a key ends with the vault", async () => {
        const cloud = newCloud();
        const ids = await deploy(cloud, "resources:ResourceGroup", "keyvault:Vault", "keyvault:Key");
        await cloud.remove("keyvault:Key", ids["keyvault:Key"] ?? "");
        await cloud.remove("keyvault:Vault", vaultId);
        assert.deepEqual(
            cloud.store.list("deleted:").map(([key]) => key),
            [`deleted:${vaultId.toLowerCase()}`],
        );
    });

    it("keeps the name of a managed HSM", async () => {
        const cloud = newCloud();
        const ids = await deploy(cloud, "resources:ResourceGroup", "keyvault:ManagedHsm");
        await cloud.remove("keyvault:ManagedHsm", ids["keyvault:ManagedHsm"] ?? "");
        await assert.rejects(cloud.create("keyvault:ManagedHsm", example["keyvault:ManagedHsm"] ?? {}), {
            message:
                'Status=409 Code="Conflict" Message="A managed HSM with the name \'hsm-one\' already exists in deleted state. You need to either recover or purge it."',
        });
    });

    it("recovers a key with its material, a secret with a new version", async () => {
        const cloud = newCloud();
        const ids = await deploy(cloud, ...vaultTokens, "keyvault:Key", "keyvault:Secret");
        const before = await cloud.read("keyvault:Key", ids["keyvault:Key"] ?? "");
        const secretBefore = await cloud.read("keyvault:Secret", ids["keyvault:Secret"] ?? "");
        await cloud.remove("keyvault:Key", ids["keyvault:Key"] ?? "");
        await cloud.remove("keyvault:Secret", ids["keyvault:Secret"] ?? "");
        const again = await cloud.create("keyvault:Key", example["keyvault:Key"] ?? {});
        assert.deepEqual(again.outputs, before?.outputs);
        const secret = await cloud.create("keyvault:Secret", example["keyvault:Secret"] ?? {});
        assert.notDeepEqual(secret.outputs.properties, secretBefore?.outputs.properties);
        assert.deepEqual(cloud.store.list("deleted:"), []);
    });
});
