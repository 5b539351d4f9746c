// Does not prove that the list of properties that replace is complete: it is the provider's list for these types only.
import assert from "node:assert/strict";
import type { Properties } from "../../../local/provider/provider";
import { unknown } from "../../../local/provider/provider";
import { newCloud } from "./fixture";

type Case = [title: string, token: string, olds: Properties, news: Properties, changes: Record<string, string>];

const version = { azureApiVersion: "2024-11-01" };

const cases: Case[] = [
    ["nothing", "keyvault:Vault", { a: 1, ...version }, { a: 1, ...version }, {}],
    ["the provider's own notes", "keyvault:Vault", { __createBeforeDelete: true, ...version }, version, {}],
    [
        "a nested value",
        "keyvault:Vault",
        { properties: { sku: { name: "standard" } } },
        { properties: { sku: { name: "premium" } } },
        { "properties.sku.name": "update" },
    ],
    [
        "an added value",
        "keyvault:Vault",
        { properties: {} },
        { properties: { tenantId: "t" } },
        { "properties.tenantId": "add" },
    ],
    ["a removed value", "keyvault:Vault", { tags: { a: "1" } }, { tags: {} }, { "tags.a": "delete" }],
    ["an item", "keyvault:Vault", { l: [1, 2] }, { l: [1, 3] }, { "l[1]": "update" }],
    ["an item more", "keyvault:Vault", { l: [1] }, { l: [1, 3] }, { "l[1]": "add" }],
    ["an item less", "keyvault:Vault", { l: [1, 3] }, { l: [1] }, { "l[1]": "delete" }],
    [
        "a value in an item",
        "network:NetworkSecurityGroup",
        { securityRules: [{ priority: 1 }] },
        { securityRules: [{ priority: 2 }] },
        { "securityRules[0].priority": "update" },
    ],
    ["another kind of value", "keyvault:Vault", { properties: {} }, { properties: "x" }, { properties: "update" }],
    ["the own name", "keyvault:Vault", { vaultName: "a" }, { vaultName: "b" }, { vaultName: "update-replace" }],
    ["the parent", "keyvault:Key", { vaultName: "a" }, { vaultName: "b" }, { vaultName: "update-replace" }],
    ["the scope", "authorization:RoleAssignment", { scope: "/a" }, { scope: "/b" }, { scope: "update-replace" }],
    [
        "the principal",
        "authorization:RoleAssignment",
        { principalId: "a" },
        { principalId: "b" },
        { principalId: "update-replace" },
    ],
    [
        "the role is updated (and refused by ARM)",
        "authorization:RoleAssignment",
        { roleDefinitionId: "a" },
        { roleDefinitionId: "b" },
        { roleDefinitionId: "update" },
    ],
    [
        "the location of a tracked resource",
        "network:VirtualNetwork",
        { location: "uksouth" },
        { location: "eastus" },
        { location: "update-replace" },
    ],
    [
        "the location of a vault is updated (and refused by ARM)",
        "keyvault:Vault",
        { location: "uksouth" },
        { location: "eastus" },
        { location: "update" },
    ],
    [
        "the spelling of a location",
        "network:VirtualNetwork",
        { location: "West Europe" },
        { location: "westeurope" },
        {},
    ],
    ["the case of a resource group", "keyvault:Vault", { resourceGroupName: "RG" }, { resourceGroupName: "rg" }, {}],
    ["the case of a name", "keyvault:Vault", { vaultName: "KV" }, { vaultName: "kv" }, { vaultName: "update-replace" }],
    [
        "inside an object that replaces",
        "network:PrivateEndpoint",
        { subnet: { id: "a" } },
        { subnet: { id: "b" } },
        { "subnet.id": "update-replace" },
    ],
    [
        "an addition inside an object that replaces",
        "network:PrivateEndpoint",
        { subnet: {} },
        { subnet: { id: "b" } },
        { "subnet.id": "add" },
    ],
    [
        "an unknown value",
        "keyvault:Vault",
        { properties: { tenantId: "a" } },
        { properties: { tenantId: unknown } },
        { "properties.tenantId": "update" },
    ],
    [
        "an unknown object",
        "keyvault:Vault",
        { properties: { tenantId: "a" } },
        { properties: unknown },
        { properties: "update" },
    ],
    ["an unknown parent", "keyvault:Key", { vaultName: "a" }, { vaultName: unknown }, { vaultName: "update-replace" }],
    [
        "a property of the kind of a key in keys",
        "keyvault:Key",
        { properties: { kty: "RSA" } },
        { properties: { kty: "EC" } },
        { "properties.kty": "update" },
    ],
];

describe("azure diff", () => {
    for (const [title, token, olds, news, changes] of cases) {
        it(title, async () => {
            assert.deepEqual(
                (await newCloud().diff(token, { ...version, ...olds }, { ...version, ...news })).changes,
                changes,
            );
        });
    }

    it("compares inputs, whatever Azure answered", async () => {
        const { changes } = await newCloud().diff("keyvault:Vault", version, version, { tags: { by: "policy" } });
        assert.deepEqual(changes, {});
    });

    it("takes the API version of an imported resource from its outputs", async () => {
        const { changes } = await newCloud().diff("keyvault:Vault", {}, version, version);
        assert.deepEqual(changes, {});
    });

    it("does not replace for a value that Azure has chosen already", async () => {
        const cloud = newCloud();
        const added = { location: "westeurope", ...version };
        assert.deepEqual(
            (await cloud.diff("network:VirtualNetwork", version, added, { location: "westeurope" })).changes,
            { location: "add" },
        );
        assert.deepEqual(
            (await cloud.diff("network:VirtualNetwork", version, added, { location: "uksouth" })).changes,
            { location: "add-replace" },
        );
    });

    it("deletes before it replaces, except what was named at random", async () => {
        const cloud = newCloud();
        const olds = { vaultName: "a", ...version };
        const news = { vaultName: "b", ...version };
        assert.equal((await cloud.diff("keyvault:Vault", olds, news)).deleteBeforeReplace, true);
        assert.equal(
            (await cloud.diff("keyvault:Vault", { ...olds, __createBeforeDelete: true }, news)).deleteBeforeReplace,
            false,
        );
        assert.equal((await cloud.diff("keyvault:Vault", { ...olds, tags: {} }, olds)).deleteBeforeReplace, false);
    });

    it("compares lists with a key as sets", async () => {
        const { diff } = await import("../../../local/azure/diff.js");
        const { list } = await import("../../../local/azure/schema.js");
        const { object, string } = await import("../../../local/provider/schema.js");
        const items = list(object({ id: string, value: string }), "id");
        const type = {
            token: "t",
            apiVersion: "1",
            path: "/a/{name}",
            properties: { items },
            seconds: { create: 0, update: 0, delete: 0 },
        };
        const changesOf = (olds: Properties[], news: Properties[]) =>
            diff(type, {
                urn: "",
                type: "t",
                name: "x",
                id: "",
                oldOutputs: {},
                oldInputs: { azureApiVersion: "1", items: olds },
                inputs: { azureApiVersion: "1", items: news },
            }).changes;
        const [a, b] = [
            { id: "a", value: "1" },
            { id: "b", value: "2" },
        ];
        assert.deepEqual(changesOf([a, b], [b, a]), {});
        assert.deepEqual(changesOf([a, b], [b]), { "items[0]": "delete" });
        assert.deepEqual(changesOf([a], [b, a]), { "items[0]": "add" });
        assert.deepEqual(changesOf([a, b], [b, { id: "a", value: "9" }]), { "items[1].value": "update" });
    });
});
