// Does not prove what a role of Azure lets its holder do: it knows the built-in ones that write.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-netpol-write-guard";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const found = (path: string) => ({ findings: [path], undecided: [] });

const rbac = "kubernetes:rbac.authorization.k8s.io/v1";
const account = { kind: "ServiceAccount", name: "one" };
const writing = { apiGroups: ["cilium.io"], resources: ["ciliumnetworkpolicies"], verbs: ["create"] };
const reading = { ...writing, verbs: ["get", "list", "watch"] };
const role = (rules: Value, metadata: Value = { name: "server", namespace: "mcp-one" }): SampleResource => ({
    type: `${rbac}:Role`,
    inputs: { metadata, rules },
});
const clusterRole = (rules: Value, name = "server"): SampleResource => ({
    type: `${rbac}:ClusterRole`,
    inputs: { metadata: { name }, rules },
});
const binding = (changes: Record<string, Value> = {}, dependencies = {}, type = "RoleBinding"): SampleResource => ({
    type: `${rbac}:${type}`,
    inputs: {
        metadata: { namespace: "mcp-one" },
        roleRef: { kind: "Role", name: "server" },
        subjects: [account],
        ...changes,
    },
    dependencies,
});

describe("k8s-netpol-write-guard", () => {
    it("knows every kind of network policy, and every way to change one", () => {
        for (const resource of ["networkpolicies", "ciliumnetworkpolicies", "ciliumclusterwidenetworkpolicies", "*"])
            for (const verb of ["create", "update", "patch", "delete", "deletecollection", "*"]) {
                const one = role([reading, { resources: ["pods", resource], verbs: ["get", verb] }]);
                assert.deepEqual(outcome({ one, b: binding() }), found("roleRef"), `${verb} ${resource}`);
            }
        for (const rules of [[reading], [{ ...writing, resources: ["pods"] }], [{ nonResourceURLs: ["/"] }], []])
            assert.deepEqual(outcome({ one: role(rules), b: binding() }), clean);
    });

    it("lets a group have such a role, and nobody else", () => {
        const group = { kind: "Group", name: "responders" };
        assert.deepEqual(outcome({ one: role([writing]), b: binding({ subjects: [group] }) }), clean);
        for (const subjects of [[group, account], [{ kind: "User", name: "somebody" }], [{}]])
            assert.deepEqual(outcome({ one: role([writing]), b: binding({ subjects }) }), found("roleRef"));
    });

    it("finds the role in the namespace of the binding", () => {
        const elsewhere = role([reading], { name: "server", namespace: "mcp-two" });
        assert.deepEqual(outcome({ elsewhere, b: binding() }), found("roleRef"));
        const other = role([reading], { name: "other", namespace: "mcp-one" });
        assert.deepEqual(outcome({ other, b: binding() }), found("roleRef"));
        assert.deepEqual(outcome({ cluster: clusterRole([reading]), b: binding() }), found("roleRef"));
    });

    it("finds a role of the cluster", () => {
        const roleRef = { kind: "ClusterRole", name: "server" };
        for (const type of ["RoleBinding", "ClusterRoleBinding"]) {
            const b = binding({ roleRef }, {}, type);
            assert.deepEqual(outcome({ cluster: clusterRole([reading]), b }), clean);
            assert.deepEqual(outcome({ cluster: clusterRole([writing]), b }), found("roleRef"));
            assert.deepEqual(outcome({ one: role([reading]), b }), found("roleRef"));
        }
    });

    it("knows one role of Kubernetes that only reads", () => {
        const of = (kind: string, name: string) => outcome({ b: binding({ roleRef: { kind, name } }) });
        assert.deepEqual(of("ClusterRole", "view"), clean);
        assert.deepEqual(of("ClusterRole", "edit"), found("roleRef"));
        assert.deepEqual(of("Role", "view"), found("roleRef"));
    });

    it("goes by the dependency where the name of the role is unknown", () => {
        const roleRef: Value = { kind: "Role", name: unknown };
        const b = binding({ roleRef }, { roleRef: ["one"] });
        assert.deepEqual(outcome({ one: role([reading]), b }), clean);
        assert.deepEqual(outcome({ one: role([reading]), b: binding({ roleRef }) }), {
            findings: [],
            undecided: [`roleRef.name of ${rbac}:RoleBinding "b"`],
        });
    });

    describe("in Azure", () => {
        const cluster = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks";
        const writers = [
            "3498e952-d568-435e-9b2c-8d77e338d7f7",
            "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
            "A7FFA36F-339B-4B5C-8BDF-E2C188B2C0EB",
        ];
        const reader = "7f6c6a51-bcf8-42ba-9220-52d62157d7db";
        const assigned = (id: string, changes: Record<string, Value> = {}, dependencies = {}): SampleResource => ({
            type: "authorization:RoleAssignment",
            inputs: {
                roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${id}`,
                scope: cluster,
                principalId: "one",
                principalType: "ServicePrincipal",
                ...changes,
            },
            dependencies,
        });
        const identity: SampleResource = {
            type: "managedidentity:UserAssignedIdentity",
            inputs: { resourceName: "id-one" },
        };
        const credential = (subject: string): SampleResource => ({
            type: "managedidentity:FederatedIdentityCredential",
            inputs: { resourceName: "id-one", subject },
        });

        const job = (...names: Value[]): SampleResource => ({
            type: "app:Job",
            inputs: {
                identity: {
                    userAssignedIdentities: names.map((name) =>
                        typeof name === "string"
                            ? `/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`
                            : name,
                    ),
                },
            },
        });
        const deliverer = { deliverer: job("id-one") };

        for (const id of writers)
            it(`gives the role ${id} to a job that delivers, and keeps it from workloads`, () => {
                const account = credential("system:serviceaccount:mcp-one:one");
                const scopes = [cluster, `${cluster}/namespaces/mcp-one`, "/subscriptions/s"];
                for (const principalId of [unknown, "one"] as Value[])
                    for (const scope of scopes) {
                        const a = assigned(id, { principalId, scope }, { principalId: ["identity"] });
                        assert.deepEqual(outcome({ identity, a, ...deliverer }), clean);
                        const pipeline = credential("repo:contoso/one");
                        assert.deepEqual(outcome({ identity, pipeline, a, ...deliverer }), clean);
                        assert.deepEqual(outcome({ identity, account, a, ...deliverer }), found("principalId"));
                    }
            });

        it("takes for a job only an identity that one has, and that the id comes from", () => {
            const [writer = ""] = writers;
            const a = assigned(writer, {}, { principalId: ["identity"] });
            assert.deepEqual(outcome({ identity, a }), found("principalId"));
            for (const other of [job("id-two"), job(), { type: "app:Job" }])
                assert.deepEqual(outcome({ identity, a, other }), found("principalId"));
            assert.deepEqual(outcome({ identity, a, other: job("id-two", "id-one") }), clean);
            assert.deepEqual(outcome({ identity, a: assigned(writer), ...deliverer }), found("principalId"));
            const two: SampleResource = { ...identity, inputs: { resourceName: "id-two" } };
            const both = assigned(writer, {}, { principalId: ["identity", "two"] });
            assert.deepEqual(outcome({ identity, two, a: both, ...deliverer }), found("principalId"));
            assert.deepEqual(outcome({ identity, two, a: both, ...deliverer, other: job("id-two") }), clean);
            const unseen = { ...job(unknown), dependencies: { identity: ["identity"] } };
            assert.deepEqual(outcome({ identity, a, unseen }), clean);
        });

        it("lets the identity of a job have such a role of Kubernetes, and keeps it from workloads", () => {
            const one = role([writing]);
            const user: Value = { kind: "User", name: unknown };
            const b = binding({ subjects: [user] }, { subjects: ["identity"] });
            assert.deepEqual(outcome({ one, identity, b, ...deliverer }), clean);
            assert.deepEqual(outcome({ one, identity, b }), found("roleRef"));
            const workload = credential("system:serviceaccount:mcp-one:one");
            assert.deepEqual(outcome({ one, identity, workload, b, ...deliverer }), found("roleRef"));
            for (const subjects of [[user, account], [{}]] as Value[]) {
                const others = binding({ subjects }, { subjects: ["identity"] });
                assert.deepEqual(outcome({ one, identity, b: others, ...deliverer }), found("roleRef"));
            }
        });

        it("is undecided where neither a name nor a dependency tells", () => {
            const [writer = ""] = writers;
            assert.deepEqual(outcome({ a: assigned(writer, { principalId: unknown }), ...deliverer }), {
                findings: [],
                undecided: ['principalId of authorization:RoleAssignment "a"'],
            });
        });

        it("lets groups have one, even in the namespace of a server, and whoever is on the list", () => {
            const [writer = ""] = writers;
            for (const scope of [cluster, `${cluster}/namespaces/mcp-one`]) {
                assert.deepEqual(outcome({ a: assigned(writer, { scope, principalType: "Group" }) }), clean);
                for (const principalType of ["ServicePrincipal", "User", ""]) {
                    const a = assigned(writer, { scope, principalType });
                    assert.deepEqual(outcome({ a }), found("principalId"));
                    assert.deepEqual(judge(rule, stackOf({ a }), { deliverers: ["one"] }).findings, []);
                }
            }
            const account = credential("system:serviceaccount:mcp-one:one");
            for (const principalType of ["ServicePrincipal", "Group"]) {
                const a = assigned(writer, { principalType }, { principalId: ["identity"] });
                const { findings } = judge(rule, stackOf({ identity, account, a }), { deliverers: ["one"] });
                assert.deepEqual(
                    findings.map(({ path }) => path),
                    ["principalId"],
                );
            }
        });

        it("does not mind other roles, and other things that an id comes from", () => {
            const account = credential("system:serviceaccount:mcp-one:one");
            const a = assigned(reader, { scope: `${cluster}/namespaces/mcp-one` }, { principalId: ["identity"] });
            assert.deepEqual(outcome({ identity, account, a }), clean);
            const [writer = ""] = writers;
            const b = assigned(writer, {}, { principalId: ["group", "identity"] });
            const group = { type: "resources:ResourceGroup" };
            assert.deepEqual(outcome({ identity, group, b, ...deliverer }), clean);
        });
    });
});
