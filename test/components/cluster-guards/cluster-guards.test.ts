// Does not prove that a guard refuses anything: test/engine/admission.test.ts asks a real API server.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ClusterGuards, type ClusterGuardsArgs } from "../../../components";
import { clusterGuardsProblems } from "../../../components/cluster-guards/cluster-guards";
import { guardBinding } from "../../../components/cluster-guards/guard";
import { createObject, waitingFor } from "../../../components/shared";
import { systemNamespaces } from "../../../policy-pack/rules/kubernetes/namespace";
import { type Capture, capture } from "../../support/capture";

const args = {
    loginServer: "crcontoso.azurecr.io",
    responderGroupId: "33333333-3333-4333-8333-000000000051",
} as const satisfies ClusterGuardsArgs;

const types = {
    policy: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
    binding: "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
};

const guards = [
    "azure-objects",
    "default-namespace",
    "destinations",
    "gateways",
    "images",
    "ingresses",
    "isolation",
    "namespaces",
    "network-policies",
    "network-rules",
    "node-proxy",
    "pod-tokens",
    "quarantines",
    "role-bindings",
    "roles",
    "routes",
    "sandboxing",
    "secret-variables",
    "secrets",
    "service-accounts",
    "services",
    "shells",
    "system-mesh",
    "system-objects",
    "system-workloads",
    "token-requests",
    "volumes",
];

/** Those that hold in the namespaces of Azure only. */
const ofAzure = ["system-mesh", "system-objects", "system-workloads"];

const captureGuards = (changes: Partial<ClusterGuardsArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new ClusterGuards("guards", { ...args, ...changes }), { preview });

const demandsOf = (captured: Capture, guard: string): string[] =>
    captured
        .only(types.policy, `guards-${guard}`)
        .inputs.spec.validations.map(({ expression }: { expression: string }) => expression);

describe("ClusterGuards", () => {
    let captured: Capture;

    before(async () => {
        captured = await captureGuards();
    });

    it("consists of a policy and a binding for each guard", () => {
        assert.deepEqual(
            captured.typesAndNames(),
            [
                ...guards.map((guard) => `${types.policy} guards-${guard}`),
                ...guards.map((guard) => `${types.binding} guards-${guard}-binding`),
            ].sort(),
        );
    });

    for (const guard of guards) {
        it(`refuses when ${guard} cannot be evaluated, and lets nothing past it`, () => {
            const { inputs } = captured.only(types.policy, `guards-${guard}`);
            assert.deepEqual(inputs.metadata, { name: `mcp-${guard}` });
            assert.equal(inputs.spec.failurePolicy, "Fail");
            assert.deepEqual(
                Object.keys(inputs.spec).filter((field) => !["variables"].includes(field)),
                ["failurePolicy", "matchConstraints", "validations"],
            );
            const { namespaceSelector, ...constraints } = inputs.spec.matchConstraints;
            assert.deepEqual(Object.keys(constraints), ["matchPolicy", "resourceRules"]);
            assert.equal(constraints.matchPolicy, "Equivalent");
            for (const { apiVersions } of constraints.resourceRules) assert.deepEqual(apiVersions, ["*"]);
            for (const { key, operator } of namespaceSelector?.matchExpressions ?? []) {
                assert.equal(key, "kubernetes.io/metadata.name");
                assert.equal(operator, ofAzure.includes(guard) ? "In" : "NotIn");
            }
            for (const { reason } of inputs.spec.validations) assert.equal(reason, "Forbidden");
        });

        it(`has ${guard} in force everywhere, and written down when it refuses`, () => {
            const { inputs } = captured.only(types.binding, `guards-${guard}-binding`);
            assert.deepEqual(inputs, {
                apiVersion: "admissionregistration.k8s.io/v1",
                kind: "ValidatingAdmissionPolicyBinding",
                metadata: { name: `mcp-${guard}` },
                spec: { policyName: `mcp-${guard}`, validationActions: ["Deny", "Audit"] },
            });
            assert.deepEqual(captured.waitsFor()[`guards-${guard}-binding`], [`guards-${guard}`]);
        });
    }

    it("leaves out the namespaces of Azure and no others", () => {
        const left = captured
            .all(types.policy)
            .map(({ inputs }) => inputs.spec.matchConstraints.namespaceSelector?.matchExpressions[0].values ?? []);
        const system = [
            "aks-istio-egress",
            "aks-istio-ingress",
            "aks-istio-system",
            "flux-system",
            "gatekeeper-system",
            "kube-node-lease",
            "kube-public",
            "kube-system",
        ];
        assert.deepEqual(systemNamespaces, system, "the policy pack has another list");
        const withIngress = system.filter((namespace) => namespace !== "aks-istio-ingress");
        const distinct = [...new Set(left.map((values) => JSON.stringify(values)))].sort();
        assert.deepEqual(distinct, [[], system, withIngress].map((values) => JSON.stringify(values)).sort());
    });

    it("has registry and responders as literals", async () => {
        assert.deepEqual(demandsOf(captured, "images"), [
            'variables.containers.all(c, c.?image.orValue("").startsWith("crcontoso.azurecr.io/") && c.?image.orValue("").matches("^[^@]+@sha256:[0-9a-f]{64}$"))',
            'variables.volumes.all(v, !has(v.image) || v.image.?reference.orValue("").startsWith("crcontoso.azurecr.io/") && v.image.?reference.orValue("").matches("^[^@]+@sha256:[0-9a-f]{64}$"))',
        ]);
        assert.deepEqual(demandsOf(captured, "shells"), [
            'variables.system || ("33333333-3333-4333-8333-000000000051" in request.userInfo.?groups.orValue([]))',
            "!variables.system || variables.azure",
        ]);
    });

    it("opens no shell to anybody without a group of responders, and asks nobody to be one", async () => {
        const without = await captureGuards({ responderGroupId: undefined });
        assert.deepEqual(demandsOf(without, "shells"), [
            "variables.system || false",
            "!variables.system || variables.azure",
        ]);
        assert.ok(!without.typesAndNames().includes(`${types.policy} guards-quarantines`));
    });

    it("lets who responds only deny: the group, and the job that isolates", async () => {
        const isolatorId = pulumi.output("33333333-3333-4333-8333-000000000071");
        const denies =
            '(object.metadata.name == "quarantine" && has(object.spec) && !has(object.spec.ingress) && !has(object.spec.egress) && !has(object.specs))';
        const ofGroup = `!("33333333-3333-4333-8333-000000000051" in request.userInfo.?groups.orValue([])) || ${denies}`;
        const ofJob = `!(request.userInfo.username == "33333333-3333-4333-8333-000000000071") || ${denies}`;
        assert.deepEqual(demandsOf(captured, "quarantines"), [ofGroup]);
        assert.deepEqual(demandsOf(await captureGuards({ isolatorId }), "quarantines"), [ofGroup, ofJob]);
        const alone = await captureGuards({ isolatorId, responderGroupId: undefined });
        assert.deepEqual(demandsOf(alone, "quarantines"), [ofJob]);
        await assert.rejects(
            captureGuards({ isolatorId: pulumi.output('x" || true') }),
            /isolatorId is ".*"; it must be a GUID\.$/,
        );
    });

    it("says when every guard exists, and its name, also in a preview", async () => {
        const outputs: unknown[] = [];
        const waiting = await capture(
            () => {
                const { enforced } = new ClusterGuards("guards", args);
                enforced.apply((value) => outputs.push(value));
                createObject(
                    "last",
                    guardBinding("last"),
                    new pulumi.ComponentResource("test:index:Last", "parent"),
                    waitingFor(enforced),
                );
            },
            { preview: true },
        );
        assert.deepEqual(outputs, ["guards"]);
        assert.deepEqual(
            waiting.waitsFor().last,
            guards.map((guard) => `guards-${guard}-binding`),
        );
    });

    it("knows everything in a preview, also when another resource gives the registry", async () => {
        const preview = await captureGuards({ loginServer: pulumi.output(args.loginServer) }, true);
        assert.deepEqual(
            preview.resources.flatMap(({ unknownPaths }) => unknownPaths),
            [],
        );
    });
});

describe("clusterGuardsProblems", () => {
    const cases: [string, Partial<ClusterGuardsArgs>, string[]][] = [
        ["none in good arguments", {}, []],
        ["nothing yet in a registry from elsewhere", { loginServer: pulumi.output("x") }, []],
        [
            "a registry that is none of Azure's",
            { loginServer: "docker.io" },
            [
                'loginServer is "docker.io"; it must be the host of an Azure container registry, for example "crcontoso.azurecr.io".',
            ],
        ],
        [
            "a registry that is more than a host",
            { loginServer: "crcontoso.azurecr.io/team" },
            [
                'loginServer is "crcontoso.azurecr.io/team"; it must be the host of an Azure container registry, for example "crcontoso.azurecr.io".',
            ],
        ],
        [
            "an identity that is none",
            { isolatorId: "isolate-namespace" },
            ['isolatorId is "isolate-namespace"; it must be a GUID.'],
        ],
        [
            "a group that is none",
            { responderGroupId: "responders" },
            ['responderGroupId is "responders"; it must be a GUID.'],
        ],
    ];

    for (const [name, changes, problems] of cases) {
        it(`finds ${name}`, () => assert.deepEqual(clusterGuardsProblems("guards", { ...args, ...changes }), problems));
    }

    it("are all in the one error that stops the component", async () => {
        await assert.rejects(captureGuards({ loginServer: "docker.io", responderGroupId: "responders" }), {
            message: [
                'ClusterGuards "guards" has 2 problems:',
                '  - loginServer is "docker.io"; it must be the host of an Azure container registry, for example "crcontoso.azurecr.io".',
                '  - responderGroupId is "responders"; it must be a GUID.',
            ].join("\n"),
        });
    });

    it("are found in a registry from elsewhere once it is known", async () => {
        await assert.rejects(
            captureGuards({ loginServer: pulumi.output("docker.io") }),
            /"spec": loginServer is "docker\.io"; it must be the host of an Azure container registry, for example "crcontoso\.azurecr\.io"\.$/,
        );
    });
});
