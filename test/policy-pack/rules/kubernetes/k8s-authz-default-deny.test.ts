// Does not prove what Istio makes of a policy: it knows what the policies of a stack say.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes/k8s-authz-default-deny";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const found = (...findings: string[]) => ({ findings, undecided: [] });
const noDenial = found("");
const noCallers = found("spec.servers");

const security = "kubernetes:security.istio.io";
const ingress = "aks-istio-ingress";
const pods = { istio: "aks-istio-ingressgateway-internal" };
const selector = { matchLabels: pods };
const issuer = "https://login.microsoftonline.com/tenant/v2.0";
const gateway = (hosts: Value = ["one.contoso.internal"], labels: Value = pods, version = "v1"): SampleResource => ({
    type: `kubernetes:networking.istio.io/${version}:Gateway`,
    inputs: { spec: { selector: labels, servers: [{ hosts }] } },
});
const policy = (spec: object, namespace = ingress, version = "v1"): SampleResource => ({
    type: `${security}/${version}:AuthorizationPolicy`,
    inputs: { metadata: { namespace }, spec: spec as Value },
});
const tokens = (changes: object = {}, spec: object = {}, namespace = ingress): SampleResource => ({
    type: `${security}/v1:RequestAuthentication`,
    inputs: {
        metadata: { namespace },
        spec: { selector, jwtRules: [{ issuer, audiences: ["one"], ...changes }], ...spec },
    },
});
const when = (claims: object) =>
    Object.entries(claims).map(([claim, value]) => ({ key: `request.auth.claims[${claim}]`, values: [value] }));
const callers = (changes: object = {}, spec: object = {}) =>
    policy({
        selector,
        action: "ALLOW",
        rules: [
            {
                to: [{ operation: { hosts: ["one.contoso.internal"] } }],
                when: when({ aud: "one", oid: "gateway" }),
                ...changes,
            },
        ],
        ...spec,
    });
const nothing = policy({ selector });

describe("k8s-authz-default-deny", () => {
    describe("of a gateway", () => {
        it("lets pass what a server of ours has, in every version of the API", () => {
            for (const version of ["v1", "v1beta1", "v1alpha3"])
                assert.deepEqual(
                    outcome({ g: gateway(undefined, pods, version), nothing, callers: callers(), tokens: tokens() }),
                    clean,
                );
            const older = policy({ selector }, ingress, "v1beta1");
            assert.deepEqual(outcome({ g: gateway(), older, callers: callers(), tokens: tokens() }), clean);
        });

        it("wants a denial for its pods, where they are", () => {
            const others = { g: gateway(), callers: callers(), tokens: tokens() };
            for (const nothing of [
                policy({ selector }, "mcp-one"),
                policy({ selector: { matchLabels: { istio: "another" } } }),
                policy({ selector: { matchLabels: { ...pods, app: "another" } } }),
                policy({ targetRef: { kind: "Gateway", name: "another" } }),
                policy({ targetRefs: [{ kind: "Gateway", name: "another" }] }),
                policy({ selector, action: "DENY" }),
                policy({ selector, action: "AUDIT" }),
            ])
                assert.deepEqual(outcome({ ...others, nothing }), noDenial);
            for (const nothing of [policy({}), policy({ selector, action: "ALLOW", rules: [] })])
                assert.deepEqual(outcome({ ...others, nothing }), clean);
            assert.deepEqual(outcome({ ...others, g: gateway(["one.contoso.internal"], {}), nothing }).findings, [
                "",
                "spec.servers",
            ]);
        });

        it("wants callers for each host", () => {
            const hosts = ["one.contoso.internal", "two.contoso.internal"];
            const one = { nothing, callers: callers(), tokens: tokens() };
            assert.deepEqual(outcome({ ...one, g: gateway(hosts) }), noCallers);
            const both = callers({ to: [{ operation: { hosts } }] });
            assert.deepEqual(outcome({ ...one, callers: both, g: gateway(hosts) }), clean);
            const two = callers({ to: [{ operation: { hosts: ["two.contoso.internal"] } }] });
            assert.deepEqual(
                outcome({ ...one, two, g: gateway(["./one.contoso.internal", "mcp-two/two.contoso.internal"]) }),
                clean,
            );
        });

        it("takes no policy for callers that lets nobody through, or is for other pods", () => {
            for (const spec of [
                { action: "DENY" },
                { selector: { matchLabels: { istio: "another" } } },
                { targetRef: { kind: "Gateway", name: "another" } },
            ])
                assert.deepEqual(
                    outcome({ g: gateway(), nothing, callers: callers({}, spec), tokens: tokens() }),
                    noCallers,
                );
        });

        it("wants the token to be checked there, for every audience of the policy", () => {
            const given = { g: gateway(), nothing, callers: callers() };
            for (const other of [
                tokens({ audiences: ["two"] }),
                tokens({}, {}, "mcp-one"),
                tokens({}, { selector: { matchLabels: { istio: "another" } } }),
            ])
                assert.deepEqual(outcome({ ...given, other }), noCallers);
            assert.deepEqual(
                outcome({ ...given, a: tokens({ audiences: ["two", "one"] }), b: tokens({ audiences: ["two"] }) }),
                clean,
            );
            const jwtRules = ["two", "one"].map((audience) => ({ issuer, audiences: [audience] }));
            assert.deepEqual(outcome({ ...given, several: tokens({}, { jwtRules }) }), clean);
            const both = callers({
                when: [...when({ oid: "gateway" }), { key: "request.auth.audiences", values: ["one", "two"] }],
            });
            assert.deepEqual(outcome({ ...given, callers: both, tokens: tokens() }), noCallers);
            assert.deepEqual(
                outcome({ ...given, callers: both, a: tokens(), b: tokens({ audiences: ["two"] }) }),
                clean,
            );
        });
    });

    describe("of a policy at the gateway", () => {
        it("wants hosts in full, whatever the port", () => {
            const hosts = (list: Value) => outcome({ callers: callers({ to: [{ operation: { hosts: list } }] }) });
            assert.deepEqual(hosts(["one.contoso.internal", "one.contoso.internal:*"]), clean);
            for (const list of [["*"], ["one.contoso.internal", "*.contoso.internal"], ["one*:*"], []])
                assert.deepEqual(hosts(list), found("spec.rules"));
            const operation = { hosts: ["one.contoso.internal"] };
            assert.deepEqual(
                outcome({ callers: callers({ to: [{ operation }, { operation: {} }] }) }),
                found("spec.rules"),
            );
        });

        it("wants the audience and the caller, exactly", () => {
            for (const claims of [
                { aud: "one", oid: "gateway" },
                { aud: "one", azp: "server", scp: "mcp.execute" },
            ])
                assert.deepEqual(outcome({ callers: callers({ when: when(claims) }) }), clean);
            for (const claims of [
                {},
                { aud: "one" },
                { oid: "gateway" },
                { aud: "*", oid: "x" },
                { aud: "one", azp: "x*" },
                { aud: "one", sub: "x" },
            ])
                assert.deepEqual(outcome({ callers: callers({ when: when(claims) }) }), found("spec.rules"));
            const several = [...when({ oid: "gateway" }), { key: "request.auth.claims[aud]", values: ["one", "*"] }];
            assert.deepEqual(outcome({ callers: callers({ when: several }) }), found("spec.rules"));
        });

        it("wants that of each rule, but not of what lets nothing through", () => {
            const good = { to: [{ operation: { hosts: ["one"] } }], when: when({ aud: "one", oid: "gateway" }) };
            assert.deepEqual(outcome({ a: policy({ rules: [good, {}] }) }), found("spec.rules"));
            for (const action of ["DENY", "AUDIT"])
                assert.deepEqual(outcome({ a: policy({ action, rules: [{}] }) }), clean);
        });

        it("lets nobody else decide", () => {
            for (const namespace of [ingress, "monitoring"])
                assert.deepEqual(
                    outcome({ a: policy({ action: "CUSTOM", rules: [{}] }, namespace) }),
                    found("spec.action"),
                );
        });

        it("finds in a preview what is wrong whatever the rest will be", () => {
            const wrong = callers({
                to: [{ operation: { hosts: ["*"] } }],
                when: when({ aud: unknown, oid: unknown }),
            });
            assert.deepEqual(outcome({ wrong }), found("spec.rules"));
            const { findings, undecided } = outcome({
                right: callers({ when: when({ aud: unknown, oid: "gateway" }) }),
            });
            assert.deepEqual(findings, []);
            assert.equal(undecided.length, 1);
        });
    });

    it("wants policies in the mesh to name principals", () => {
        const from = (...principals: Value[]) => ({
            from: principals.map((each) => ({ source: { principals: each } })),
        });
        const inMesh = (rule: object) => outcome({ a: policy({ rules: [rule] }, "monitoring") });
        assert.deepEqual(inMesh(from(["cluster.local/ns/a/sa/b"], ["cluster.local/ns/a/sa/c"])), clean);
        for (const rule of [{}, from(), from(["a"], []), from(["a", "*"]), from(["cluster.local/ns/*"])])
            assert.deepEqual(inMesh(rule), found("spec.rules"));
    });

    it("wants tokens of one tenant, for an audience", () => {
        assert.deepEqual(outcome({ a: tokens() }), clean);
        for (const tenant of ["common", "organizations", "consumers", "*"])
            assert.deepEqual(
                outcome({ a: tokens({ issuer: `https://login.microsoftonline.com/${tenant}/v2.0` }) }),
                found("spec.jwtRules"),
            );
        for (const changes of [{ issuer: "" }, { issuer: "http://login.contoso.internal" }, { audiences: [] }])
            assert.deepEqual(outcome({ a: tokens(changes) }), found("spec.jwtRules"));
        const jwtRules = [{ issuer, audiences: ["one"] }, { issuer }];
        assert.deepEqual(outcome({ a: tokens({}, { jwtRules }) }), found("spec.jwtRules"));
        assert.deepEqual(outcome({ a: tokens({}, { jwtRules: [] }) }), found("spec.jwtRules"));
    });

    it("wants keys of the issuer's own host", () => {
        const host = "https://login.microsoftonline.com";
        for (const jwksUri of [
            `${host}/tenant/discovery/v2.0/keys`,
            `${host}:443/keys`,
            "HTTPS://Login.MicrosoftOnline.com/k",
        ])
            assert.deepEqual(outcome({ a: tokens({ jwksUri }) }), clean, jwksUri);
        for (const jwksUri of [
            "https://evil.example/keys",
            `${host}.evil.example/keys`,
            `${host}@evil.example/keys`,
            `${host}:8443/keys`,
            "http://login.microsoftonline.com/keys",
            "keys",
        ])
            assert.deepEqual(outcome({ a: tokens({ jwksUri }) }), found("spec.jwtRules"), jwksUri);
        for (const jwks of ['{"keys":[]}', ""])
            assert.deepEqual(outcome({ a: tokens({ jwks }) }), found("spec.jwtRules"));
    });

    it("wants every setting of a Telemetry to log everything", () => {
        const telemetry = (spec: Value, version = "v1"): SampleResource => ({
            type: `kubernetes:telemetry.istio.io/${version}:Telemetry`,
            inputs: { metadata: { namespace: ingress }, spec },
        });
        const log = { providers: [{ name: "envoy" }] };
        for (const version of ["v1", "v1alpha1"]) {
            for (const spec of [{}, { tracing: [] }, { accessLogging: [log, { ...log, disabled: false }] }] as Value[])
                assert.deepEqual(outcome({ a: telemetry(spec, version) }), clean);
            for (const less of [{ disabled: true }, { filter: {} }, { match: { mode: "SERVER" } }])
                assert.deepEqual(
                    outcome({ a: telemetry({ accessLogging: [log, { ...log, ...less }] }, version) }),
                    found("spec.accessLogging"),
                );
        }
    });

    describe("of a namespace", () => {
        const namespace = (labels: object): SampleResource => ({
            type: "kubernetes:core/v1:Namespace",
            inputs: { metadata: { name: "monitoring", labels: labels as Value } },
        });
        const meshed = namespace({ "istio.io/rev": "asm-1-27" });

        it("wants a denial of everything in one that is in the mesh", () => {
            assert.deepEqual(outcome({ meshed, nothing: policy({}, "monitoring") }), clean);
            for (const other of [
                policy({}, "mcp-one"),
                policy({ selector }, "monitoring"),
                policy({ targetRef: { kind: "Service", name: "one" } }, "monitoring"),
                policy({ action: "DENY" }, "monitoring"),
                policy({ rules: [{ from: [{ source: { principals: ["a"] } }] }] }, "monitoring"),
            ])
                assert.deepEqual(outcome({ meshed, other }), noDenial);
        });

        it("wants none elsewhere", () => {
            for (const labels of [{}, { "istio-injection": "disabled" }])
                assert.deepEqual(outcome({ n: namespace(labels) }), clean);
        });
    });
});
