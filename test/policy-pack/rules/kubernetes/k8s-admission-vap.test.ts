// Does not prove that an expression refuses the right thing: a real API server is asked that elsewhere.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-admission-vap";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const found = (path: string) => ({ findings: [path], undecided: [] });

const group = "kubernetes:admissionregistration.k8s.io/v1";
const resources = [
    "pods",
    "pods/exec",
    "services",
    "networkpolicies",
    "ciliumnetworkpolicies",
    "roles",
    "rolebindings",
];
const matching = (list: string[], operations: string[] = ["*"]) => ({
    resourceRules: [{ operations, resources: list }],
});
const policy = (spec: Record<string, Value> = {}, name = "guard"): SampleResource => ({
    type: `${group}:ValidatingAdmissionPolicy`,
    inputs: { metadata: { name }, spec: { failurePolicy: "Fail", matchConstraints: matching(resources), ...spec } },
});
const binding = (spec: Record<string, Value> = {}, policyName: Value = "guard", dependencies = {}): SampleResource => ({
    type: `${group}:ValidatingAdmissionPolicyBinding`,
    inputs: { spec: { policyName, validationActions: ["Deny"], ...spec } },
    dependencies,
});
const namespace: SampleResource = { type: "kubernetes:core/v1:Namespace", inputs: { metadata: { name: "mcp-one" } } };

describe("k8s-admission-vap", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("wants every kind judged, by one policy or several", () => {
        const judged = (list: string[]) =>
            judge(rule, stackOf({ namespace, a: policy({ matchConstraints: matching(list) }), b: binding() }));
        assert.deepEqual(judged(resources).findings, []);
        assert.deepEqual(judged(["*"]).findings, []);
        for (const each of resources)
            assert.deepEqual(judged(resources.filter((other) => other !== each)).findings, [
                { path: "", message: `no policy of the cluster judges ${each}` },
            ]);
        const [first = "", ...others] = resources;
        assert.deepEqual(
            outcome({
                namespace,
                a: policy({ matchConstraints: matching([first]) }),
                b: policy({ matchConstraints: matching(others) }, "other"),
                toA: binding(),
                toB: binding({}, "other"),
            }),
            clean,
        );
    });

    it("wants it judged when it is brought about", () => {
        const judged = (operations: string[]) =>
            outcome({ namespace, a: policy({ matchConstraints: matching(resources, operations) }), b: binding() });
        const all = ["CREATE", "UPDATE", "DELETE", "CONNECT"];
        assert.deepEqual(judged(all), clean);
        for (const each of all) assert.deepEqual(judged(all.filter((other) => other !== each)), found(""), each);
    });

    it("wants a policy that fails closed, and a binding that denies", () => {
        for (const failurePolicy of ["Ignore", ""])
            assert.deepEqual(outcome({ a: policy({ failurePolicy }), b: binding() }), found("spec.failurePolicy"));
        assert.deepEqual(outcome({ a: policy() }), found(""));
        assert.deepEqual(outcome({ a: policy(), b: binding({}, "other") }), found(""));
        for (const validationActions of [[], ["Audit"], ["Warn", "Audit"]])
            assert.deepEqual(outcome({ b: binding({ validationActions }) }), found("spec.validationActions"));
        for (const validationActions of [
            ["Audit", "Deny"],
            ["Deny", "Warn"],
        ])
            assert.deepEqual(outcome({ a: policy(), b: binding({ validationActions }) }), clean);
    });

    it("lets a policy be of Azure's namespaces alone, beside one of all others, and no binding", () => {
        const within = (...values: string[]) => ({
            namespaceSelector: {
                matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values }],
            },
        });
        const limited = (match: object) => ({ a: policy({ matchConstraints: match as Value }), b: binding() });
        assert.deepEqual(outcome(limited(within("kube-system"))), clean);
        assert.deepEqual(outcome(limited(within("kube-system", "mcp-one"))), found("spec.matchConstraints"));
        assert.deepEqual(
            outcome(limited({ ...within("kube-system"), objectSelector: { matchLabels: { a: "b" } } })),
            found("spec.matchConstraints"),
        );
        assert.deepEqual(
            outcome({ b: binding({ matchResources: within("kube-system") as Value }) }),
            found("spec.matchResources"),
        );
    });

    it("lets namespaces of Azure be left out, and nothing else", () => {
        const expression = (key: string, operator: string, ...values: string[]) => ({ key, operator, values });
        const label = "kubernetes.io/metadata.name";
        const azure = expression(label, "NotIn", "kube-system", "gatekeeper-system");
        const places: [string, (match: object) => Record<string, SampleResource>][] = [
            ["spec.matchConstraints", (match) => ({ a: policy({ matchConstraints: match as Value }), b: binding() })],
            ["spec.matchResources", (match) => ({ b: binding({ matchResources: match as Value }) })],
        ];
        for (const [path, having] of places) {
            assert.deepEqual(outcome(having({ namespaceSelector: { matchExpressions: [azure] } })), clean);
            for (const other of [
                expression(label, "NotIn", "kube-system", "mcp-one"),
                expression(label, "In", "kube-system"),
                expression("tier", "NotIn", "kube-system"),
            ])
                assert.deepEqual(
                    outcome(having({ namespaceSelector: { matchExpressions: [azure, other] } })),
                    found(path),
                );
            for (const match of [
                { namespaceSelector: { matchLabels: { a: "b" } } },
                { objectSelector: { matchLabels: { a: "b" } } },
                { objectSelector: { matchExpressions: [azure] } },
                { excludeResourceRules: [{}] },
            ])
                assert.deepEqual(outcome(having(match)), found(path));
        }
    });

    it("wants no conditions", () => {
        const matchConditions = [{ name: "never", expression: "false" }];
        assert.deepEqual(outcome({ a: policy({ matchConditions }), b: binding() }), found("spec.matchConditions"));
        assert.deepEqual(outcome({ a: policy({ matchConditions: [] }), b: binding() }), clean);
    });

    it("goes by the dependency where the name of the policy is unknown", () => {
        assert.deepEqual(outcome({ a: policy(), b: binding({}, unknown, { spec: ["a"] }) }), clean);
        assert.deepEqual(outcome({ a: policy(), b: binding({}, unknown) }).findings, []);
    });
});
