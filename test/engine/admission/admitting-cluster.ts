import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { clusterFiles } from "../../../local/kubernetes/api-server/files";
import type { Cluster } from "../../../local/kubernetes/cluster";
import { LocalCluster } from "../../../local/kubernetes/local-cluster";
import { administrator } from "./people";
import { Requests } from "./requester";
import type { Sample } from "./sample-objects";

/** Milliseconds after which something is waited for in vain. */
const patience = 30_000;

/** A cluster of a test, with people who have rights, and without guards. */
export class AdmittingCluster {
    readonly requests: Requests;
    #canaries = 0;

    protected constructor(
        readonly cluster: Cluster,
        /** What the API server records. */
        readonly auditLog: string,
        private readonly end: () => Promise<void>,
    ) {
        this.requests = new Requests(cluster);
    }

    static async start(): Promise<AdmittingCluster> {
        return new AdmittingCluster(...(await runCluster())).prepared();
    }

    async stop(): Promise<void> {
        this.requests.close();
        await this.end();
    }

    /** Puts the object there, by whom everything is allowed that no guard refuses. */
    async put(object: Sample): Promise<void> {
        await this.cluster.apply(object, { fieldManager: "test", dryRun: false, force: true });
    }

    /** Removes the object, with all that is in it or was made for it. */
    async remove(object: Sample): Promise<void> {
        await this.cluster.delete(object, "Foreground");
        await this.until(() =>
            this.cluster.get(object).then(
                () => false,
                (error) => error.status === 404,
            ),
        );
    }

    /** Waits until it is so: policies, quotas and accounts come into force when their controllers have seen them. */
    async until(isSo: () => Promise<boolean>): Promise<void> {
        const end = Date.now() + patience;
        while (!(await isSo())) {
            if (Date.now() > end) throw new Error(`It is still not so: ${isSo}`);
            await delay(50);
        }
    }

    /** Waits until the guards that are there, as they are now, are in force. */
    async guarded(): Promise<void> {
        const name = `canary-${++this.#canaries}`;
        for (const object of canary(name)) await this.put(object);
        const feather = { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default" } };
        await this.until(async () => (await this.requests.create(feather, administrator)).status === 422);
    }

    /** Ends when it cannot be prepared. */
    protected async prepared(): Promise<this> {
        try {
            await this.prepare();
            return this;
        } catch (error) {
            await this.stop();
            throw error;
        }
    }

    protected async prepare(): Promise<void> {
        for (const right of rights) await this.put(right);
    }
}

/** The cluster, where its audit log is, and how it ends. */
export async function runCluster(): Promise<[Cluster, string, () => Promise<void>]> {
    const folder = mkdtempSync(path.join(os.tmpdir(), "guards-"));
    const local = new LocalCluster({ folder, log: () => {} });
    const end = async () => {
        await local.stop();
        rmSync(folder, { recursive: true });
    };
    return [await local.use(), clusterFiles(folder).auditLog, end];
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
const canary = (name: string) => [
    {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicy",
        metadata: { name },
        spec: {
            matchConstraints: {
                resourceRules: [
                    { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] },
                ],
            },
            validations: [{ expression: `object.metadata.name != "${name}"` }],
        },
    },
    {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicyBinding",
        metadata: { name },
        spec: { policyName: name, validationActions: ["Deny"] },
    },
];
