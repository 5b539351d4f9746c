// Does not prove that anything runs: the API server and its controllers are real, but there are no nodes and no AKS.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { kubernetesPackage } from "../../local/kubernetes";
import { ApiError } from "../../local/kubernetes/api-error";
import type { Cluster } from "../../local/kubernetes/cluster";
import { LocalCluster } from "../../local/kubernetes/local-cluster";
import { type ProviderServer, serveProvider } from "../../local/provider/server";
import { KubernetesStack, type Objects } from "./kubernetes-stack";

const team = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "team", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
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
    this.timeout(60_000);

    const folder = mkdtempSync(path.join(os.tmpdir(), "cluster-"));
    const local = new LocalCluster({ folder, log: () => {} });
    let cluster: Cluster;
    let provider: ProviderServer;
    let stack: KubernetesStack;

    before(async () => {
        provider = await serveProvider(kubernetesPackage(local), 0);
        stack = await new KubernetesStack(provider.port).create();
    });
    after(async () => {
        await provider.close();
        await local.stop();
        stack.remove();
        rmSync(folder, { recursive: true });
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
        const files = ["kubeconfig", "tokens.csv", "service-account.key"].map((file) => path.join(folder, file));
        const modes = execFileSync("ls", ["-l", ...files], { encoding: "utf8" })
            .trim()
            .split("\n");
        assert.deepEqual(
            modes.map((line) => line.slice(0, 10)),
            Array(3).fill("-rw-------"),
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

    it("changes nothing the second time, nor after a refresh", async () => {
        assert.deepEqual(await stack.preview(all), {});
        await stack.refresh();
        assert.deepEqual(await stack.preview(all), {});
    });

    it("updates in place, and owns what it wrote from then on", async () => {
        const labels = { ...team.metadata.labels, tier: "gold" };
        const changed = { ...all, team: { ...team, metadata: { name: "team", labels } } };
        assert.deepEqual(await stack.preview(changed), { team: "update" });
        assert.equal((await live("v1", "Namespace", "team")).metadata.labels.tier, undefined);
        await stack.up(changed);
        const { metadata } = await live("v1", "Namespace", "team");
        assert.equal(metadata.labels.tier, "gold");
        const { team: resource } = await stack.resources();
        const owner = metadata.managedFields.find(({ operation }: { operation: string }) => operation === "Apply");
        assert.equal(owner.manager, resource?.outputs.__fieldManager);

        await stack.up(all);
        assert.equal((await live("v1", "Namespace", "team")).metadata.labels.tier, undefined);
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
        await stack.up(fine);
        assert.equal(await live("apps/v1", "Deployment", "weak"), undefined);
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
