import { ClusterGuards, ClusterIngress } from "../../../components";
import { clusterIngressArgs } from "../../components/cluster-ingress/sample-args";
import { capture } from "../../support/capture";
import { AdmittingCluster, runCluster } from "./admitting-cluster";
import { administrator } from "./people";
import {
    changed,
    goodNamespace,
    goodPod,
    goodServiceAccount,
    limits,
    loginServer,
    quota,
    responderGroupId,
    type Sample,
    serverSamples,
    unguardedNamespace,
} from "./sample-objects";

/** A cluster with the guards in force and, deployed by an administrator after them, a server with as many pods as its quota allows. */
export class GuardedCluster extends AdmittingCluster {
    private constructor(
        /** The guards as the component makes them. */
        readonly guards: readonly Sample[],
        ...running: Awaited<ReturnType<typeof runCluster>>
    ) {
        super(...running);
    }

    static override async start(): Promise<GuardedCluster> {
        return new GuardedCluster(await guardObjects(), ...(await runCluster())).prepared();
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

    protected override async prepare(): Promise<void> {
        const elsewhere = changed(quota, ({ metadata }) => {
            metadata.namespace = unguardedNamespace;
        });
        await super.prepare();
        for (const object of [elsewhere, ...this.guards]) await this.put(object);
        await this.guarded();
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
