// Does not prove that nobody unprotects a resource by hand, or deletes it in the portal.
import assert from "node:assert/strict";
import { evaluateRule } from "../../../../policy-pack/engine/evaluate";
import type { Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/governance/gov-protect-opts";
import { contextOf } from "../../judge";
import { resourceOf } from "../../stack";

const findings = (
    type: string,
    protect: boolean,
    { inputs = {} as Value, environment = "prod", parameters = {} } = {},
) => {
    const context = contextOf(rule, parameters);
    const settings = { ...context.settings, environment };
    const resource = resourceOf("one", { type, inputs, options: { protect } });
    return evaluateRule(rule, resource, { ...context, settings }).findings.length;
};

describe("gov-protect-opts", () => {
    for (const type of rule.types.filter((each) => each !== "storage:StorageAccount"))
        it(`wants ${type} protected`, () => {
            assert.equal(findings(type, true), 0);
            assert.equal(findings(type, false), 1);
            assert.equal(findings(type, false, { inputs: { immutableStorageWithVersioning: { enabled: false } } }), 1);
        });

    it("wants storage protected where it is immutable", () => {
        const inputs = (enabled: Value): Value => ({ immutableStorageWithVersioning: { enabled } });
        assert.equal(findings("storage:StorageAccount", false, { inputs: inputs(true) }), 1);
        for (const enabled of [false, "true", {}])
            assert.equal(findings("storage:StorageAccount", false, { inputs: inputs(enabled) }), 0);
        assert.equal(findings("storage:StorageAccount", false), 0);
    });

    it("judges production, or the environments that the configuration names", () => {
        assert.equal(findings("keyvault:Vault", false, { environment: "dev" }), 0);
        const parameters = { environments: ["staging", "dev"] };
        assert.equal(findings("keyvault:Vault", false, { environment: "dev", parameters }), 1);
        assert.equal(findings("keyvault:Vault", false, { environment: "prod", parameters }), 0);
    });
});
