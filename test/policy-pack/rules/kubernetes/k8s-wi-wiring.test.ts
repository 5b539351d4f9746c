// Does not prove that an id is that of an identity: its provider alone knows that, and the program takes it from there.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-wi-wiring";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const found = (path: string) => ({ findings: [path], undecided: [] });

const identity: SampleResource = {
    type: "managedidentity:UserAssignedIdentity",
    inputs: { resourceName: "id-one" },
};
const credential = (subject: Value, resourceName = "id-one"): SampleResource => ({
    type: "managedidentity:FederatedIdentityCredential",
    inputs: { resourceName, subject },
});
const trust = credential("system:serviceaccount:mcp-one:one");
const account = (
    clientId: Value | undefined,
    dependencies = {},
    name = "one",
    namespace = "mcp-one",
): SampleResource => ({
    type: "kubernetes:core/v1:ServiceAccount",
    inputs: {
        metadata: {
            name,
            namespace,
            annotations: clientId === undefined ? {} : { "azure.workload.identity/client-id": clientId },
        },
    },
    dependencies,
});
const fromIdentity = (clientId: Value, name?: string) => account(clientId, { metadata: ["identity"] }, name);
const deployment = (labels: object | symbol, serviceAccountName: Value = "one"): SampleResource => ({
    type: "kubernetes:apps/v1:Deployment",
    inputs: {
        metadata: { name: "server", namespace: "mcp-one" },
        spec: { template: { metadata: { labels: labels as Value }, spec: { serviceAccountName } } },
    },
});
const labelled = { "azure.workload.identity/use": "true" };
const ids: Value[] = [unknown, "44444444-4444-4444-8444-000000000001"];

describe("k8s-wi-wiring", () => {
    for (const [index, id] of ids.entries())
        describe(`with an id that is ${["not yet known", "known"][index]}`, () => {
            it("lets an account have the identity that trusts it", () => {
                assert.deepEqual(outcome({ identity, trust, one: fromIdentity(id) }), clean);
            });

            it("wants the identity to trust this account", () => {
                for (const other of [
                    credential("system:serviceaccount:mcp-one:two"),
                    credential("system:serviceaccount:mcp-two:one"),
                    credential("system:serviceaccount:mcp-one:one", "id-two"),
                ])
                    assert.deepEqual(
                        outcome({ identity, other, one: fromIdentity(id) }),
                        found("metadata.annotations"),
                    );
                assert.deepEqual(
                    outcome({ identity, trust, two: fromIdentity(id, "two") }),
                    found("metadata.annotations"),
                );
            });

            it("wants the label on its pods, and on no others", () => {
                const one = fromIdentity(id);
                assert.deepEqual(outcome({ identity, trust, one, pods: deployment(labelled) }), clean);
                const path = "";
                for (const labels of [{}, { "azure.workload.identity/use": "false" }])
                    assert.deepEqual(outcome({ identity, trust, one, pods: deployment(labels) }), found(path));
                assert.deepEqual(outcome({ identity, trust, one, pods: deployment(labelled, "two") }), found(path));
                assert.deepEqual(outcome({ identity, trust, one, pods: deployment({}, "two") }), clean);
            });
        });

    it("takes no id from elsewhere", () => {
        assert.deepEqual(
            outcome({ identity, trust, one: account("44444444-4444-4444-8444-000000000001") }),
            found("metadata.annotations"),
        );
        const one = account("44444444-4444-4444-8444-000000000001", { metadata: ["trust"] });
        assert.deepEqual(outcome({ identity, trust, one }), found("metadata.annotations"));
        assert.deepEqual(outcome({ identity, trust, one: account(unknown) }), {
            findings: [],
            undecided: ['metadata.annotations of kubernetes:core/v1:ServiceAccount "one"'],
        });
    });

    it("lets an account have no identity", () => {
        assert.deepEqual(outcome({ one: account(undefined), pods: deployment({}) }), clean);
    });

    it("finds the account in the namespace of the pods", () => {
        const elsewhere = account(undefined, {}, "one", "mcp-two");
        assert.deepEqual(outcome({ elsewhere, pods: deployment(labelled) }), found(""));
        const other = account("id", {}, "one", "mcp-two");
        assert.deepEqual(outcome({ other, pods: deployment({}) }), found("metadata.annotations"));
    });

    it("is undecided where the labels or the account of the pods are unknown", () => {
        assert.deepEqual(outcome({ identity, trust, one: fromIdentity("id"), pods: deployment(unknown) }), {
            findings: [],
            undecided: ['spec.template.metadata.labels of kubernetes:apps/v1:Deployment "pods"'],
        });
        assert.deepEqual(
            outcome({ identity, trust, one: fromIdentity("id"), pods: deployment({}, unknown) }).findings,
            [],
        );
    });
});
