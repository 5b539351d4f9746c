// Does not prove that what a cluster gives as its issuer is one: only its provider knows.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/workload-identity/id-fic-exact";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, issuers: string[] = []) => {
    const { findings, undecided } = judge(rule, stackOf(resources), { issuers });
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const issuer = "https://westeurope.oic.prod-aks.azure.com/tenant/cluster/";
const cluster: SampleResource = { type: "containerservice:ManagedCluster" };
const identity: SampleResource = { type: "managedidentity:UserAssignedIdentity" };
const credential = (changes: Record<string, Value> = {}, dependencies = {}): SampleResource => ({
    type: "managedidentity:FederatedIdentityCredential",
    inputs: {
        issuer,
        subject: "system:serviceaccount:mcp-one:one",
        audiences: ["api://AzureADTokenExchange"],
        ...changes,
    },
    dependencies,
});
const ofCluster = (changes: Record<string, Value> = {}) => credential(changes, { issuer: ["cluster"] });

describe("id-fic-exact", () => {
    it("takes the issuer of a cluster of the stack, before it is known and after", () => {
        for (const value of [issuer, unknown] as Value[])
            assert.deepEqual(outcome({ cluster, one: ofCluster({ issuer: value }) }), clean);
    });

    it("wants it to be secure", () => {
        const one = ofCluster({ issuer: issuer.replace("https", "http") });
        assert.deepEqual(outcome({ cluster, one }).findings, ["issuer"]);
    });

    it("takes no other URL for the issuer of a cluster", () => {
        assert.deepEqual(outcome({ cluster, one: credential() }).findings, ["issuer"]);
        const one = credential({}, { issuer: ["identity"], subject: ["cluster"] });
        assert.deepEqual(outcome({ cluster, identity, one }).findings, ["issuer"]);
        assert.deepEqual(outcome({ cluster, one: credential({ issuer: unknown }) }), {
            findings: [],
            undecided: ['issuer of managedidentity:FederatedIdentityCredential "one"'],
        });
    });

    it("takes the issuers of the configuration, in full", () => {
        assert.deepEqual(outcome({ one: credential() }, [issuer]), clean);
        for (const other of [`${issuer}/`, issuer.toUpperCase(), issuer.slice(0, -1)])
            assert.deepEqual(outcome({ one: credential() }, [other]).findings, ["issuer"], other);
    });

    it("wants one service account of a cluster", () => {
        for (const subject of [
            "system:serviceaccount:*:one",
            "system:serviceaccount::one",
            "system:serviceaccount:mcp-one:",
            "system:serviceaccount:mcp-one:one:two",
            "x-system:serviceaccount:mcp-one:one",
            "repo:contoso/orders:ref:refs/heads/main",
        ])
            assert.deepEqual(outcome({ cluster, one: ofCluster({ subject }) }).findings, ["subject"], subject);
        const dotted = "system:serviceaccount:mcp-one:one.two";
        assert.deepEqual(outcome({ cluster, one: ofCluster({ subject: dotted }) }), clean);
    });

    it("wants one audience, that of Entra", () => {
        for (const audiences of ["api://AzureADTokenExchange", ["api://azureadtokenexchange"], [], ["one", "two"]])
            assert.deepEqual(outcome({ cluster, one: ofCluster({ audiences }) }).findings, ["audiences"]);
    });

    it("is undecided where subject or audiences are not known", () => {
        for (const name of ["subject", "audiences"])
            assert.deepEqual(outcome({ cluster, one: ofCluster({ [name]: unknown }) }), {
                findings: [],
                undecided: [`${name} of managedidentity:FederatedIdentityCredential "one"`],
            });
    });
});
