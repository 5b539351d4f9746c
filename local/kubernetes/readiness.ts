import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../provider/provider";
import { isEstablished } from "./api-server/definitions";
import type { Cluster } from "./cluster";
import { annotationOf, apiVersionOf, idOf, type KubernetesObject, kindOf, namespaceOf, part } from "./object";
import { pause } from "./pause";

/** As in the real provider, in real time: nobody runs these controllers faster. */
const patienceMilliseconds = 10 * 60_000;
const pollMilliseconds = 100;

/** True when an object is there as it should be, sentences when it never will be. */
type Readiness = boolean | string[];

/** Waits until an object is ready. It exists in any case, so whatever ends the wait early is a problem, not an error. */
export async function untilReady(
    cluster: Cluster,
    object: KubernetesObject,
    signal: AbortSignal,
): Promise<{ live: KubernetesObject; problems: string[] }> {
    let live = object;
    const deadline = Date.now() + patienceMilliseconds;
    try {
        for (;;) {
            const ready = await readiness(live, cluster);
            if (ready !== false) {
                return { live, problems: ready === true ? [] : ready };
            }
            if (Date.now() > deadline) {
                return { live, problems: [`timed out waiting for ${kindOf(live)} ${idOf(live)} to be ready`] };
            }
            await pause(pollMilliseconds, signal);
            live = await cluster.get(live);
        }
    } catch (error) {
        return { live, problems: [(error as Error).message] };
    }
}

/**
 * Whether an object is ready, as far as a cluster without nodes can tell: pods are admitted and never run. So a deployment
 * is ready when a pod of its newest template was admitted; pods, jobs, services, volumes and the like at once.
 */
async function readiness(live: KubernetesObject, cluster: Cluster): Promise<Readiness> {
    if (annotationOf(live, "pulumi.com/skipAwait") === "true") {
        return true;
    }
    switch (`${apiVersionOf(live)} ${kindOf(live)}`) {
        case "apiextensions.k8s.io/v1 CustomResourceDefinition":
            return isEstablished(live);
        case "apps/v1 Deployment":
            return deploymentReadiness(live, cluster);
        case "v1 ResourceQuota":
            return isDeepStrictEqual(part(live, "spec").hard, part(live, "status").hard);
        default:
            return true;
    }
}

/** What controllers are about to mend: in a new namespace the account and the quota's status come a moment later. */
const passing = /serviceaccount "[^"]*" not found|status unknown for quota/;

/** The deployment's own condition can still be about the pods of an older template. */
async function deploymentReadiness(live: KubernetesObject, cluster: Cluster): Promise<Readiness> {
    const { paused, replicas } = part(live, "spec");
    if (paused === true || replicas === 0) {
        return true;
    }
    if (!isObserved(live)) {
        return false;
    }
    const { uid } = part(live, "metadata");
    const newest = (await cluster.list("apps/v1", "ReplicaSet", namespaceOf(live))).find((set) => {
        const owners = (part(set, "metadata").ownerReferences ?? []) as Properties[];
        return owners.some((owner) => owner.uid === uid) && revisionOf(set) === revisionOf(live);
    });
    if (newest === undefined || !isObserved(newest)) {
        return false;
    }
    const status = part(newest, "status");
    const failure = ((status.conditions ?? []) as Properties[]).find(
        (condition) => condition.type === "ReplicaFailure" && condition.status === "True",
    );
    if (Number(status.replicas) > 0 || failure === undefined) {
        return Number(status.replicas) > 0;
    }
    return passing.test(String(failure.message)) ? false : [`[${failure.reason}] ${failure.message}`];
}

/** Whether its controller has seen it as it is now. */
function isObserved(object: KubernetesObject): boolean {
    return Number(part(object, "status").observedGeneration ?? 0) >= Number(part(object, "metadata").generation);
}

const revisionOf = (object: KubernetesObject) => annotationOf(object, "deployment.kubernetes.io/revision");
