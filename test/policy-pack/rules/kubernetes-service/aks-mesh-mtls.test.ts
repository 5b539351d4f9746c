// Does not prove that a pod takes mutual TLS only: the configuration of its proxy is checked with its component.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes-service/aks-mesh-mtls";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const found = (path: string) => ({ findings: [path], undecided: [] });

const networking = "kubernetes:networking.istio.io";
const host = "one.mcp-one.svc.cluster.local";
const namespace = (labels: object = {}, name: Value = "mcp-one"): SampleResource => ({
    type: "kubernetes:core/v1:Namespace",
    inputs: { metadata: { name, labels: labels as Value } },
});
const peers = (spec: Value, name = "aks-istio-system", version = "v1"): SampleResource => ({
    type: `kubernetes:security.istio.io/${version}:PeerAuthentication`,
    inputs: { metadata: { namespace: name }, spec },
});
const strict = peers({ mtls: { mode: "STRICT" } });
const mutual = { mode: "MUTUAL", credentialName: "mcp-ingress-client", subjectAltNames: ["one.contoso.internal"] };
const destination = (trafficPolicy: object, name: Value = host, version = "v1"): SampleResource => ({
    type: `${networking}/${version}:DestinationRule`,
    inputs: { metadata: { namespace: "mcp-one" }, spec: { host: name, trafficPolicy: trafficPolicy as Value } },
});
const route = (spec: object, version = "v1"): SampleResource => ({
    type: `${networking}/${version}:VirtualService`,
    inputs: { metadata: { namespace: "mcp-one" }, spec: spec as Value },
});
const to = (name: Value) => [{ route: [{ destination: { host: name } }] }];

describe("aks-mesh-mtls", () => {
    describe("of a cluster", () => {
        const cluster = (mode: Value): SampleResource => ({
            type: "containerservice:ManagedCluster",
            inputs: { serviceMeshProfile: { mode } },
        });
        const open = found("serviceMeshProfile.mode");

        it("wants a mesh to be strict everywhere", () => {
            assert.deepEqual(outcome({ cluster: cluster("Istio"), ours: namespace(), strict }), clean);
            for (const version of ["v1beta1"]) {
                const older = peers({ mtls: { mode: "STRICT" } }, "aks-istio-system", version);
                assert.deepEqual(outcome({ cluster: cluster("Istio"), ours: namespace(), older }), clean);
            }
            assert.deepEqual(outcome({ cluster: cluster("Istio"), ours: namespace() }), open);
        });

        it("does not take for that what is for one namespace, for some pods, or not strict", () => {
            for (const other of [
                peers({ mtls: { mode: "STRICT" } }, "mcp-one"),
                peers({ mtls: { mode: "STRICT" }, selector: {} }),
            ])
                assert.deepEqual(outcome({ cluster: cluster("Istio"), ours: namespace(), other }), open);
            const loose = peers({ mtls: { mode: "PERMISSIVE" } });
            assert.deepEqual(outcome({ cluster: cluster("Istio"), ours: namespace(), loose }).findings.sort(), [
                "serviceMeshProfile.mode",
                "spec.mtls.mode",
            ]);
        });

        it("asks no cluster without a mesh, and no stack that leaves the cluster to others", () => {
            for (const mode of ["Disabled", ""])
                assert.deepEqual(outcome({ cluster: cluster(mode), ours: namespace() }), clean);
            assert.deepEqual(outcome({ cluster: cluster("Istio") }), clean);
        });
    });

    it("wants every port of whatever is in the mesh to be strict", () => {
        for (const version of ["v1", "v1beta1"]) {
            const ports = { 80: { mode: "STRICT" }, 81: { mode: "STRICT" } };
            assert.deepEqual(
                outcome({ a: peers({ mtls: { mode: "STRICT" }, portLevelMtls: ports }, "x", version) }),
                clean,
            );
            for (const mode of ["PERMISSIVE", "UNSET", "DISABLE", ""]) {
                assert.deepEqual(outcome({ a: peers({ mtls: { mode } }, "x", version) }), found("spec.mtls.mode"));
                const portLevelMtls = { ...ports, 82: { mode } };
                assert.deepEqual(
                    outcome({ a: peers({ mtls: { mode: "STRICT" }, portLevelMtls }, "x", version) }),
                    found("spec.mtls.mode"),
                );
            }
        }
    });

    it("wants whoever sends outside of the mesh to know to whom, in every version of the API", () => {
        for (const version of ["v1", "v1beta1", "v1alpha3"]) {
            assert.deepEqual(outcome({ a: destination({ tls: mutual }, host, version) }), clean);
            for (const changes of [
                { mode: "SIMPLE" },
                { mode: "DISABLE" },
                { mode: "" },
                { credentialName: "" },
                { subjectAltNames: [] },
                { insecureSkipVerify: true },
            ])
                assert.deepEqual(
                    outcome({ a: destination({ tls: { ...mutual, ...changes } }, host, version) }),
                    found("spec.trafficPolicy"),
                    JSON.stringify(changes),
                );
        }
    });

    it("finds a port or subset that is another than the rest", () => {
        const loose = { tls: { mode: "DISABLE" } };
        const port = destination({ tls: mutual, portLevelSettings: [{ tls: mutual }, loose] });
        assert.deepEqual(outcome({ port }), found("spec.trafficPolicy"));
        const silent = destination({ tls: mutual, portLevelSettings: [{ tls: mutual }, { port: { number: 1 } }] });
        assert.deepEqual(outcome({ silent }), found("spec.trafficPolicy"));
        const subset = (trafficPolicy: Value): SampleResource => ({
            type: `${networking}/v1:DestinationRule`,
            inputs: { spec: { host, trafficPolicy: { tls: mutual }, subsets: [{ name: "a" }, { trafficPolicy }] } },
        });
        assert.deepEqual(outcome({ a: subset(loose) }), found("spec.trafficPolicy"));
        assert.deepEqual(
            outcome({ a: subset({ portLevelSettings: [{ port: { number: 1 } }, loose] }) }),
            found("spec.trafficPolicy"),
        );
        assert.deepEqual(
            outcome({ a: subset({ portLevelSettings: [{ tls: mutual }, {}] }) }),
            found("spec.trafficPolicy"),
        );
        for (const same of [{ tls: mutual }, { loadBalancer: {} }, { portLevelSettings: [{ tls: mutual }] }] as Value[])
            assert.deepEqual(outcome({ a: subset(same) }), clean);
    });

    it("wants every destination rule to say it, and no tunnel around the service", () => {
        for (const nothing of [destination({}), destination({ loadBalancer: {} })])
            assert.deepEqual(outcome({ nothing }), found("spec.trafficPolicy"));
        const tunnel = { targetHost: "attacker.example", targetPort: 443 };
        assert.deepEqual(outcome({ a: destination({ tls: mutual, tunnel }) }), found("spec.trafficPolicy"));
        const subsets: Value = [{ name: "a" }, { trafficPolicy: { tunnel } }];
        const inSubset: SampleResource = {
            type: `${networking}/v1:DestinationRule`,
            inputs: { spec: { host, trafficPolicy: { tls: mutual }, subsets } },
        };
        assert.deepEqual(outcome({ inSubset }), found("spec.trafficPolicy"));
    });

    it("wants mutual TLS to every destination of every kind of route", () => {
        const rule = destination({ tls: mutual });
        const missing = found("");
        for (const protocol of ["http", "tcp", "tls"])
            for (const version of ["v1", "v1beta1", "v1alpha3"]) {
                assert.deepEqual(outcome({ rule, a: route({ [protocol]: to(host) }, version) }), clean);
                const other = [...to(host), ...to("two.mcp-two.svc.cluster.local")];
                assert.deepEqual(outcome({ rule, a: route({ [protocol]: other }, version) }), missing);
            }
        const elsewhere = { host: "two.mcp-two.svc.cluster.local" };
        for (const copy of [{ mirror: elsewhere }, { mirrors: [{ destination: elsewhere }] }])
            assert.deepEqual(outcome({ rule, a: route({ http: [{ ...to(host)[0], ...copy }] }) }), missing);
        assert.deepEqual(outcome({ rule, a: route({ http: [{ redirect: {} }] }) }), clean);
    });

    it("knows the short name of a service, and takes no other host for it", () => {
        for (const rule of [destination({ tls: mutual }, "one"), destination({ tls: mutual })]) {
            for (const name of ["one", host]) assert.deepEqual(outcome({ rule, a: route({ http: to(name) }) }), clean);
            // Istio completes no name that has a dot
            for (const name of ["two", "one.mcp-one", "one.mcp-one.svc", "one.mcp-one.attacker.example"])
                assert.deepEqual(outcome({ rule, a: route({ http: to(name) }) }), found(""), name);
        }
        const other = destination({ tls: mutual }, "one.mcp-one");
        assert.deepEqual(outcome({ rule: other, a: route({ http: to(host) }) }), found(""));
    });

    it("does not take for mutual TLS to a pod what is for pods in the mesh", () => {
        const rule = destination({ tls: { mode: "ISTIO_MUTUAL" } });
        assert.deepEqual(outcome({ rule, a: route({ http: to(host) }) }), found(""));
    });

    it("leaves to the mesh what is in it", () => {
        const a = route({ http: to(host) });
        for (const labels of [{ "istio-injection": "enabled" }, { "istio.io/rev": "asm-1-27" }]) {
            assert.deepEqual(outcome({ a, ours: namespace(labels) }), clean);
            assert.deepEqual(outcome({ a, ours: namespace(labels, "mcp-two") }), found(""));
            for (const name of ["one.mcp-one.attacker.example", "a.one.mcp-one.svc.cluster.local", `${host}.example`])
                assert.deepEqual(outcome({ a: route({ http: to(name) }), ours: namespace(labels) }), found(""));
        }
        for (const labels of [
            {},
            { "istio-injection": "disabled" },
            { "istio-injection": "disabled", "istio.io/rev": "asm" },
        ])
            assert.deepEqual(outcome({ a, ours: namespace(labels) }), found(""));
    });

    it("is undecided where a host is unknown", () => {
        const { undecided } = outcome({ a: route({ http: to(unknown) }) });
        assert.deepEqual(undecided, [`spec.http of ${networking}/v1:VirtualService "a"`]);
        assert.deepEqual(outcome({ a: route({ http: to(host) }), rule: destination({ tls: mutual }, unknown) }), {
            findings: [],
            undecided: [`spec.host of ${networking}/v1:DestinationRule "rule"`],
        });
    });
});
