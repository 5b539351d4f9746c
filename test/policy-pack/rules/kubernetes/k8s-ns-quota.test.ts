// Does not prove that the amounts are the right ones: it judges that there are some.
import assert from "node:assert/strict";
import { unknown, type Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-ns-quota";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path, message }) => path || message), undecided };
};
const clean = { findings: [], undecided: [] };
const noQuota = { findings: ["no quota limits what runs here all together"], undecided: [] };
const noRange = { findings: ["no limits are set here for containers that have none"], undecided: [] };

const amounts = {
    "requests.cpu": "2",
    "requests.memory": "4Gi",
    "limits.cpu": "4",
    "limits.memory": "4Gi",
    pods: 10,
    "services.loadbalancers": 0,
    "services.nodeports": "0",
};
const defaults = { cpu: "500m", memory: "256Mi" };
const namespace: SampleResource = { type: "kubernetes:core/v1:Namespace", inputs: { metadata: { name: "mcp-one" } } };
const quota = (spec: Values, where = "mcp-one"): SampleResource => ({
    type: "kubernetes:core/v1:ResourceQuota",
    inputs: { metadata: { namespace: where }, spec },
});
const rangeWith = (spec: Values, where = "mcp-one"): SampleResource => ({
    type: "kubernetes:core/v1:LimitRange",
    inputs: { metadata: { namespace: where }, spec },
});
const range = (limits: Values[], where?: string) => rangeWith({ limits }, where);
const whole = quota({ hard: amounts });
const limits = range([{ type: "Container", default: defaults }]);

describe("k8s-ns-quota", () => {
    it("wants both in the namespace itself", () => {
        assert.deepEqual(outcome({ namespace, whole, limits }), clean);
        assert.deepEqual(outcome({ namespace, whole: quota({ hard: amounts }, "mcp-two"), limits }), noQuota);
        const elsewhere = range([{ type: "Container", default: defaults }], "mcp-two");
        assert.deepEqual(outcome({ namespace, whole, elsewhere }), noRange);
    });

    for (const name of Object.keys(amounts))
        it(`wants ${name} in the quota`, () => {
            const { [name as keyof typeof amounts]: _, ...rest } = amounts;
            assert.deepEqual(outcome({ namespace, quota: quota({ hard: rest }), limits }), noQuota);
        });

    it("wants no service that is reached from outside", () => {
        for (const name of ["services.loadbalancers", "services.nodeports"])
            assert.deepEqual(
                outcome({ namespace, quota: quota({ hard: { ...amounts, [name]: "1" } }), limits }),
                noQuota,
            );
    });

    it("does not count a quota for some of the pods only", () => {
        const scopes: Values[] = [{ scopes: ["Terminating"] }, { scopeSelector: { matchExpressions: [] } }];
        for (const scope of scopes)
            assert.deepEqual(outcome({ namespace, quota: quota({ hard: amounts, ...scope }), limits }), noQuota);
    });

    it("wants limits for containers, be they defaults or maxima", () => {
        const withLimits = (...each: Values[]) => outcome({ namespace, whole, range: range(each) });
        assert.deepEqual(withLimits({ type: "Container", max: defaults }), clean);
        assert.deepEqual(withLimits({ type: "Container", max: { cpu: "1" }, default: { memory: "1Gi" } }), clean);
        assert.deepEqual(withLimits({ type: "Pod", max: { cpu: "1" } }, { type: "Container", max: defaults }), clean);
        assert.deepEqual(withLimits({ type: "Pod", max: defaults }), noRange);
        assert.deepEqual(withLimits({ max: defaults }), noRange);
        assert.deepEqual(withLimits({ type: "Container", max: { cpu: "1" } }), noRange);
    });

    it("judges limits that are left out", () => {
        assert.deepEqual(outcome({ namespace, whole, range: range([]) }), noRange);
        assert.deepEqual(outcome({ namespace, whole, range: rangeWith({}) }), {
            findings: [...noRange.findings, "spec.limits"],
            undecided: [],
        });
    });

    it("goes by dependencies where the namespace is not known yet", () => {
        const later = (dependencies: Record<string, string[]>): SampleResource => ({
            type: "kubernetes:core/v1:ResourceQuota",
            inputs: { metadata: { namespace: unknown }, spec: { hard: amounts } },
            dependencies,
        });
        assert.deepEqual(outcome({ namespace, limits, quota: later({ metadata: ["namespace"] }) }), clean);
        assert.deepEqual(outcome({ namespace, limits, quota: later({}) }), {
            findings: [],
            undecided: ['metadata.namespace of kubernetes:core/v1:ResourceQuota "quota"'],
        });
    });
});
