// Does not prove that every secret is found: secret-patterns.ts says which shapes are known.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/governance/gov-no-plaintext-secrets";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const token = `ghp_${"a".repeat(36)}`;
const outcome = (type: string, inputs: Value) => {
    const { findings, undecided } = judge(rule, stackOf({ one: { type, inputs } }));
    return { findings: findings.map(({ path, message }) => path + message), undecided };
};
const at = (...places: string[]) => ({
    findings: places.map((place) => `a GitHub token stands in plain text at ${place}`),
    undecided: [],
});
const clean = at();

describe("gov-no-plaintext-secrets", () => {
    it("names the place, and never the secret", () => {
        const inputs = { properties: { list: [{ a: "b" }, { a: token }], other: token } };
        assert.deepEqual(outcome("web:Site", inputs), at("properties.list[1].a", "properties.other"));
        assert.deepEqual(outcome("web:Site", { a: { [token]: { b: token } } }), at("a", "a.?.b"));
        assert.deepEqual(outcome("web:Site", { [token]: "a" }), at("the top"));
    });

    it("looks into JSON, with the names of its properties", () => {
        const headers = JSON.stringify({ none: null, Authorization: token });
        const definition = JSON.stringify({ actions: [{ count: 1, headers }, true] });
        assert.deepEqual(outcome("logic:Workflow", { definition }), at("definition.actions[0].headers.Authorization"));
    });

    it("finds a key whose lines JSON has escaped", () => {
        const pem = ["-----BEGIN", "PRIVATE", "KEY-----\nMII\n"].join(" ");
        assert.deepEqual(outcome("web:Site", { a: JSON.stringify({ key: pem }) }), {
            findings: ["a private key stands in plain text at a.key"],
            undecided: [],
        });
    });

    it("judges every type, providers among them", () => {
        for (const type of [
            "sql:Server",
            "random:index/randomPassword:RandomPassword",
            "pulumi:providers:azure-native",
        ])
            assert.deepEqual(outcome(type, { a: token }), at("a"), type);
    });

    it("does not wait for ids that Azure and Entra draw, but for everything beside them", () => {
        const type = "authorization:RoleAssignment";
        assert.deepEqual(outcome(type, { principalId: unknown, roleAssignmentName: unknown, scope: "/" }), clean);
        assert.deepEqual(outcome(type, { principalId: unknown, description: token }), at("description"));
        assert.deepEqual(outcome(type, { description: unknown }).undecided.length, 1);
    });

    it("lets secrets be where they belong, and only there", () => {
        assert.deepEqual(outcome("keyvault:Secret", { properties: { value: token } }), clean);
        assert.deepEqual(outcome("keyvault:Secret", { value: token }), at("value"));
        assert.deepEqual(
            outcome("keyvault:Secret", { properties: { contentType: token } }),
            at("properties.contentType"),
        );
        assert.deepEqual(outcome("keyvault:Secret", { properties: token }), at("properties"));
        assert.deepEqual(outcome("keyvault:Secret", { tags: { value: token } }), at("tags.value"));
        assert.deepEqual(outcome("keyvault:Vault", { properties: { value: token } }), at("properties.value"));

        const secret = "kubernetes:core/v1:Secret";
        assert.deepEqual(outcome(secret, { data: { a: token }, stringData: { b: token } }), clean);
        assert.deepEqual(outcome(secret, { metadata: { annotations: { a: token } } }), at("metadata.annotations.a"));
        assert.deepEqual(outcome("kubernetes:core/v1:ConfigMap", { data: { a: token } }), at("data.a"));
    });

    it("is undecided about what is unknown, except where secrets belong", () => {
        const inputs: Value = { a: token, b: unknown, c: { d: unknown } };
        assert.deepEqual(outcome("web:Site", inputs), { ...at("a"), undecided: ["b", "c.d"] });
        assert.deepEqual(outcome("keyvault:Secret", { properties: { value: unknown } }), clean);
        assert.deepEqual(outcome("kubernetes:core/v1:Secret", { stringData: unknown, data: { a: unknown } }), clean);
        const undecided = { findings: [], undecided: ["properties"] };
        assert.deepEqual(outcome("keyvault:Secret", { properties: unknown }), undecided);
    });
});
