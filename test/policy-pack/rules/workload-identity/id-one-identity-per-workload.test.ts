// Does not prove that a workload uses its identity: k8s-wi-wiring looks at its service account and its pods.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/workload-identity/id-one-identity-per-workload";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const identity: SampleResource = { type: "managedidentity:UserAssignedIdentity" };
const credential = (resourceName: Value, subject: Value, dependencies = {}): SampleResource => ({
    type: "managedidentity:FederatedIdentityCredential",
    inputs: { resourceName, subject },
    dependencies,
});
const account = (name: string) => `system:serviceaccount:mcp-${name}:${name}`;

describe("id-one-identity-per-workload", () => {
    it("finds an identity of two service accounts, on both credentials", () => {
        const resources = { a: credential("id-one", account("one")), b: credential("ID-ONE", account("two")) };
        assert.deepEqual(outcome(resources).findings, ["resourceName", "resourceName"]);
    });

    it("finds a service account with two identities, on both credentials", () => {
        const resources = { a: credential("id-one", account("one")), b: credential("id-two", account("one")) };
        assert.deepEqual(outcome(resources).findings, ["subject", "subject"]);
    });

    it("finds an identity of a service account and a pipeline", () => {
        const resources = { a: credential("id-one", account("one")), b: credential("id-one", "repo:contoso/one") };
        assert.deepEqual(outcome(resources).findings, ["resourceName", "resourceName"]);
    });

    it("lets a pipeline have an identity for each task", () => {
        const resources = { a: credential("id-one", "repo:contoso/one"), b: credential("id-two", "repo:contoso/one") };
        assert.deepEqual(outcome(resources), clean);
    });

    it("goes by dependencies where names are unknown", () => {
        const later = (subject: string) => credential(unknown, subject, { resourceName: ["identity"] });
        assert.deepEqual(outcome({ identity, a: later(account("one")), b: later(account("one")) }), clean);
        assert.deepEqual(outcome({ identity, a: later(account("one")), b: later(account("two")) }).findings, [
            "resourceName",
            "resourceName",
        ]);
    });

    it("is undecided where nothing tells", () => {
        const { findings, undecided } = outcome({
            a: credential("id-one", account("one")),
            b: credential(unknown, account("two")),
        });
        assert.deepEqual(findings, []);
        assert.deepEqual(undecided, [
            'resourceName of managedidentity:FederatedIdentityCredential "b"',
            'resourceName of managedidentity:FederatedIdentityCredential "b"',
        ]);
    });
});
