// Does not prove that a rule judges every known type: some need no rule.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/governance/gov-known-types";
import { judge } from "../../judge";
import { resourceOf } from "../../stack";

const findings = (type: string, { custom = true, parameters = {} } = {}) =>
    judge(rule, [{ ...resourceOf("one", { type }), custom }], parameters).findings.length;

describe("gov-known-types", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("knows a type of azure-native in every version and package", () => {
        for (const type of [
            "keyvault:Vault",
            "azure-native:keyvault/v20230701:Vault",
            "azure-native_keyvault_v20260201:keyvault:Vault",
        ])
            assert.equal(findings(type), 0, type);
    });

    it("knows types of other packages as they are written", () => {
        assert.equal(findings("kubernetes:core/v1:Namespace"), 0);
        for (const type of ["kubernetes:core/v2:Namespace", "core/v1:Namespace", "random:index:RandomPassword"])
            assert.equal(findings(type), 1, type);
    });

    it("knows providers, and nothing that only looks like one", () => {
        assert.equal(findings("pulumi:providers:anything"), 0);
        for (const type of ["pulumi:provider:azure-native", "other:pulumi:providers:azure-native"])
            assert.equal(findings(type), 1, type);
    });

    it("does not mind components, which create nothing themselves", () => {
        assert.equal(findings("zero-trust-mcp:index:KeyVault", { custom: false }), 0);
        assert.equal(findings("zero-trust-mcp:index:KeyVault"), 1);
    });

    it("takes further types from the configuration", () => {
        const parameters = { additionalTypes: ["sql:Server"] };
        assert.equal(findings("azure-native:sql/v20230801:Server", { parameters }), 0);
        assert.equal(findings("sql:Database", { parameters }), 1);
    });

    it("refuses what the pack cannot see through, unless that is allowed here, too", () => {
        const opaque = [
            "resources:DeploymentAtSubscriptionScope",
            "resources:AzureCliScript",
            "pulumi-nodejs:dynamic/mine:Thing",
        ];
        for (const type of opaque) assert.equal(findings(type), 1, type);
    });

    it("leaves templates of resource groups to the rule that allows them by name", () => {
        assert.equal(findings("resources:Deployment"), 0);
    });
});
