// Does not prove what Azure's own admission does, nor that anything runs: there are no nodes.
import assert from "node:assert/strict";
import { celList, celString } from "../../components/cluster-guards/cel";
import { podSecurityLabels } from "../../components/shared";
import { readAuditLog } from "../../local/kubernetes/audit-log";
import { judgeStack } from "../../policy-pack/engine/examples";
import { rules } from "../../policy-pack/rules";
import { contextOf } from "../policy-pack/judge";
import { resourceOf } from "../policy-pack/stack";
import { badObjects as mistakes } from "./admission/bad-objects";
import { goodObjects } from "./admission/good-objects";
import { GuardedCluster } from "./admission/guarded-cluster";
import { impostors, keeper } from "./admission/impostors";
import {
    activeResponder,
    administrator,
    azure,
    controller,
    flux,
    node,
    outsider,
    responder,
    serverAccount,
} from "./admission/people";
import type { Answer, Requester, Requests } from "./admission/requester";
import {
    changed,
    digest,
    goodClusterRoleBinding,
    goodDeployment,
    goodNamespace,
    goodPod,
    image,
    ingressService,
    namespace,
    quarantine,
    type Sample,
    secret,
    serverSamples,
} from "./admission/sample-objects";

const badObjects = [...mistakes, ...impostors];

describe("a cluster with guards", function () {
    this.timeout(120_000);
    let guarded: GuardedCluster;
    let requests: Requests;

    before(async () => {
        guarded = await GuardedCluster.start();
        ({ requests } = guarded);
    });
    after(() => guarded.stop());

    const podPath = `/api/v1/namespaces/${namespace}/pods/orders-0`;
    const isRefusedBy = (guard: string, { status, body }: Answer) => {
        assert.match(
            body.message,
            new RegExp(`ValidatingAdmissionPolicy 'mcp-${guard}' with binding 'mcp-${guard}' denied`),
        );
        assert.equal(status, 403);
    };
    const isAllowed = ({ status, body }: Answer) => assert.ok(status < 300, body.message);
    const hasNoRight = ({ status, body }: Answer) => {
        assert.match(body.message, / is forbidden: User "\S+" cannot /);
        assert.equal(status, 403);
    };

    describe("refuses", () => {
        for (const { what, object, refused, as = administrator } of badObjects) {
            it(what, async () => {
                const { status, body } = await requests.create(object, as);
                assert.match(body.message, refused);
                assert.equal(status, 403);
            });
        }
    });

    describe("lets through", () => {
        for (const [what, object] of Object.entries(goodObjects)) {
            it(what, async () => isAllowed(await requests.create(object, administrator)));
        }

        it("pods without sizes, and gives them some", async () => {
            const small = changed(goodPod, ({ metadata, spec }) => {
                metadata.namespace = "mcp-limits";
                delete spec.containers[0].resources;
            });
            for (const object of guarded.namespaceOf("mcp-limits")) await guarded.put(object);
            const { status, body } = await requests.create(small, administrator);
            assert.equal(status, 201, body.message);
            assert.deepEqual(body.spec.containers[0].resources.limits, {
                cpu: "100m",
                memory: "128Mi",
                "ephemeral-storage": "64Mi",
            });
        });
    });

    describe("has guards", () => {
        it("that mean what Kubernetes reads in them", async () => {
            const wrong = changed(guarded.guards[0], (guard) => {
                guard.metadata.name = "wrong";
                guard.spec.matchConstraints.resourceRules = [
                    { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
                ];
                guard.spec.variables = undefined;
                guard.spec.validations = [{ expression: "object.spec.hostNetwerk == true" }];
            });
            await guarded.put(wrong);
            const policies = [...guarded.guards.filter(({ kind }) => kind === "ValidatingAdmissionPolicy"), wrong];
            const warnings = await Promise.all(
                policies.map(async (policy) => {
                    let live: Sample;
                    await guarded.until(async () => {
                        live = await guarded.cluster.get(policy);
                        return live.status?.observedGeneration === live.metadata.generation;
                    });
                    return [policy.metadata.name, live.status.typeChecking?.expressionWarnings?.length ?? 0];
                }),
            );
            assert.equal(warnings.length, 28);
            assert.deepEqual(
                warnings.filter(([, count]) => count > 0),
                [["wrong", 1]],
            );
        });

        it("whose texts are the same in CEL, whatever they are", async () => {
            const texts = [
                '"',
                "\\",
                "\\u0022",
                "'",
                '"""',
                "\n",
                "\r\t\0",
                "\u2028",
                "\ufeff",
                "é😀",
                "{{x}}",
                "$" + "{x}",
                '" || true || "',
            ];
            const data = Object.fromEntries(texts.map((text, index) => [`k${index}`, text]));
            const values = texts.map((_, index) => `object.data.k${index}`);
            for (const object of probe(`[${values.join(", ")}] == ${celList(texts)}`)) await guarded.put(object);
            const map = (entries: Record<string, string>) => ({
                apiVersion: "v1",
                kind: "ConfigMap",
                metadata: { name: "probe", namespace: "default" },
                data: entries,
            });
            const refused = async (entries: Record<string, string>) =>
                (await requests.create(map(entries), administrator)).status === 422;
            await guarded.until(() => refused({ ...data, k0: "other" }));
            isAllowed(await requests.create(map(data), administrator));
            for (const key of Object.keys(data)) assert.ok(await refused({ ...data, [key]: "other" }), key);
        });

        it("that leave Azure alone in its namespaces", async () => {
            const agent = changed(goodPod, ({ metadata, spec }) => {
                Object.assign(metadata, { name: "agent", namespace: "gatekeeper-system" });
                Object.assign(spec, { hostNetwork: true, serviceAccountName: "default" });
                spec.containers[0].image = "mcr.microsoft.com/agent:1";
            });
            isAllowed(await requests.create(agent, controller));
        });

        it("whose refusals are in the audit log, with the guard and who asked", async () => {
            const before = (await readAuditLog(guarded.auditLog)).length;
            await requests.create(badObjects[0]?.object, administrator);
            await requests.send({ method: "POST", path: `${podPath}/exec?container=server&command=sh` }, outsider);
            await requests.create(quarantine, serverAccount);
            const failure = "validation.policy.admission.k8s.io/validation_failure";
            const refused = async () =>
                ((await readAuditLog(guarded.auditLog)) as Sample[])
                    .slice(before)
                    .filter(({ annotations, stage }) => annotations?.[failure] && stage === "ResponseComplete")
                    .map(({ annotations, impersonatedUser, objectRef, responseStatus, verb }) => [
                        JSON.parse(annotations[failure])[0].policy,
                        impersonatedUser.username,
                        verb,
                        [objectRef.resource, objectRef.subresource].filter(Boolean).join("/"),
                        responseStatus.code,
                    ]);
            await guarded.until(async () => (await refused()).length === 3);
            assert.deepEqual(await refused(), [
                ["mcp-images", administrator.user, "create", "deployments", 403],
                ["mcp-shells", outsider.user, "create", "pods/exec", 403],
                ["mcp-network-rules", serverAccount.user, "create", "ciliumnetworkpolicies", 403],
            ]);
        });
    });

    describe("keeps out of running pods", () => {
        const ways = [
            "exec?container=server&command=sh&stdout=true",
            "attach?container=server&stdout=true",
            "portforward?ports=8080",
            "proxy/",
        ];
        const open = (way: string, as: Requester) => requests.send({ method: "POST", path: `${podPath}/${way}` }, as);
        const debug = (as: Requester, from = image) => {
            const pod = { ...goodPod, metadata: { name: "orders-0", namespace } };
            const { securityContext } = goodPod.spec.containers[0];
            const ephemeralContainers = [{ name: "debug", image: from, securityContext }];
            return requests.patch(pod, { spec: { ephemeralContainers } }, as, { subresource: "ephemeralcontainers" });
        };

        for (const way of ways) {
            it(`whoever is no responder: ${way}`, async () => {
                for (const as of [outsider, administrator, serverAccount, azure])
                    isRefusedBy("shells", await open(way, as));
            });

            it(`responders without a role for it: ${way}`, async () => hasNoRight(await open(way, responder)));

            it(`nobody else: ${way}`, async () => {
                const { status, body } = await open(way, activeResponder);
                assert.match(body.message, /does not have a host assigned|no endpoints|address not allowed/);
                assert.notEqual(status, 403);
            });
        }

        it("containers for debugging, but for responders, and theirs unless they are ours", async () => {
            isRefusedBy("shells", await debug(outsider));
            hasNoRight(await debug(responder));
            isAllowed(await debug(activeResponder));
            isRefusedBy("images", await debug(activeResponder, `docker.io/library/busybox@${digest}`));
        });

        it("requests to services past network policies", async () => {
            const path = `/api/v1/namespaces/${namespace}/services/https:orders:443/proxy/`;
            isRefusedBy("shells", await requests.send({ method: "GET", path }, administrator));
        });

        it("commands to the node of a pod", async () => {
            const path = "/api/v1/nodes/tools-0/proxy/run/mcp-orders/orders-0/server?cmd=id";
            isRefusedBy("node-proxy", await requests.send({ method: "POST", path }, administrator));
        });
    });

    describe("has a namespace", () => {
        const change = (labels: Sample, as = administrator, subresource = "") =>
            requests.patch(goodNamespace, { metadata: { labels } }, as, { subresource });

        const kept = {
            ...Object.fromEntries(Object.keys(podSecurityLabels).map((label) => [label, "latest"])),
            "pod-security.kubernetes.io/enforce": "baseline",
            "pod-security.kubernetes.io/audit": "privileged",
            "pod-security.kubernetes.io/warn": "privileged",
            "data-classification": "secret",
            "mcp-tier": "platform",
        };
        for (const [label, other] of Object.entries(kept)) {
            it(`that keeps its label ${label}`, async () => {
                isRefusedBy("namespaces", await change({ [label]: null }));
                isRefusedBy("namespaces", await change({ [label]: other }));
            });
        }

        it("that keeps them also when something else about it is written", async () => {
            isRefusedBy("namespaces", await change({ "mcp-tier": null }, administrator, "status"));
            const path = `/api/v1/namespaces/${namespace}/finalize?dryRun=All`;
            const body = { ...goodNamespace, metadata: { name: namespace }, spec: { finalizers: ["kubernetes"] } };
            isRefusedBy("namespaces", await requests.send({ method: "PUT", path, body }, administrator));
        });

        it("that can get other labels, another class, and an end", async () => {
            isAllowed(await change({ team: "orders" }));
            isAllowed(await change({ "data-classification": "restricted" }));
            const path = `/api/v1/namespaces/${namespace}?dryRun=All`;
            isAllowed(await requests.send({ method: "DELETE", path }, administrator));
        });

        it("that holds no more files than its quota", async () => {
            const file = (index: number): Sample => ({
                apiVersion: "v1",
                kind: "ConfigMap",
                metadata: { name: `file-${index}`, namespace },
            });
            const have = async () => {
                const { body } = await requests.send({ method: "GET", path: configMaps }, administrator);
                return body.items.length as number;
            };
            const configMaps = `/api/v1/namespaces/${namespace}/configmaps`;
            const count = 8 - (await have());
            assert.ok(count > 0);
            for (let index = 0; index < count; index++) {
                isAllowed(await requests.create(file(index), administrator, { keep: true }));
            }
            const { status, body } = await requests.create(file(count), administrator);
            assert.match(
                body.message,
                /exceeded quota: orders, requested: configmaps=1, used: configmaps=8, limited: configmaps=8/,
            );
            assert.equal(status, 403);
            for (let index = 0; index < count; index++) {
                await requests.send({ method: "DELETE", path: `${configMaps}/file-${index}` }, administrator);
            }
        });

        it("whose name cannot be that of Azure's, but for Azure", async () => {
            const system = { apiVersion: "v1", kind: "Namespace", metadata: { name: "flux-system" } };
            isRefusedBy("namespaces", await requests.create(system, administrator));
            isRefusedBy("namespaces", await requests.create(system, flux));
            isAllowed(await requests.create(system, controller));
            isAllowed(await requests.create(system, azure));
        });
    });

    describe("has namespaces of Azure", () => {
        const address = (annotations: Sample, spec: Sample = undefined) => ({ metadata: { annotations }, spec });
        const gateway = { apiVersion: "apps/v1", kind: "Deployment" } as Sample;
        gateway.metadata = { name: "aks-istio-ingressgateway-internal-asm-1-27", namespace: "aks-istio-ingress" };
        const restart = (annotations: Sample, as: Requester) =>
            requests.patch(gateway, { spec: { template: { metadata: { annotations } } } }, as);

        it("where others restart pods, and change nothing about them", async () => {
            const now = { "kubectl.kubernetes.io/restartedAt": "2026-01-01T00:00:00Z" };
            for (const as of [administrator, controller]) isAllowed(await restart(now, as));
            isAllowed(await restart({ "inject.istio.io/templates": "other" }, controller));
            for (const other of [
                { ...now, "inject.istio.io/templates": "other" },
                { "inject.istio.io/templates": null },
            ]) {
                isRefusedBy("system-workloads", await restart(other, administrator));
            }
            const labels = { spec: { template: { metadata: { labels: { team: "orders" } } } } };
            isRefusedBy("system-workloads", await requests.patch(gateway, labels, administrator));
            const account = { spec: { template: { spec: { serviceAccountName: "other" } } } };
            isRefusedBy("system-workloads", await requests.patch(gateway, account, flux));
        });

        it("where others give the gateway its address, and nothing else", async () => {
            const key = "service.beta.kubernetes.io/azure-load-balancer-ipv4";
            for (const as of [administrator, flux, controller]) {
                isAllowed(await requests.patch(ingressService, address({ [key]: "10.20.3.9", note: "x" }), as));
            }
            const publicly = { "service.beta.kubernetes.io/azure-additional-public-ips": "203.0.113.9" };
            isRefusedBy("system-objects", await requests.patch(ingressService, address(publicly), administrator));
            const others = address({}, { selector: { istio: "other" } });
            isRefusedBy("system-objects", await requests.patch(ingressService, others, flux));
            isAllowed(await requests.patch(ingressService, others, controller));
        });

        it("where only Azure gets into pods", async () => {
            const path = "/api/v1/namespaces/aks-istio-ingress/pods/gateway/exec?command=sh";
            for (const as of [administrator, activeResponder, serverAccount, flux]) {
                isRefusedBy("shells", await requests.send({ method: "POST", path }, as));
            }
            const { status } = await requests.send({ method: "POST", path }, azure);
            assert.equal(status, 404);
        });

        it("where only nodes and Azure get tokens", async () => {
            const path = "/api/v1/namespaces/kube-system/serviceaccounts/default/token?dryRun=All";
            const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
            for (const as of [administrator, serverAccount, flux]) {
                isRefusedBy("system-objects", await requests.send({ method: "POST", path, body }, as));
            }
            for (const as of [node, azure]) isAllowed(await requests.send({ method: "POST", path, body }, as));
        });

        it("where Azure keeps secrets, and Flux in its own, where it runs nothing", async () => {
            const token = { ...secret, metadata: { name: "token", namespace: "kube-system" } };
            isAllowed(await requests.create(token, controller));
            isRefusedBy("system-objects", await requests.create(token, flux));
            const own = { apiVersion: "v1", kind: "Namespace", metadata: { name: "flux-system" } };
            await guarded.put(own);
            isAllowed(await requests.create({ ...token, metadata: { name: "token", namespace: "flux-system" } }, flux));
            const pod = { ...keeper, metadata: { ...keeper.metadata, namespace: "flux-system" } };
            isRefusedBy("system-workloads", await requests.create(pod, flux));
            await requests.send({ method: "DELETE", path: "/api/v1/namespaces/flux-system" }, azure);
        });
    });

    describe("gives tokens of a server", () => {
        const ask = (as: Requester) =>
            requests.send(
                {
                    method: "POST",
                    path: `/api/v1/namespaces/${namespace}/serviceaccounts/orders/token?dryRun=All`,
                    body: {
                        apiVersion: "authentication.k8s.io/v1",
                        kind: "TokenRequest",
                        spec: { audiences: ["api://AzureADTokenExchange"] },
                    },
                },
                as,
            );

        it("to nodes", async () => isAllowed(await ask(node)));

        it("to nobody else", async () => {
            for (const as of [administrator, serverAccount, controller]) isRefusedBy("token-requests", await ask(as));
            hasNoRight(await ask(responder));
        });
    });

    describe("lets the rules of the network be changed", () => {
        const policies: Sample[] = [
            quarantine,
            { ...quarantine, kind: "CiliumClusterwideNetworkPolicy", metadata: { name: "all" } },
            {
                apiVersion: "networking.k8s.io/v1",
                kind: "NetworkPolicy",
                metadata: { name: "all", namespace },
                spec: { podSelector: {}, policyTypes: ["Egress"] },
            },
            {
                apiVersion: "security.istio.io/v1",
                kind: "AuthorizationPolicy",
                metadata: { name: "all", namespace },
                spec: { action: "ALLOW", rules: [{}] },
            },
            {
                apiVersion: "security.istio.io/v1",
                kind: "PeerAuthentication",
                metadata: { name: "all", namespace },
                spec: { mtls: { mode: "DISABLE" } },
            },
            goodObjects["a gateway"],
            {
                ...serverSamples.find(({ kind }) => kind === "SecretProviderClass"),
                metadata: { name: "all", namespace },
            },
        ];

        for (const policy of policies) {
            it(`by who deploys them, not by who is in it: ${policy.kind}`, async () => {
                isRefusedBy("network-rules", await requests.create(policy, serverAccount));
                for (const as of [administrator, flux]) isAllowed(await requests.create(policy, as));
            });
        }

        it("and removed by the same", async () => {
            const policies = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`;
            for (const path of [`${policies}/default-deny?dryRun=All`, `${policies}?dryRun=All`]) {
                isRefusedBy("network-rules", await requests.send({ method: "DELETE", path }, serverAccount));
                isAllowed(await requests.send({ method: "DELETE", path }, controller));
            }
        });
    });

    describe("lets Flux be an administrator", () => {
        const own = { kind: "ServiceAccount", name: "flux-applier", namespace: "flux-system" };
        const binding: Sample = {
            ...goodClusterRoleBinding,
            metadata: { name: "flux-applier-binding" },
            roleRef: { ...goodClusterRoleBinding.roleRef, name: "cluster-admin" },
            subjects: [own],
        };
        const inNamespace = { ...binding, kind: "RoleBinding", metadata: { ...binding.metadata, namespace } };

        it("by the one binding that its extension makes, now and again", async () => {
            isAllowed(await requests.create(binding, flux, { keep: true }));
            isAllowed(await requests.patch(binding, { metadata: { labels: { a: "b" } } }, flux));
        });

        it("by nobody else", async () => {
            const again = { metadata: { labels: { a: "b" } } };
            for (const as of [administrator, serverAccount]) {
                isRefusedBy("role-bindings", await requests.patch(binding, again, as));
            }
        });

        const others: Record<string, Sample> = {
            "a binding of another name": { ...binding, metadata: { name: "flux-applier" } },
            "a binding for somebody else": { ...binding, subjects: [{ ...own, name: "default" }] },
            "a binding for an account elsewhere": { ...binding, subjects: [{ ...own, namespace }] },
            "a binding for somebody else as well": { ...binding, subjects: [own, ...goodClusterRoleBinding.subjects] },
            "a binding of another role": { ...binding, roleRef: { ...binding.roleRef, name: "system:node" } },
            "a binding in a namespace": inNamespace,
        };
        for (const [what, object] of Object.entries(others)) {
            it(`by nothing else: ${what}`, async () => {
                isRefusedBy("role-bindings", await requests.create(object, flux));
            });
        }
    });

    describe("has responders, who in their namespace", () => {
        const at = (path: string) => `/api/v1/namespaces/${namespace}/${path}`;
        const get = (path: string) => requests.send({ method: "GET", path: at(path) }, responder);

        it("see pods, and no secrets", async () => {
            isAllowed(await get("pods"));
            isAllowed(await get("configmaps"));
            hasNoRight(await get("secrets"));
        });

        it("isolate it, and restart and scale it", async () => {
            isAllowed(await requests.create(quarantine, responder));
            isAllowed(await requests.send({ method: "DELETE", path: at("pods/orders-0?dryRun=All") }, responder));
            const replicas = { spec: { replicas: 0 } };
            isAllowed(await requests.patch(goodDeployment, replicas, responder, { subresource: "scale" }));
        });

        it("change nothing else there", async () => {
            hasNoRight(await requests.create(goodDeployment, responder));
            hasNoRight(await requests.patch(goodDeployment, { metadata: { labels: { a: "b" } } }, responder));
            hasNoRight(await requests.create(goodPod, responder));
            hasNoRight(await requests.create(goodObjects["the role of a group"], responder));
            hasNoRight(await requests.patch(goodNamespace, { metadata: { labels: { a: "b" } } }, responder));
        });

        it("have no rights elsewhere", async () => {
            const elsewhere = changed(quarantine, ({ metadata }) => {
                metadata.namespace = "kube-system";
            });
            hasNoRight(await requests.create(elsewhere, responder));
        });
    });

    // after all requests
    describe("has refused something", () => {
        it("for every reason that a guard has", () => {
            const reasons = guarded.guards.flatMap(({ metadata, spec }) =>
                (spec.validations ?? []).map(({ message }: Sample) => `'${metadata.name}' denied request: ${message}`),
            );
            assert.deepEqual(
                reasons.filter((reason) => !requests.refusals.some((refusal) => refusal.endsWith(reason))),
                [],
            );
            assert.equal(new Set(reasons).size, 72);
        });
    });
});

describe("the policy pack finds what the cluster refuses", () => {
    const typeOf = ({ apiVersion, kind }: Sample) =>
        `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
    const inputsOf = ({ apiVersion: _, kind: _kind, ...inputs }: Sample) => inputs;

    for (const { what, object, rule: id } of badObjects) {
        if (id === undefined) continue;
        it(`${id}: ${what}`, () => {
            const rule = rules.find((each) => each.id === id) ?? assert.fail(`The policy pack has no rule ${id}.`);
            const stack = [
                resourceOf("namespace", { type: typeOf(goodNamespace), inputs: inputsOf(goodNamespace) }),
                resourceOf("bad", { type: typeOf(object), inputs: inputsOf(object) }),
            ];
            const findings = judgeStack(rule, stack, contextOf(rule))
                .filter(({ resource }) => resource.name === "bad")
                .flatMap(({ outcome }) => outcome.findings);
            assert.notDeepEqual(findings, []);
        });
    }
});

/** A policy on one ConfigMap, in force. */
function probe(expression: string): Sample[] {
    const metadata = { name: "probe" };
    return [
        {
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingAdmissionPolicy",
            metadata,
            spec: {
                matchConstraints: {
                    resourceRules: [
                        {
                            apiGroups: [""],
                            apiVersions: ["v1"],
                            operations: ["CREATE"],
                            resources: ["configmaps"],
                            resourceNames: ["probe"],
                        },
                    ],
                },
                validations: [{ expression: `object.metadata.name != ${celString("probe")} || ${expression}` }],
            },
        },
        {
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingAdmissionPolicyBinding",
            metadata,
            spec: { policyName: "probe", validationActions: ["Deny"] },
        },
    ];
}
