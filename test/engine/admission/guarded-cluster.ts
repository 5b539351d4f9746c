import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ClusterGuards, ClusterIngress } from "../../../components";
import { clusterFiles } from "../../../local/kubernetes/api-server/files";
import type { Cluster } from "../../../local/kubernetes/cluster";
import { LocalCluster } from "../../../local/kubernetes/local-cluster";
import { clusterIngressArgs } from "../../components/cluster-ingress/sample-args";
import { capture } from "../../support/capture";
import { type Requester, Requests } from "./requester";
import {
    changed,
    goodNamespace,
    goodPod,
    goodServiceAccount,
    limits,
    loginServer,
    namespace,
    quota,
    responderGroupId,
    type Sample,
    serverSamples,
    unguardedNamespace,
} from "./sample-objects";

/** Milliseconds after which something is waited for in vain. */
const patience = 30_000;

const everybody = "system:authenticated";

/** Azure's control plane. */
export const azure: Requester = { user: "aks", groups: ["system:masters", everybody] };

/** May do everything that roles allow, as the administrators of Azure's own role. */
export const administrator: Requester = { user: "admin@contoso.example", groups: ["administrators", everybody] };

/** Has what the namespace gives to its responders. */
export const responder: Requester = { user: "responder@contoso.example", groups: [responderGroupId, everybody] };

/** Has a role of Azure for shells, too, as responders get for a time. */
export const activeResponder: Requester = { ...responder, groups: [responderGroupId, "shells", everybody] };

/** Has that role, but is no responder. */
export const outsider: Requester = { user: "outsider@contoso.example", groups: ["shells", everybody] };

/** Asks for tokens of pods. */
export const node: Requester = { user: "system:node:tools-0", groups: ["system:nodes", "administrators", everybody] };

/** The server, to which somebody has given every right. */
export const serverAccount = accountIn(namespace, "orders");

/** A controller of Azure. */
export const controller = accountIn("kube-system", "controller");

/** What brings objects from a repository. */
export const flux = accountIn("flux-system", "kustomize-controller");

function accountIn(home: string, name: string): Requester {
    const groups = ["system:serviceaccounts", `system:serviceaccounts:${home}`, "administrators", everybody];
    return { user: `system:serviceaccount:${home}:${name}`, groups };
}

/** A cluster with the guards in force and, deployed by an administrator after them, a server with as many pods as its quota allows. */
export class GuardedCluster {
    private constructor(
        readonly cluster: Cluster,
        readonly requests: Requests,
        /** The guards as the component makes them. */
        readonly guards: readonly Sample[],
        /** What the API server records. */
        readonly auditLog: string,
        private readonly end: () => Promise<void>,
    ) {}

    static async start(): Promise<GuardedCluster> {
        const folder = mkdtempSync(path.join(os.tmpdir(), "guards-"));
        const local = new LocalCluster({ folder, log: () => {} });
        const cluster = await local.use();
        const requests = new Requests(cluster);
        const guards = await guardObjects();
        const end = async () => {
            requests.close();
            await local.stop();
            rmSync(folder, { recursive: true });
        };
        const guarded = new GuardedCluster(cluster, requests, guards, clusterFiles(folder).auditLog, end);
        try {
            await guarded.prepare();
            return guarded;
        } catch (error) {
            await end();
            throw error;
        }
    }

    stop(): Promise<void> {
        return this.end();
    }

    /** Puts the object there, by whom everything is allowed that no guard refuses. */
    async put(object: Sample): Promise<void> {
        await this.cluster.apply(object, { fieldManager: "test", dryRun: false, force: true });
    }

    /** Waits until it is so: policies, quotas and accounts come into force when their controllers have seen them. */
    async until(isSo: () => Promise<boolean>): Promise<void> {
        const end = Date.now() + patience;
        while (!(await isSo())) {
            if (Date.now() > end) throw new Error(`It is still not so: ${isSo}`);
            await delay(50);
        }
    }

    /** A namespace like that of the server, without quota. */
    namespaceOf(name: string): Sample[] {
        return [
            { ...goodNamespace, metadata: { ...goodNamespace.metadata, name } },
            ...[limits, goodServiceAccount].map((object) => ({
                ...object,
                metadata: { ...object.metadata, namespace: name },
            })),
        ];
    }

    private async prepare(): Promise<void> {
        const elsewhere = changed(quota, ({ metadata }) => {
            metadata.namespace = unguardedNamespace;
        });
        await this.put(elsewhere);
        for (const object of [...rights, ...this.guards, ...canary]) await this.put(object);
        const feather = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "canary", namespace: "default" } };
        await this.until(async () => (await this.requests.create(feather, administrator)).status === 422);
        for (const object of [...(await ingressObjects()), ...serverSamples]) {
            const { status, body } = await this.requests.apply(object, administrator);
            if (status >= 300) throw new Error(`${object.kind} ${object.metadata.name}: ${body.message}`);
        }
        await this.usedPods(2);
        for (const name of ["orders-0", "orders-1"]) {
            await this.put({ ...goodPod, metadata: { ...goodPod.metadata, name } });
        }
        await this.usedPods(4);
        await this.usedPods(0, elsewhere);
    }

    /** Waits until a quota, by default that of the server's namespace, counts that many pods; a deployment makes its own. */
    private async usedPods(count: number, of: Sample = quota): Promise<void> {
        await this.until(async () => {
            const { status }: Sample = await this.cluster.get(of);
            return status?.used?.pods === String(count);
        });
    }
}

const guardObjects = () => objectsOf(() => new ClusterGuards("guards", { loginServer, responderGroupId }));
const ingressObjects = () => objectsOf(() => new ClusterIngress("ingress", clusterIngressArgs));

/** What a component gives to the API server. */
async function objectsOf(build: () => unknown): Promise<Sample[]> {
    const { resources } = await capture(build);
    return resources.filter(({ type }) => type.startsWith("kubernetes:")).map(({ inputs }) => inputs);
}

const clusterRole = (name: string, rules: object[]) => ({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name },
    rules,
});

const everywhere = (role: string, groupName: string) => ({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: groupName },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: groupName }],
});

/** What roles of Azure allow there. */
const rights = [
    everywhere("cluster-admin", "administrators"),
    clusterRole("shells", [
        {
            apiGroups: [""],
            resources: ["pods/exec", "pods/attach", "pods/portforward", "pods/proxy"],
            verbs: ["create", "get"],
        },
        { apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["get", "patch", "update"] },
        { apiGroups: [""], resources: ["pods"], verbs: ["get"] },
    ]),
    everywhere("shells", "shells"),
];

/** Comes into force after all that was there before. */
const canary = [
    {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicy",
        metadata: { name: "canary" },
        spec: {
            matchConstraints: {
                resourceRules: [
                    { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] },
                ],
            },
            validations: [{ expression: 'object.metadata.name != "canary"' }],
        },
    },
    {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicyBinding",
        metadata: { name: "canary" },
        spec: { policyName: "canary", validationActions: ["Deny"] },
    },
];
