// Does not prove that Defender scans a registry whose firewall it may pass.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/container-registry/acr-baseline";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const registry = rule.examples.compliant[0]?.inputs;
const pathsOf = (changes: object, parameters = {}) =>
    judge(
        rule,
        stackOf({ registry: { type: "containerregistry:Registry", inputs: { ...registry, ...changes } } }),
        parameters,
    ).findings.map(({ path }) => path);

describe("acr-baseline", () => {
    it("lets trusted services pass where Defender scans, and nobody else", () => {
        const scanned = { defenderScans: true };
        assert.deepEqual(pathsOf({ networkRuleBypassOptions: "AzureServices" }, scanned), []);
        assert.deepEqual(pathsOf({ networkRuleBypassOptions: "None" }, scanned), []);
        assert.deepEqual(pathsOf({ networkRuleBypassOptions: "Everybody" }, scanned), ["networkRuleBypassOptions"]);
        assert.deepEqual(pathsOf({ networkRuleBypassOptions: "AzureServices" }), ["networkRuleBypassOptions"]);
    });
});
