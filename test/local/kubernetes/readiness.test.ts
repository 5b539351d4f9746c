// Does not prove what controllers write: test/engine/kubernetes.test.ts meets them.
import assert from "node:assert/strict";
import type { Cluster } from "../../../local/kubernetes/cluster";
import type { KubernetesObject } from "../../../local/kubernetes/object";
import { untilReady } from "../../../local/kubernetes/readiness";
import type { Properties } from "../../../local/provider/provider";

describe("untilReady", () => {
    const never = new AbortController().signal;
    const revision = { "deployment.kubernetes.io/revision": "2" };
    const deployment = (status: Properties, spec: Properties = { replicas: 1 }): KubernetesObject => ({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "a", namespace: "team", uid: "1", generation: 2, annotations: revision },
        spec,
        status,
    });
    const set = (status: Properties, annotations: Properties = revision): KubernetesObject => ({
        metadata: { generation: 1, ownerReferences: [{ uid: "1" }], annotations },
        status: { observedGeneration: 1, ...status },
    });
    const failing = (message: string): Properties => ({
        replicas: 0,
        conditions: [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message }],
    });

    /** A cluster in which an object, and the replica sets, become one after the other; the last ones stay. */
    function cluster(objects: KubernetesObject[], sets: KubernetesObject[][] = [[]]): Cluster {
        const next = <T>(list: T[]) => (list.length > 1 ? list.shift() : list[0]) as T;
        return { get: async () => next(objects), list: async () => next(sets) } as Partial<Cluster> as Cluster;
    }

    it("takes what needs nodes or nobody as it is", async () => {
        for (const kind of ["Pod", "Service", "ConfigMap"]) {
            const object = { apiVersion: "v1", kind };
            assert.deepEqual(await untilReady(cluster([]), object, never), { live: object, problems: [] });
        }
    });

    it("waits until a deployment was seen and a pod of its newest template was admitted", async () => {
        const seen = deployment({ observedGeneration: 2 });
        const old = set({ replicas: 1 }, { "deployment.kubernetes.io/revision": "1" });
        const sets = [[old], [old, set({ replicas: 0 })], [old, set({ replicas: 1 })]];
        const { live, problems } = await untilReady(
            cluster([seen], sets),
            deployment({ observedGeneration: 1 }),
            never,
        );
        assert.deepEqual([live, problems, sets.length], [seen, [], 1]);
    });

    it("does not wait for pods that nobody wants, nor when it is told not to", async () => {
        const skipped = deployment({});
        skipped.metadata = { annotations: { "pulumi.com/skipAwait": "true" } };
        for (const object of [deployment({}, { replicas: 0 }), deployment({}, { paused: true }), skipped]) {
            assert.deepEqual((await untilReady(cluster([]), object, never)).problems, []);
        }
    });

    it("tells why the pods of the newest template are refused, not those of an older one", async () => {
        const seen = deployment({ observedGeneration: 2 });
        const old = set(failing("old"), { "deployment.kubernetes.io/revision": "1" });
        const refused = cluster([seen], [[old, set(failing("forbidden"))]]);
        assert.deepEqual((await untilReady(refused, seen, never)).problems, ["[FailedCreate] forbidden"]);
        const admitted = cluster([seen], [[old, set({ ...failing("one of two"), replicas: 1 })]]);
        assert.deepEqual((await untilReady(admitted, seen, never)).problems, []);
    });

    for (const message of [
        'error looking up service account team/default: serviceaccount "default" not found',
        "status unknown for quota: quota",
    ]) {
        it(`goes on waiting while controllers mend: ${message}`, async () => {
            const seen = deployment({ observedGeneration: 2 });
            const sets = [[set(failing(message))], [set({ replicas: 1 })]];
            assert.deepEqual((await untilReady(cluster([seen], sets), seen, never)).problems, []);
        });
    }

    it("waits for the status of a quota and for a definition to be served", async () => {
        const quota = (hard: Properties) => ({
            apiVersion: "v1",
            kind: "ResourceQuota",
            spec: { hard: { pods: "1" } },
            status: { hard },
        });
        const counted = quota({ pods: "1" });
        assert.equal((await untilReady(cluster([counted]), quota({}), never)).live, counted);
        const definition = (conditions: Properties[]) => ({
            apiVersion: "apiextensions.k8s.io/v1",
            kind: "CustomResourceDefinition",
            status: { conditions },
        });
        const served = definition([{ type: "Established", status: "True" }]);
        assert.equal((await untilReady(cluster([served]), definition([]), never)).live, served);
    });

    it("keeps what exists when it is cancelled or the cluster is gone", async () => {
        const object = deployment({});
        const cancelled = AbortSignal.abort(new Error("operation cancelled"));
        assert.deepEqual(await untilReady(cluster([]), object, cancelled), {
            live: object,
            problems: ["operation cancelled"],
        });
        const gone = { get: async () => Promise.reject(new Error("gone")) } as Partial<Cluster> as Cluster;
        assert.deepEqual((await untilReady(gone, object, never)).problems, ["gone"]);
    });
});
