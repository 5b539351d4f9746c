// Does not prove that a name is free: names of vaults are taken all over Azure.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
    isRole,
    type NamedType,
    nameLimits,
    namingProblems,
    resourceName,
    shorten,
} from "../../../components/shared/naming";
import type { Naming } from "../../../components/shared/placement";

const types = Object.keys(nameLimits) as NamedType[];
const seed = 20251125;

const part = fc.stringMatching(/^[a-z][a-z0-9]{0,14}$/);
const role = fc.stringMatching(/^[a-z][a-z0-9]{0,20}(-[a-z0-9]{1,10}){0,3}$/);
const naming: fc.Arbitrary<Naming> = fc.record({
    organisation: part,
    workload: part,
    environment: part,
    instance: fc.option(fc.stringMatching(/^[0-9]{1,3}$/), { nil: undefined }),
});

describe("resourceName", () => {
    const sample = { organisation: "contoso", workload: "mcp", environment: "dev" };

    it("says what, whose, for what, where and which", () => {
        assert.equal(resourceName("Microsoft.KeyVault/vaults", sample, "kms"), "kv-contoso-mcp-dev-kms");
        assert.equal(
            resourceName("Microsoft.Network/virtualNetworks", { ...sample, instance: "02" }, "network"),
            "vnet-mcp-dev-02-network",
        );
    });

    it("cuts long names and ends them in a hash", () => {
        assert.equal(resourceName("Microsoft.KeyVault/vaults", sample, "encryption"), "kv-contoso-mcp-dev-iq6h5");
        assert.equal(shorten("abcdefg-hijklmn", 14), "abcdefg-pog0j");
    });

    it("leaves hyphens out where Azure does not take them, and tells apart by the hash what differed in them only", () => {
        const type = "Microsoft.Storage/storageAccounts";
        assert.equal(resourceName(type, sample, "archive"), "stcontosomcpdevarchbrfsv");
        assert.notEqual(resourceName(type, sample, "a-bc"), resourceName(type, sample, "ab-c"));
    });

    it("makes names that Azure accepts, of arguments that pass the checks", () => {
        fc.assert(
            fc.property(fc.constantFrom(...types), naming, role, (type, context, last) => {
                assert.deepEqual(namingProblems(context), []);
                assert.ok(isRole(last));
                const name = resourceName(type, context, last);
                assert.ok(name.length <= nameLimits[type].maxLength);
                assert.match(name, nameLimits[type].compact ? /^[a-z][a-z0-9]*$/ : /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
            }),
            { seed, numRuns: 500 },
        );
    });

    it("uses the length that Azure allows, and not a character more", () => {
        const long = { organisation: "a".repeat(13), workload: "b".repeat(15), environment: "c".repeat(15) };
        const lengths = types.map((type) => [type, resourceName(type, long, "d".repeat(300)).length]);
        assert.deepEqual(Object.fromEntries(lengths), {
            "Microsoft.ApiManagement/service": 50,
            "Microsoft.App/jobs": 32,
            "Microsoft.App/managedEnvironments": 60,
            "Microsoft.Authorization/policyAssignments": 64,
            "Microsoft.CognitiveServices/accounts": 64,
            "Microsoft.Compute/diskEncryptionSets": 80,
            "Microsoft.Consumption/budgets": 63,
            "Microsoft.ContainerRegistry/registries": 50,
            "Microsoft.ContainerService/managedClusters": 63,
            "Microsoft.Insights/actionGroups": 260,
            "Microsoft.Insights/dataCollectionEndpoints": 44,
            "Microsoft.Insights/dataCollectionRules": 64,
            "Microsoft.Insights/privateLinkScopes": 255,
            "Microsoft.KeyVault/managedHSMs": 24,
            "Microsoft.KeyVault/vaults": 24,
            "Microsoft.Logic/workflows": 43,
            "Microsoft.ManagedIdentity/userAssignedIdentities": 128,
            "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies": 80,
            "Microsoft.Network/applicationGateways": 80,
            "Microsoft.Network/azureFirewalls": 56,
            "Microsoft.Network/bastionHosts": 80,
            "Microsoft.Network/ddosProtectionPlans": 80,
            "Microsoft.Network/firewallPolicies": 80,
            "Microsoft.Network/networkSecurityGroups": 80,
            "Microsoft.Network/networkWatchers/flowLogs": 80,
            "Microsoft.Network/privateDnsZones/virtualNetworkLinks": 80,
            "Microsoft.Network/privateEndpoints": 64,
            "Microsoft.Network/publicIPAddresses": 80,
            "Microsoft.Network/routeTables": 80,
            "Microsoft.Network/virtualNetworks": 64,
            "Microsoft.OperationalInsights/workspaces": 63,
            "Microsoft.Resources/deployments": 64,
            "Microsoft.Resources/resourceGroups": 90,
            "Microsoft.Storage/storageAccounts": 24,
            "Microsoft.Web/connections": 80,
        });
    });

    it("puts the organisation into names that are unique in all of Azure, and only there", () => {
        const global = types.filter((type) => resourceName(type, sample, "x").includes("contoso"));
        assert.deepEqual(global, [
            "Microsoft.ApiManagement/service",
            "Microsoft.CognitiveServices/accounts",
            "Microsoft.ContainerRegistry/registries",
            "Microsoft.KeyVault/managedHSMs",
            "Microsoft.KeyVault/vaults",
            "Microsoft.Storage/storageAccounts",
        ]);
    });

    it("gives the same name for the same arguments, and shortens a short name to itself", () => {
        fc.assert(
            fc.property(fc.constantFrom(...types), naming, role, (type, context, last) => {
                const name = resourceName(type, context, last);
                assert.equal(resourceName(type, { ...context }, last), name);
                assert.equal(shorten(name, nameLimits[type].maxLength), name);
            }),
            { seed, numRuns: 200 },
        );
    });

    it("gives different names for different arguments", () => {
        const contexts = fc.uniqueArray(fc.tuple(naming, role), {
            selector: (context) => JSON.stringify(context),
            minLength: 20,
            maxLength: 60,
        });
        fc.assert(
            fc.property(contexts, (sampled) => {
                const names = sampled.map(([context, last]) =>
                    resourceName("Microsoft.KeyVault/vaults", context, last),
                );
                assert.equal(new Set(names).size, names.length);
            }),
            { seed, numRuns: 50 },
        );
    });

    it("tells an instance from a role", () => {
        const type = "Microsoft.Network/virtualNetworks";
        assert.notEqual(
            resourceName(type, { ...sample, instance: "1" }, "a-b"),
            resourceName(type, { ...sample, environment: "dev1" }, "a-b"),
        );
        assert.ok(!isRole("1-a"), "a role that begins like an instance");
    });
});

describe("namingProblems", () => {
    it("names part, value and rule, all at once", () => {
        assert.deepEqual(namingProblems({ organisation: "", workload: "My-App", environment: "1dev", instance: "x" }), [
            'naming.organisation is ""; it must be 1 to 15 lower-case letters and digits, a letter first.',
            'naming.workload is "My-App"; it must be 1 to 15 lower-case letters and digits, a letter first.',
            'naming.environment is "1dev"; it must be 1 to 15 lower-case letters and digits, a letter first.',
            'naming.instance is "x"; it must be one to three digits, for example "01".',
        ]);
    });
});
