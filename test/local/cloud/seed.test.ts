// Does not prove that the GUIDs of the built-in roles and policies are Microsoft's: they were copied from its publications.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSeed } from "../../../local/cloud/seed";

describe("seed", () => {
    const folder = mkdtempSync(join(tmpdir(), "seed-"));
    after(() => rmSync(folder, { recursive: true }));

    it("has the deployer, the groups of the sample configuration, distinct roles and policies", () => {
        const seed = readSeed();
        const ids = seed.principals.map(({ id }) => id);
        assert.ok(ids.includes(seed.client.objectId));
        for (const end of ["01", "11", "12", "13", "41", "42"]) {
            assert.ok(ids.includes(`33333333-3333-4333-8333-0000000000${end}`));
        }
        const definitions = [...Object.values(seed.roleDefinitions), ...Object.values(seed.policySetDefinitions)];
        assert.equal(new Set(definitions).size, definitions.length);
    });

    it("has a network watcher in each region, with the name and group that Azure gives it", () => {
        const { locations, resources, subscriptionId } = readSeed();
        const group = `/subscriptions/${subscriptionId}/resourceGroups/NetworkWatcherRG`;
        assert.deepEqual(
            resources.filter(({ id }) => id.startsWith(group)).map(({ type, id, body }) => [type, id, body.location]),
            [
                ["azure-native:resources:ResourceGroup", group, "westeurope"],
                ...locations.map((region) => [
                    "azure-native:network:NetworkWatcher",
                    `${group}/providers/Microsoft.Network/networkWatchers/NetworkWatcher_${region}`,
                    region,
                ]),
            ],
        );
    });

    it("has a zone for public names, and certificates in a vault with roles that is closed", () => {
        const { resources, subscriptionId, tenantId } = readSeed();
        const group = `/subscriptions/${subscriptionId}/resourceGroups/rg-contoso-shared`;
        const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv-contoso-edge`;
        const shared = resources.filter(({ id }) => id.startsWith(group));
        assert.deepEqual(
            shared.map(({ type, id }) => [type, id]),
            [
                ["azure-native:resources:ResourceGroup", group],
                ["azure-native:dns:Zone", `${group}/providers/Microsoft.Network/dnsZones/contoso.com`],
                ["azure-native:keyvault:Vault", vault],
                ...["mcp", "mcp-ingress", "mcp-ingress-client", "mcp-authority", "orders"].map((name) => [
                    "azure-native:keyvault:Secret",
                    `${vault}/secrets/${name}`,
                ]),
            ],
        );
        const properties = shared.find(({ id }) => id === vault)?.body.properties;
        assert.deepEqual(properties, {
            tenantId,
            sku: { family: "A", name: "standard" },
            enablePurgeProtection: true,
            enableRbacAuthorization: true,
            enableSoftDelete: true,
            networkAcls: { bypass: "None", defaultAction: "Deny" },
            publicNetworkAccess: "disabled",
            softDeleteRetentionInDays: 90,
            provisioningState: "Succeeded",
            vaultUri: "https://kv-contoso-edge.vault.azure.net/",
        });
    });

    it("has as members of groups only those of groups that it has", () => {
        const text = readFileSync(join(__dirname, "..", "..", "..", "local", "seed.yaml"), "utf8");
        const file = join(folder, "members.yaml");
        const user = "33333333-3333-4333-8333-000000000011";
        const nobody = "33333333-3333-4333-8333-000000000099";
        const member = `- { id: ${nobody}, type: User, name: member, memberOf: [${user}, ${nobody}] }`;
        writeFileSync(file, text.replace("principals:", `principals:\n  ${member}`));
        assert.throws(() => readSeed(file), {
            message: [
                `The seed ${file} has 2 problem(s):`,
                `  principals.0.memberOf.0: must be the id of a group in principals, which ${user} is not`,
                `  principals.0.memberOf.1: must be the id of a group in principals, which ${nobody} is not`,
            ].join("\n"),
        });
    });

    it("lists every problem at once", () => {
        const file = join(folder, "seed.yaml");
        writeFileSync(
            file,
            [
                "tenantId: contoso",
                "subscriptionId: 22222222-2222-4222-8222-222222222222",
                "client: { clientId: 22222222-2222-4222-8222-222222222222, objectId: 22222222-2222-4222-8222-222222222222 }",
                "principals: [{ id: 22222222-2222-4222-8222-222222222222, type: Robot, name: r }]",
                "verifiedDomains: [contoso]",
                "authenticationStrengths: {}",
                "authenticationContexts: { c26: 22222222-2222-4222-8222-222222222222 }",
                "roleDefinitions: {}",
                "policySetDefinitions: { benchmark: 1F3AFDF9-D0C9-4C3D-847F-89DA613E70A8 }",
                "resources: [{ type: vault, id: /subscriptions/1, body: {} }]",
                "registeredProviders: [KeyVault]",
                "tenants: []",
            ].join("\n"),
        );
        assert.throws(
            () => readSeed(file),
            (error: Error) => {
                const [title, ...problems] = error.message.split("\n");
                assert.equal(title, `The seed ${file} has 9 problem(s):`);
                assert.deepEqual(
                    problems.map((problem) => problem.trim().split(":")[0]),
                    [
                        "tenantId",
                        "principals.0.type",
                        "verifiedDomains.0",
                        "authenticationContexts.c26",
                        "policySetDefinitions.benchmark",
                        "resources.0.type",
                        "registeredProviders.0",
                        "locations",
                        "(file)",
                    ],
                );
                return true;
            },
        );
    });
});
