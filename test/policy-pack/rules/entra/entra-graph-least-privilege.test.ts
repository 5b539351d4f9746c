// Does not prove that a permission that the rule allows is harmless.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/entra/entra-graph-least-privilege";
import { apiAccess, application, delegatedGrant } from "../../../../policy-pack/rules/entra/entra-types";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const graph = "00000003-0000-0000-c000-000000000000";
const readUser = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";
const writeDirectory = "19dbc75e-c2e2-444c-a770-ec69d8559fc7";
const user = "33333333-3333-4333-8333-000000000011";

const outcome = (type: string, inputs: Record<string, Value>, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf({ one: { type, inputs } }), parameters);
    return { findings: findings.map(({ path }) => path), undecided };
};

describe("entra-graph-least-privilege", () => {
    it("takes an API that is not named for the directory", () => {
        assert.deepEqual(outcome(apiAccess, { roleIds: [writeDirectory] }).findings, ["roleIds"]);
        const access = [{ resourceAccesses: [{ id: writeDirectory }] }];
        assert.deepEqual(outcome(application, { requiredResourceAccesses: access }).findings, [
            "requiredResourceAccesses",
        ]);
    });

    it("takes an access without an id for none that it allows", () => {
        const access = [{ resourceAppId: graph, resourceAccesses: [{ type: "Scope" }] }];
        assert.deepEqual(outcome(application, { requiredResourceAccesses: access }).findings, [
            "requiredResourceAccesses",
        ]);
        assert.deepEqual(outcome(application, { requiredResourceAccesses: [{ resourceAppId: graph }] }).findings, []);
    });

    it("compares ids without regard to case, and takes those that a team has looked at", () => {
        const inputs = { apiClientId: graph.toUpperCase(), scopeIds: [readUser.toUpperCase()] };
        assert.deepEqual(outcome(apiAccess, inputs).findings, []);
        assert.deepEqual(outcome(apiAccess, inputs, { allowedPermissions: [writeDirectory] }).findings, ["scopeIds"]);
        const wide = { apiClientId: graph, roleIds: [writeDirectory] };
        assert.deepEqual(outcome(apiAccess, wide, { allowedPermissions: [writeDirectory] }).findings, []);
    });

    it("judges a grant for one user by what it lets change, one for all by the list", () => {
        const findings = (claimValues: string[], change = {}, parameters = {}) =>
            outcome(delegatedGrant, { claimValues, ...change }, parameters).findings;
        assert.deepEqual(findings(["orders.read"]), ["claimValues"]);
        assert.deepEqual(findings(["orders.read"], {}, { allowedForAll: ["orders.read"] }), []);
        for (const scope of ["Mail.ReadWrite.All", "directory.accessasuser.all", "Directory.Read.All"])
            assert.deepEqual(findings(["openid", scope], { userObjectId: user }), ["claimValues"], scope);
        for (const scope of ["Mail.ReadWrite", "orders.write", "MyDirectory.Read"])
            assert.deepEqual(findings([scope], { userObjectId: user }), [], scope);
    });

    it("is undecided while it is not known for which API or user", () => {
        assert.deepEqual(outcome(apiAccess, { apiClientId: unknown, scopeIds: [writeDirectory] }), {
            findings: [],
            undecided: ["apiClientId"],
        });
        assert.deepEqual(outcome(delegatedGrant, { claimValues: ["orders.read"], userObjectId: unknown }), {
            findings: [],
            undecided: ["userObjectId"],
        });
    });
});
