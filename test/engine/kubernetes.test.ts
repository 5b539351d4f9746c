// Does not prove that anything runs: the API server and its controllers are real, but there are no nodes and no AKS.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { startCloud } from "../../local/cloud/client";
import { creationsIn, settled } from "../../local/cloud/creation";
import { kubernetesPackage } from "../../local/kubernetes";
import { ApiError } from "../../local/kubernetes/api-error";
import type { Cluster } from "../../local/kubernetes/cluster";
import { objectMade } from "../../local/kubernetes/creation-note";
import { LocalCluster } from "../../local/kubernetes/local-cluster";
import { removeObject } from "../../local/kubernetes/made-object";
import { type ProviderServer, serveProvider } from "../../local/provider/server";
import { MemoryStore } from "../local/cloud/memory-store";
import { KubernetesStack, type Objects } from "./kubernetes-stack";

const team = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "team", labels: { "pod-security.kubernetes.io/enforce": "restricted", stage: "first" } },
};
const settings = { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace: "team" }, data: { level: "info" } };
const login = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "login", namespace: "team" },
    stringData: { password: { secret: "hunter2" } },
};
const restricted = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
};
const container = {
    name: "server",
    image: "example.test/server:1",
    resources: { limits: { cpu: "1000m", memory: "128Mi" } },
    securityContext: restricted,
};
const deployment = (template: object) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "server", namespace: "team" },
    spec: {
        replicas: 1,
        selector: { matchLabels: { app: "server" } },
        template: { metadata: { labels: { app: "server" } }, spec: template },
    },
    dependsOn: ["team"],
});
const server = deployment({ containers: [container], hostNetwork: false });
const traffic = {
    apiVersion: "cilium.io/v2",
    kind: "CiliumNetworkPolicy",
    metadata: { name: "egress", namespace: "team" },
    spec: { endpointSelector: {}, egress: [{ toFQDNs: [{ matchName: "api.example.test" }] }] },
};
const all: Objects = {
    team,
    settings: { ...settings, dependsOn: ["team"] },
    login: { ...login, dependsOn: ["team"] },
    server,
    traffic: { ...traffic, dependsOn: ["team"] },
};

describe("the Kubernetes provider on the real engine and API server", function () {
    this.timeout(240_000);

    /** As the local cloud has it. */
    const home = mkdtempSync(path.join(os.tmpdir(), "cluster-"));
    const folder = path.join(home, "kubernetes");
    const local = new LocalCluster({ folder, log: () => {} });
    const store = new MemoryStore();
    let cluster: Cluster;
    let provider: ProviderServer;
    let stack: KubernetesStack;

    before(async () => {
        provider = await serveProvider(kubernetesPackage(local, store), 0);
        stack = await new KubernetesStack(provider.port).create();
    });
    after(async () => {
        await provider.close();
        await local.stop();
        stack.remove();
        rmSync(home, { recursive: true });
    });

    const object = (apiVersion: string, kind: string, name: string, namespace = "team") => ({
        apiVersion,
        kind,
        metadata: { name, namespace },
    });

    /** Undefined when it does not exist. */
    // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever is there
    async function live(...identity: Parameters<typeof object>): Promise<any> {
        return cluster.get(object(...identity)).catch((error) => {
            assert.ok(error instanceof ApiError && error.status === 404, error);
        });
    }

    it("has a cluster that ends with the process that started it, also when that is killed, and keeps what exists", async () => {
        const script = `
                const { LocalCluster } = require(${JSON.stringify(require.resolve("../../local/kubernetes/local-cluster"))});
                const kept = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "kept" }, data: { a: "b" } };
                new LocalCluster({ folder: ${JSON.stringify(folder)}, log: console.error }).use()
                    .then((cluster) => cluster.create(kept, { fieldManager: "test", dryRun: false }))
                    .then(() => console.log("ready"));
            `;
        const parent = spawn(process.execPath, ["--import", "tsx", "--eval", script], {
            stdio: ["ignore", "pipe", "inherit"],
        });
        for await (const line of createInterface({ input: parent.stdout as Readable })) {
            assert.equal(line, "ready");
            break;
        }
        const children = childrenOf(parent.pid as number);
        assert.equal(children.length, 2);
        parent.kill("SIGKILL");
        await once(parent, "exit");
        while (children.some(isRunning)) {
            await delay(20);
        }
        cluster = await local.use();
        assert.deepEqual((await live("v1", "ConfigMap", "kept", "default")).data, { a: "b" });
    });

    it("has a cluster for its user only", async () => {
        const secret = ["kubeconfig", "controllers.kubeconfig", "tokens.csv", "service-account.key", "audit.log"];
        const files = secret.map((file) => path.join(folder, file));
        const modes = execFileSync("ls", ["-l", ...files], { encoding: "utf8" })
            .trim()
            .split("\n");
        assert.deepEqual(
            modes.map((line) => line.slice(0, 10)),
            secret.map(() => "-rw-------"),
        );
    });

    it("previews what is not there yet, and creates nothing", async () => {
        const created = Object.fromEntries(Object.keys(all).map((name) => [name, "create"]));
        assert.deepEqual(await stack.preview(all), { "objects-test": "create", cluster: "create", ...created });
        assert.equal(await live("v1", "Namespace", "team"), undefined);
    });

    it("creates, and keeps live objects, inputs and owner in the state, secrets encrypted", async () => {
        await stack.up(all);
        const { settings: map, login: secret, traffic: policy, team: namespace } = await stack.resources();
        assert.match(map?.id ?? "", /^team\/settings-[0-9a-f]{8}$/);
        assert.equal(namespace?.id, "team");
        assert.equal(policy?.id, "team/egress");
        assert.deepEqual(map?.outputs.__inputs, {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: {
                annotations: { "pulumi.com/autonamed": "true" },
                name: map?.id.slice("team/".length),
                namespace: "team",
            },
            data: { level: "info" },
        });
        assert.equal(map?.outputs.__initialApiVersion, "v1");
        assert.match(map?.outputs.__fieldManager, /^pulumi-kubernetes-[0-9a-f]{8}$/);
        assert.match(map?.outputs.metadata.uid, /^[0-9a-f-]{36}$/);

        const encoded = Buffer.from("hunter2").toString("base64");
        assert.equal((await live("v1", "Secret", "login")).data.password, encoded);
        const state = await stack.exportState();
        assert.equal(state.includes(encoded) || state.includes("hunter2"), false);
        assert.equal(JSON.parse(secret?.outputs.data.plaintext).password, encoded);
        assert.equal(JSON.parse(secret?.outputs.__inputs.data.plaintext).password, encoded);
    });

    it("notes what it creates and nothing that is refused, so that a creation without an answer can be taken back", async () => {
        const resources = await stack.resources();
        const notes = () => creationsIn(store, "urn:pulumi:test::objects::");
        const { traffic: policy, settings: map } = resources;
        assert.deepEqual(
            notes().map(({ urn, id }) => [urn, id]),
            Object.keys(all)
                .map((name) => [resources[name]?.urn, resources[name]?.id])
                .sort(),
        );
        const note = notes().find(({ urn }) => urn === map?.urn) ?? assert.fail("no note");
        assert.deepEqual(objectMade(note), {
            apiVersion: "v1",
            kind: "ConfigMap",
            namespace: "team",
            name: map?.outputs.metadata.name,
            uid: map?.outputs.metadata.uid,
        });
        assert.equal(JSON.stringify(notes()).includes("hunter2"), false);

        await store.write(notes().map(settled));
        const bad = { ...traffic, metadata: { name: "bad", namespace: "team" }, spec: { egress: [{}, "none"] } };
        await assert.rejects(stack.up({ ...all, bad, twice: { ...traffic, dependsOn: ["team"] } }));
        assert.deepEqual(notes(), []);
        assert.deepEqual(await stack.resources(), resources);
        assert.ok(policy);
    });

    it("has objects that can be removed for good, but only those that are meant", async () => {
        const held = {
            ...settings,
            metadata: { name: "held", namespace: "default", finalizers: ["example.test/nobody"] },
        };
        const { body } = await cluster.create(held, { fieldManager: "test", dryRun: false });
        const made = { apiVersion: "v1", kind: "ConfigMap", namespace: "default", name: "held" };
        const { uid } = body.metadata as { uid: string };

        assert.equal(await removeObject(cluster, { ...made, uid: "another one" }), false);
        assert.ok(await live("v1", "ConfigMap", "held", "default"));
        assert.equal(await removeObject(cluster, { ...made, uid }), true);
        assert.equal(await live("v1", "ConfigMap", "held", "default"), undefined);
        assert.equal(await removeObject(cluster, made), false);
        assert.equal(await removeObject(cluster, { ...made, apiVersion: "example.test/v1", kind: "Thing" }), false);

        const shared = { ...settings, metadata: { name: "shared", namespace: "default" }, data: { theirs: "1" } };
        const ours = { ...shared, data: { ours: "2" } };
        await cluster.create(shared, { fieldManager: "test", dryRun: false });
        await cluster.apply(ours, { fieldManager: "us", dryRun: false, force: false });
        assert.equal(await removeObject(cluster, { ...made, name: "shared", fieldManager: "us" }), true);
        assert.deepEqual((await live("v1", "ConfigMap", "shared", "default")).data, { theirs: "1" });
    });

    it("changes nothing the second time, nor after a refresh", async () => {
        assert.deepEqual(await stack.preview(all), {});
        await stack.refresh();
        assert.deepEqual(await stack.preview(all), {});
    });

    it("updates in place, and owns what it wrote from then on", async () => {
        const { stage: _, ...rest } = team.metadata.labels;
        const labels = { ...rest, tier: "gold" };
        const changed = { ...all, team: { ...team, metadata: { name: "team", labels } } };
        assert.deepEqual(await stack.preview(changed), { team: "update" });
        assert.equal((await live("v1", "Namespace", "team")).metadata.labels.tier, undefined);
        await stack.up(changed);
        const { metadata } = await live("v1", "Namespace", "team");
        assert.equal(metadata.labels.tier, "gold");
        assert.equal(metadata.labels.stage, undefined, "a label of the creating request stays");
        const { team: resource } = await stack.resources();
        const owner = metadata.managedFields.find(({ operation }: { operation: string }) => operation === "Apply");
        assert.equal(owner.manager, resource?.outputs.__fieldManager);
    });

    it("replaces the data of a map: beside the old one, or before it when it has a name", async () => {
        const fixed = { ...settings, metadata: { name: "fixed", namespace: "team" } };
        await stack.up({ ...all, fixed });
        const before = await stack.resources();
        const data = { level: "debug" };
        const changed = { ...all, settings: { ...all.settings, data }, fixed: { ...fixed, data } };
        assert.deepEqual(await stack.preview(changed), { settings: "replace", fixed: "replace" });
        await stack.up(changed);
        const after = await stack.resources();
        assert.notEqual(after.settings?.id, before.settings?.id);
        assert.equal(await live("v1", "ConfigMap", before.settings?.outputs.metadata.name), undefined);
        assert.equal(after.fixed?.id, before.fixed?.id);
        assert.notEqual(after.fixed?.outputs.metadata.uid, before.fixed?.outputs.metadata.uid);
        assert.deepEqual((await live("v1", "ConfigMap", "fixed")).data, data);
        await stack.up({ ...all, settings: { ...all.settings, data } });
        assert.equal(await live("v1", "ConfigMap", "fixed"), undefined);
    });

    const metadata = { name: "bad", namespace: "team" };
    const istio = "security.istio.io/v1";
    const refusals: Record<
        string,
        { bad: Record<string, unknown> & { apiVersion: string; kind: string }; words: string }
    > = {
        "a pod that the level of its namespace forbids": {
            bad: {
                apiVersion: "v1",
                kind: "Pod",
                metadata,
                spec: { containers: [{ ...container, securityContext: {} }] },
            },
            words:
                'pods "bad" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false ' +
                '(container "server" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities ' +
                '(container "server" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or ' +
                'container "server" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "server" ' +
                'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
        },
        "a value that the schema of a custom resource forbids": {
            bad: {
                ...traffic,
                metadata,
                spec: {
                    endpointSelector: {},
                    egress: [{ toPorts: [{ ports: [{ port: "53", protocol: "UPD" }] }] }],
                },
            },
            words:
                'CiliumNetworkPolicy.cilium.io "bad" is invalid: [spec.egress[0].toPorts[0].ports[0].protocol: ' +
                'Unsupported value: "UPD": supported values: "TCP", "UDP", "SCTP", "VRRP", "IGMP", "GRE", "IPIP", "IPV6", "ESP", "AH", "ANY"',
        },
        "a combination that an expression of a custom resource forbids": {
            bad: {
                apiVersion: istio,
                kind: "PeerAuthentication",
                metadata,
                spec: { portLevelMtls: { 8080: { mode: "STRICT" } } },
            },
            words: 'PeerAuthentication.security.istio.io "bad" is invalid: spec: Invalid value: portLevelMtls requires selector',
        },
        "a field that a built-in kind does not have": {
            bad: {
                apiVersion: "networking.k8s.io/v1",
                kind: "NetworkPolicy",
                metadata,
                spec: { podSelector: {}, ingres: [] },
            },
            words: 'NetworkPolicy in version "v1" cannot be handled as a NetworkPolicy: strict decoding error: unknown field "spec.ingres"',
        },
        "a field that a custom resource does not have": {
            bad: { ...traffic, metadata, spec: { endpointSelector: {}, egres: [] } },
            words: 'CiliumNetworkPolicy in version "v2" cannot be handled as a CiliumNetworkPolicy: strict decoding error: unknown field "spec.egres"',
        },
    };
    for (const [title, { bad, words }] of Object.entries(refusals)) {
        it(`previews in its words that the API server refuses ${title}`, async () => {
            await assert.rejects(stack.run({ ...all, bad }, "preview"), ({ message }: Error) => {
                assert.ok(message.includes(words), message);
                return true;
            });
            assert.equal(await live(bad.apiVersion, bad.kind, "bad"), undefined);
        });
    }

    it("keeps a deployment whose pods are refused, with the reason, and updates it when they are not", async () => {
        const fine = { ...all, settings: { ...all.settings, data: { level: "debug" } } };
        const weak = { ...fine, weak: { ...deployment({ containers: [{ ...container, securityContext: {} }] }) } };
        Object.assign(weak.weak, { metadata: { name: "weak", namespace: "team" } });
        await assert.rejects(
            stack.up(weak),
            /\[FailedCreate\] pods "weak-.*" is forbidden: violates PodSecurity "restricted:latest"/,
        );
        const { weak: resource } = await stack.resources();
        assert.equal(resource?.id, "team/weak");
        assert.match(
            resource?.initErrors?.[0] ?? "",
            /was successfully created, but the Kubernetes API server reported/,
        );

        await stack.up({
            ...fine,
            weak: { ...deployment({ containers: [container] }), metadata: { name: "weak", namespace: "team" } },
        });
        assert.equal((await live("apps/v1", "Deployment", "weak")).status.updatedReplicas, 1);
    });

    it("shows what admission warns of, already in the preview", async () => {
        const watched = {
            ...team,
            metadata: { name: "watched", labels: { "pod-security.kubernetes.io/warn": "baseline" } },
        };
        await cluster.create(watched, { fieldManager: "test", dryRun: false });
        const privileged = deployment({ containers: [{ ...container, securityContext: { privileged: true } }] });
        const bad = { ...privileged, metadata: { name: "bad", namespace: "watched" } };
        const output = await stack.run({ ...all, bad }, "preview");
        assert.ok(
            output.includes(
                'warning: would violate PodSecurity "baseline:latest": privileged (container "server" must not set ' +
                    "securityContext.privileged=true)",
            ),
            output,
        );
    });

    it("does not take a field from another owner, and says from whom, unless it is told to", async () => {
        const rival = { ...team, metadata: { name: "team", labels: { tier: "theirs" } } };
        await cluster.apply(rival, { fieldManager: "rival", dryRun: false, force: true });
        const labels = { ...team.metadata.labels, tier: "ours" };
        const claimed = (annotations: object) => ({
            ...all,
            team: { ...team, metadata: { name: "team", labels, annotations } },
        });
        const { team: before } = await stack.resources();
        for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
            await assert.rejects(stack.run(claimed({}), ...command), ({ message }: Error) => {
                for (const words of [
                    "server-side apply field conflict detected, see https://www.pulumi.com/registry/packages/kubernetes/",
                    `The resource managed by field manager "${before?.outputs.__fieldManager}" had an apply conflict: ` +
                        'Apply failed with 1 conflict: conflict with "rival": .metadata.labels.tier',
                ]) {
                    assert.ok(message.includes(words), message);
                }
                return true;
            });
        }
        assert.equal((await live("v1", "Namespace", "team")).metadata.labels.tier, "theirs");

        await stack.up(claimed({ "pulumi.com/patchForce": "true" }));
        assert.equal((await live("v1", "Namespace", "team")).metadata.labels.tier, "ours");
        await stack.up(all);
        assert.equal((await live("v1", "Namespace", "team")).metadata.labels.tier, undefined);
    });

    it("sees drift in a refresh and repairs it", async () => {
        await cluster.patch(team, [{ op: "remove", path: "/metadata/labels/pod-security.kubernetes.io~1enforce" }]);
        await cluster.delete(object("v1", "Secret", "login"), "Background");
        assert.deepEqual(await stack.preview(all), {});
        await stack.refresh();
        assert.deepEqual(await stack.preview(all), { team: "update", login: "create" });
        await stack.up(all);
        const { metadata } = await live("v1", "Namespace", "team");
        assert.equal(metadata.labels["pod-security.kubernetes.io/enforce"], "restricted");
        assert.notEqual(await live("v1", "Secret", "login"), undefined);
        assert.deepEqual(await stack.preview(all), {});
    });

    it("imports what exists, and leaves alone what the program ignores", async () => {
        const kept = { ...settings, metadata: { name: "kept", namespace: "default" }, data: { a: "b" } };
        const ignoreChanges = ["metadata.labels"];
        const imported = { ...all, kept: { ...kept, options: { import: "default/kept", ignoreChanges } } };
        await stack.up(imported);
        assert.deepEqual(await stack.preview(imported), {});
        const labelled = { ...kept, metadata: { ...kept.metadata, labels: { by: "hand" } } };
        await cluster.apply(labelled, { fieldManager: "rival", dryRun: false, force: true });
        await stack.refresh();
        assert.deepEqual(await stack.preview(imported), {});
        await stack.up({ ...all, kept: { ...kept, options: { retainOnDelete: true } } });
        await stack.up(all);
        assert.deepEqual((await live("v1", "ConfigMap", "kept", "default")).metadata.labels, { by: "hand" });
    });

    describe("beside what others have made", () => {
        const shared = { ...settings, metadata: { name: "beside", namespace: "default" } };
        let beside: KubernetesStack;

        before(async () => {
            cluster = await local.use();
            await cluster.create(shared, { fieldManager: "test", dryRun: false });
        });
        afterEach(() => beside.remove());

        it("owns some fields with a patch, and gives them back", async () => {
            const patch = { ...shared, patch: true, data: { more: "ours" } };
            beside = await new KubernetesStack(provider.port).create();
            await beside.up({ patch });
            const both = { level: "info", more: "ours" };
            assert.deepEqual((await live("v1", "ConfigMap", "beside", "default")).data, both);
            assert.deepEqual(await beside.preview({ patch }), {});
            await beside.destroy();
            assert.deepEqual((await live("v1", "ConfigMap", "beside", "default")).data, shared.data);
        });

        it("takes over an object whose existence is no error with upsertExistingObjects", async () => {
            const taken = { ...shared, data: { level: "debug" } };
            beside = await new KubernetesStack(provider.port).create();
            await assert.rejects(beside.up({ taken }), /configmaps "beside" already exists/);
            beside.remove();
            beside = await new KubernetesStack(provider.port, {
                upsertExistingObjects: true,
                enablePatchForce: true,
            }).create();
            await beside.up({ taken });
            assert.deepEqual((await live("v1", "ConfigMap", "beside", "default")).data, taken.data);
            assert.deepEqual(await beside.preview({ taken }), {});
            await beside.destroy();
            assert.equal(await live("v1", "ConfigMap", "beside", "default"), undefined);
        });

        it("does not wait for pods with skipAwait, and refuses to be told what to wait for", async () => {
            const strict = { ...team, metadata: { name: "strict", labels: team.metadata.labels } };
            const pods = deployment({ containers: [{ ...container, securityContext: {} }] });
            const annotated = (annotation: string) => ({
                ...pods,
                metadata: { name: "pods", namespace: "strict", annotations: { [annotation]: "true" } },
                dependsOn: ["strict"],
            });
            beside = await new KubernetesStack(provider.port).create();
            await beside.up({ strict, pods: annotated("pulumi.com/skipAwait") });
            assert.equal((await beside.resources()).pods?.initErrors, undefined);
            for (const annotation of ["replaceUnready", "timeoutSeconds", "waitFor"]) {
                await assert.rejects(
                    beside.run({ strict, pods: annotated(`pulumi.com/${annotation}`) }, "preview"),
                    new RegExp(`the annotation pulumi\\.com/${annotation} is not part of the local cloud`),
                );
            }
            await beside.destroy();
        });
    });

    it("creates a definition and an object of it in one go", async () => {
        const schema = {
            type: "object",
            x_kubernetes_preserve_unknown_fields: true,
            properties: { spec: { type: "object", properties: { size: { type: "integer" } } } },
        };
        const definition = {
            apiVersion: "apiextensions.k8s.io/v1",
            kind: "CustomResourceDefinition",
            metadata: { name: "things.example.test" },
            spec: {
                group: "example.test",
                names: { kind: "Thing", plural: "things" },
                scope: "Namespaced",
                versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: schema } }],
            },
        };
        const annotations = { "pulumi.com/deletionPropagationPolicy": "background" };
        const thing = {
            apiVersion: "example.test/v1",
            kind: "Thing",
            metadata: { name: "thing", namespace: "team", annotations },
            spec: { size: 3 },
            dependsOn: ["definition", "team"],
        };
        assert.deepEqual(await stack.preview({ ...all, definition, thing }), { definition: "create", thing: "create" });
        await stack.up({ ...all, definition, thing });
        assert.equal((await live("example.test/v1", "Thing", "thing")).spec.size, 3);
        assert.deepEqual(await stack.preview({ ...all, definition, thing }), {});
        await stack.up(all);
        assert.equal(await cluster.kindOf(thing), undefined);
    });

    it("deletes a namespace with all that is in it, also what others put there", async () => {
        await cluster.create(
            { ...settings, metadata: { name: "foreign", namespace: "team" } },
            { fieldManager: "test", dryRun: false },
        );
        await stack.destroy();
        assert.equal(await live("v1", "Namespace", "team"), undefined);
        await cluster.create({ ...team }, { fieldManager: "test", dryRun: false });
        assert.equal(await live("v1", "ConfigMap", "foreign"), undefined);
        assert.deepEqual(await stack.resources(), {});
    });

    it("writes manifests in place of a cluster when it is told to", async () => {
        const none = () => assert.fail("a cluster is used");
        const renderer = await serveProvider(
            kubernetesPackage({ prepare: none, use: none } as unknown as LocalCluster, store),
            0,
        );
        const manifests = path.join(home, "manifests");
        const rendered = await new KubernetesStack(renderer.port, { renderYamlToDirectory: manifests }).create();
        try {
            const files = () => readdirSync(path.join(manifests, "1-manifest")).sort();
            await rendered.preview({ team, login });
            assert.equal(existsSync(manifests), false);
            const output = await rendered.up({ team, login });
            assert.match(
                output,
                /warning: rendered file .*v1-secret-team-login\.yaml contains a secret value in plaintext/,
            );
            assert.deepEqual(files(), ["v1-namespace-default-team.yaml", "v1-secret-team-login.yaml"]);
            assert.equal(
                readFileSync(path.join(manifests, "1-manifest", "v1-namespace-default-team.yaml"), "utf8"),
                "apiVersion: v1\nkind: Namespace\nmetadata:\n  labels:\n    pod-security.kubernetes.io/enforce: restricted\n    stage: first\n  name: team\n",
            );
            assert.deepEqual(await rendered.preview({ team, login }), {});
            await rendered.up({ team });
            assert.deepEqual(files(), ["v1-namespace-default-team.yaml"]);
            await rendered.destroy();
            assert.deepEqual(files(), []);
        } finally {
            await renderer.close();
            rendered.remove();
        }
    });

    it("writes every manifest anew with alwaysRender, and shows each as an update without changes", async () => {
        const none = () => assert.fail("a cluster is used");
        const renderer = await serveProvider(
            kubernetesPackage({ prepare: none, use: none } as unknown as LocalCluster, store),
            0,
        );
        const manifests = path.join(home, "always");
        const rendered = await new KubernetesStack(renderer.port, {
            renderYamlToDirectory: manifests,
            alwaysRender: true,
        }).create();
        const tree = () => {
            const folder = path.join(manifests, "1-manifest");
            return readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), "utf8")]);
        };
        try {
            const objects = { team, server, traffic };
            await rendered.up(objects);
            const first = tree();
            const { server: before } = await rendered.resources();
            assert.equal(first.length, 3);

            // as in a fresh checkout
            rmSync(manifests, { recursive: true });
            const updates = { team: "update", server: "update", traffic: "update" };
            assert.deepEqual(await rendered.preview(objects), updates);
            assert.equal(existsSync(manifests), false);
            await assert.rejects(rendered.run(objects, "up", "--yes", "--skip-preview", "--expect-no-changes"));
            assert.deepEqual(tree(), first);
            const { server: after } = await rendered.resources();
            assert.deepEqual([after?.inputs, after?.outputs], [before?.inputs, before?.outputs]);

            rmSync(manifests, { recursive: true });
            const output = await rendered.up({ team, server });
            assert.match(output, /~ 2 updated/);
            assert.match(output, /- 1 deleted/);
            assert.deepEqual(
                tree(),
                first.filter(([file]) => !file?.includes("ciliumnetworkpolicy")),
            );

            const moved = { ...server, metadata: { ...server.metadata, namespace: "other" } };
            assert.deepEqual((await rendered.preview({ team, server: moved })).team, "update");
            await rendered.up({ team, server: moved });
            assert.deepEqual(
                tree().map(([file]) => file),
                ["apps_v1-deployment-other-server.yaml", "v1-namespace-default-team.yaml"],
            );
        } finally {
            await renderer.close();
            rendered.remove();
        }
    });

    // a block of its own, because it ends the cluster that all others use
    describe("at last", () => {
        it("runs with the local cloud, which starts the cluster when it is asked for and ends it with itself", async () => {
            await provider.close();
            await local.stop();
            const cloud = await startCloud({ home, speed: 100_000 });
            const inCloud = await new KubernetesStack(cloud.providers.kubernetes as number).create();
            const processes = () => childrenOf(process.pid).flatMap(childrenOf).filter(isApiServer);
            try {
                assert.deepEqual(processes(), []);
                await inCloud.up({ map: { ...settings, metadata: { name: "map" } } });
                const running = processes();
                assert.equal(running.length, 2);
                await cloud.stop();
                assert.deepEqual(running.filter(isRunning), []);
            } finally {
                inCloud.remove();
            }
        });
    });
});

/** Processes that a process has started. */
function childrenOf(parent: number): number[] {
    const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
    return table
        .map((line) => line.trim().split(/\s+/).map(Number))
        .flatMap(([pid, ppid]) => (ppid === parent && pid ? [pid] : []));
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}

function isApiServer(pid: number): boolean {
    return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).includes("kube-apiserver");
}
