// Does not prove that the real provider gives the same seeded suffix: it draws it with another generator.
import assert from "node:assert/strict";
import { unknown } from "../../../local/provider/provider";
import { newCloud, seed } from "./fixture";
import { deploy, example } from "./landscape";

const vaultProperties = { tenantId: seed.tenantId, sku: { family: "A", name: "standard" } };
const inGroup = { resourceGroupName: "rg", location: "westeurope" };

describe("azure check: failures", () => {
    const cases: [
        title: string,
        token: string,
        inputs: Parameters<ReturnType<typeof newCloud>["check"]>[1],
        failures: string[],
    ][] = [
        [
            "nothing given",
            "keyvault:Vault",
            {},
            [
                "missing required property 'resourceGroupName'",
                "missing required property 'location'. Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.",
                "missing required property 'properties'",
            ],
        ],
        [
            "nested property missing",
            "keyvault:Vault",
            { ...inGroup, properties: { sku: { family: "A" } } },
            ["missing required property 'properties.tenantId'", "missing required property 'properties.sku.name'"],
        ],
        [
            "pattern of the name",
            "keyvault:Vault",
            { ...inGroup, vaultName: "kv_one", properties: vaultProperties },
            ["'vaultName' does not match expression '^[a-zA-Z0-9-]{3,24}$'"],
        ],
        [
            "too short and no GUID",
            "keyvault:Vault",
            { ...inGroup, vaultName: "kv-one", properties: { ...vaultProperties, tenantId: "me" } },
            [
                "'properties.tenantId' is too short (2): at least 36 characters required",
                "'properties.tenantId' does not match expression '^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$'",
            ],
        ],
        [
            "too long",
            "resources:ResourceGroup",
            { location: "westeurope", resourceGroupName: "g".repeat(91) },
            ["'resourceGroupName' is too long (91): at most 90 characters allowed"],
        ],
        [
            "a string for an object",
            "keyvault:Vault",
            { ...inGroup, vaultName: "kv-one", properties: "x" },
            ["'properties' should be of type 'object' but got a string"],
        ],
        ["a number for a string", "network:VirtualNetwork", { ...inGroup, tags: { a: 1 } }, []],
        [
            "a number for a string in an object",
            "keyvault:Vault",
            { ...inGroup, vaultName: "kv-one", properties: { ...vaultProperties, publicNetworkAccess: 1 } },
            ["'properties.publicNetworkAccess' should be of type 'string' but got a number"],
        ],
        [
            "an array for a string",
            "operationalinsights:Workspace",
            { ...inGroup, forceCmkForQuery: ["x"] },
            ["'forceCmkForQuery' should be of type 'boolean' but got an array"],
        ],
        [
            "a fraction for an integer",
            "operationalinsights:Workspace",
            { ...inGroup, retentionInDays: 30.5 },
            ["'retentionInDays' must be an integer but got 30.500000"],
        ],
        [
            "items of a list",
            "network:NetworkSecurityGroup",
            { ...inGroup, securityRules: [{ access: "Allow", direction: "Inbound", priority: "1" }] },
            [
                "missing required property 'securityRules[0].protocol'",
                "'securityRules[0].priority' should be of type 'integer' but got a string",
            ],
        ],
        [
            "what the local cloud does not have",
            "network:VirtualNetwork",
            { ...inGroup, subnets: [] },
            ["'subnets' is not modelled by the local cloud"],
        ],
        [
            "unknown values are skipped",
            "keyvault:Vault",
            { resourceGroupName: unknown, location: unknown, vaultName: unknown, properties: unknown },
            [],
        ],
        [
            "unknown values inside are skipped",
            "keyvault:Vault",
            { ...inGroup, vaultName: "kv-one", properties: { ...vaultProperties, tenantId: unknown } },
            [],
        ],
        [
            "a policy assignment has a name that the path cannot hold, and what the local cloud does not judge",
            "authorization:PolicyAssignment",
            { scope: "/s", policyAssignmentName: "a.b", identity: { type: "SystemAssigned" }, overrides: [] },
            [
                "'policyAssignmentName' does not match expression '^[^<>*%&:\\?.+/]*[^<>*%&:\\?.+/ ]+$'",
                "'identity' is not modelled by the local cloud",
                "'overrides' is not modelled by the local cloud",
            ],
        ],
        [
            "a property that what lies in a map does not have",
            "consumption:Budget",
            { ...example["consumption:Budget"], notifications: { most: { colour: "red" } } },
            [
                "'notifications.most.colour' is no property of azure-native:consumption:Budget: Azure would never see it. Correct its name, or remove it.",
            ],
        ],
        [
            "a null is absent",
            "keyvault:Vault",
            { ...inGroup, vaultName: "kv-one", properties: null },
            ["missing required property 'properties'"],
        ],
    ];
    for (const [title, token, inputs, failures] of cases) {
        it(title, async () => {
            assert.deepEqual(await newCloud().failures(token, inputs), failures);
        });
    }

    for (const [token, inputs] of Object.entries(example)) {
        it(`accepts the example of ${token}`, async () => {
            const result = await newCloud().check(token, inputs);
            assert.deepEqual(result.failures, []);
            const { azureApiVersion, ...rest } = result.inputs;
            assert.deepEqual(rest, inputs);
            assert.match(String(azureApiVersion), /^20\d\d-\d\d-\d\d/);
        });
    }

    it("refuses a number out of range in the provider's words", async () => {
        const { check } = await import("../../../local/azure/check.js");
        const { integer, limited } = await import("../../../local/provider/schema.js");
        const type = {
            token: "t",
            apiVersion: "1",
            path: "/a/{name}",
            properties: { n: limited(integer, { minimum: 1, maximum: 4 }) },
            seconds: { create: 0, update: 0, delete: 0 },
        };
        const failures = [0, 5].map((n) => {
            const request = {
                urn: "",
                type: "t",
                name: "x",
                oldInputs: undefined,
                inputs: { name: "x", n },
                randomSeed: Buffer.alloc(0),
            };
            return check(type, request, { subscriptionId: "", location: undefined }, undefined as never).failures;
        });
        assert.deepEqual(failures, [
            ["'n' is too low (0.000000 < 1.000000)"],
            ["'n' is too high (5.000000 > 4.000000)"],
        ]);
    });
});

describe("azure check: names", () => {
    it("adds 8 hexadecimal digits of the seed to a resource of a group and allows a replacement beside it", async () => {
        const { inputs } = await newCloud().check(
            "keyvault:Vault",
            { ...inGroup, properties: vaultProperties },
            undefined,
            "kv",
        );
        assert.equal(inputs.vaultName, "kv19b25856"); // sha256("seed") begins with 19b25856
        assert.equal(inputs.__createBeforeDelete, true);
    });

    it("gives a role assignment a version 4 UUID", async () => {
        const { inputs } = await newCloud().check("authorization:RoleAssignment", {
            scope: "/s",
            principalId: "p",
            roleDefinitionId: "r",
        });
        assert.match(
            String(inputs.roleAssignmentName),
            /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
        assert.equal(inputs.__createBeforeDelete, true);
    });

    it("copies the logical name to a child, without permission for two at once", async () => {
        const { inputs } = await newCloud().check(
            "network:Subnet",
            { resourceGroupName: "rg", virtualNetworkName: "net" },
            undefined,
            "endpoints",
        );
        assert.equal(inputs.subnetName, "endpoints");
        assert.equal(inputs.__createBeforeDelete, undefined);
    });

    it("names a setting of another resource like a resource of a group", async () => {
        const { inputs } = await newCloud().check(
            "monitor:DiagnosticSetting",
            { resourceUri: "/x" },
            undefined,
            "audit",
        );
        assert.equal(inputs.name, "audit19b25856");
    });

    it("keeps the old name and what is known about it", async () => {
        const cloud = newCloud();
        const given = { ...inGroup, properties: vaultProperties };
        const auto = await cloud.check("keyvault:Vault", given, {
            vaultName: "kv12345678",
            __createBeforeDelete: true,
        });
        assert.deepEqual([auto.inputs.vaultName, auto.inputs.__createBeforeDelete], ["kv12345678", true]);
        const explicit = await cloud.check("keyvault:Vault", given, { vaultName: "kv-one" });
        assert.deepEqual([explicit.inputs.vaultName, explicit.inputs.__createBeforeDelete], ["kv-one", undefined]);
    });
});

describe("azure check: location", () => {
    const named = { resourceGroupName: "rg", vaultName: "kv-one", properties: vaultProperties };

    it("takes the old one first, then the configured one, then that of the resource group", async () => {
        const configured = newCloud({ location: "uksouth" });
        await deploy(configured, "resources:ResourceGroup");
        assert.equal(
            (await configured.check("keyvault:Vault", named, { location: "eastus" })).inputs.location,
            "eastus",
        );
        assert.equal((await configured.check("keyvault:Vault", named)).inputs.location, "uksouth");
        const plain = newCloud();
        await deploy(plain, "resources:ResourceGroup");
        assert.equal((await plain.check("keyvault:Vault", named)).inputs.location, "westeurope");
    });

    it("is unknown with the resource group, and missing without one", async () => {
        const cloud = newCloud();
        const unknownGroup = await cloud.check("keyvault:Vault", { ...named, resourceGroupName: unknown });
        assert.equal(unknownGroup.inputs.location, unknown);
        assert.equal((await cloud.check("keyvault:Vault", named)).inputs.location, undefined);
    });

    it("is not added to types that have none", async () => {
        const { inputs } = await newCloud({ location: "uksouth" }).check("network:Subnet", {
            resourceGroupName: "rg",
            virtualNetworkName: "net",
        });
        assert.equal("location" in inputs, false);
        const key = await newCloud({ location: "uksouth" }).check("keyvault:Key", example["keyvault:Key"] ?? {});
        assert.equal("location" in key.inputs, false);
    });
});
