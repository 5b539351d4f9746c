// Does not prove that rules declare everything that they read: rules.test.ts does.
import assert from "node:assert/strict";
import type { Rule } from "../../../../policy-pack/engine/rule";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import { rules } from "../../../../policy-pack/rules";
import govNoIgnoredSecurity from "../../../../policy-pack/rules/governance/gov-no-ignored-security";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const rule = rules.find(({ id }) => id === "gov-no-ignored-security") as Rule;

const outcome = (type: string, ignoreChanges: string[], inputs: Value = {}, parameters = {}) =>
    judge(rule, stackOf({ one: { type, inputs, options: { ignoreChanges } } }), parameters);
const isRefused = (type: string, path: string) => outcome(type, [path]).findings.length > 0;

describe("gov-no-ignored-security", () => {
    it("refuses what a rule reads, what stands in it, and what it stands in", () => {
        for (const path of [
            "properties.networkAcls.bypass",
            "properties.networkAcls.ipRules[0].value",
            "properties.networkAcls",
            "properties",
            'properties["networkAcls"]["bypass"]',
            '["properties"]',
            "tags.owner",
            'tags["data-classification"]',
            "tags",
            "location",
            "vaultName",
        ])
            assert.equal(isRefused("keyvault:Vault", path), true, path);
    });

    it("lets the rest be ignored", () => {
        for (const path of [
            "properties.createMode",
            "properties.networkAcls.bypass2",
            "propertie",
            "networkAcls.bypass",
            "tags.more",
            'tags["owner.more"]',
            "accessPolicies",
            "value",
        ])
            assert.equal(isRefused("keyvault:Vault", path), false, path);
        assert.deepEqual(outcome("keyvault:Vault", []), { findings: [], undecided: [] });
    });

    it("takes * for every member", () => {
        for (const path of [
            "*",
            '["*"]',
            "",
            "properties.*",
            "properties.*.bypass",
            "properties.networkAcls.ipRules[*]",
        ])
            assert.equal(isRefused("keyvault:Vault", path), true, path);
        for (const path of ["propertie.*", "tags.more.*"]) assert.equal(isRefused("keyvault:Vault", path), false, path);
        const rotation = "properties.rotationPolicy.lifetimeActions";
        for (const path of [`${rotation}[*].action`, `${rotation}[0].action.type`, `${rotation}[1]`])
            assert.equal(isRefused("keyvault:Key", path), true, path);
        assert.equal(isRefused("keyvault:Key", `${rotation}[0].other`), false);
    });

    it("refuses everything at once of a type that no rule reads, too", () => {
        for (const path of ["*", ""]) assert.equal(isRefused("sql:Server", path), true);
        for (const path of ["version", "a.*"]) assert.equal(isRefused("sql:Server", path), false);
    });

    it("counts what relations read of other resources", () => {
        for (const path of [
            "privateLinkServiceConnections",
            "privateLinkServiceConnections[0].groupIds",
            "privateEndpointName",
        ])
            assert.equal(isRefused("network:PrivateEndpoint", path), true, path);
        assert.equal(isRefused("network:PrivateEndpoint", "ipConfigurations"), false);
    });

    it("judges every type by the rules that judge it", () => {
        assert.equal(isRefused("network:Subnet", "tags"), false);
        assert.equal(isRefused("keyvault:Key", "tags.purpose"), true);
        assert.equal(isRefused("storage:StorageAccount", "tags.purpose"), false);
    });

    it("counts rules on every type, but not those that read everything", () => {
        const other = { ...rules[0], types: ["*"], related: undefined } as unknown as Rule;
        delete (other as { related?: unknown }).related;
        const made = (reads: string[]) => govNoIgnoredSecurity([{ ...other, reads }]);
        const stack = stackOf({ one: { type: "sql:Server", options: { ignoreChanges: ["a.b"] } } });
        assert.equal(judge(made(["a"]), stack).findings.length, 1);
        assert.equal(judge(made([""]), stack).findings.length, 0);
    });

    describe("on named values of the gateway", () => {
        const type = "apimanagement:NamedValue";
        const findings = (namedValueId: Value, ignoreChanges: string[], parameters = {}) =>
            outcome(type, ignoreChanges, { namedValueId }, parameters).findings.length;

        it("lets responders own the value of theirs, and nothing else", () => {
            for (const name of ["session-epoch", "blocked-principals", "throttled-principals", "risk-level"]) {
                assert.equal(findings(name, ["value"]), 0, name);
                for (const path of ["*", "", '["value"]', "value.a"])
                    for (const ignored of [[path], ["value", path]]) assert.equal(findings(name, ignored), 1, path);
            }
        });

        it("lets nobody own the value of others", () => {
            for (const name of ["allowed-origins", "Session-Epoch", "", 7])
                assert.equal(findings(name, ["value"]), 1, String(name));
            assert.equal(outcome(type, ["value"]).findings.length, 1);
        });

        it("takes the names from the configuration", () => {
            const parameters = { responderNamedValues: ["epoch"] };
            assert.equal(findings("epoch", ["value"], parameters), 0);
            assert.equal(findings("session-epoch", ["value"], parameters), 1);
        });

        it("is undecided while the name is unknown", () => {
            const undecided = { findings: [], undecided: ["namedValueId"] };
            assert.deepEqual(outcome(type, ["value"], { namedValueId: unknown }), undecided);
        });
    });
});
