import { type DeleteRequest, Refusal } from "../provider/provider";
import { ApiError, NoMatchError } from "./api-error";
import { isDefinition } from "./built-in";
import { fromOutputs } from "./checkpoint";
import type { Cluster } from "./cluster";
import {
    annotationOf,
    apiVersionOf,
    idOf,
    type KubernetesObject,
    kindOf,
    nameOf,
    namespaceOf,
    part,
    withMetadata,
} from "./object";
import { pause } from "./pause";
import { unreachable, wordsOf } from "./refusals";
import { isPatch } from "./type-token";

/** As in the real provider, in real time: nobody runs these controllers faster. */
const patienceMilliseconds = 10 * 60_000;
const pollMilliseconds = 100;

const policies: Record<string, string> = { orphan: "Orphan", background: "Background" };

/** Deletes an object and waits until it is gone, and with it all that it owns; a namespace, with all that is in it. */
export async function remove(
    { type, oldOutputs, signal }: DeleteRequest,
    cluster: () => Promise<Cluster>,
): Promise<void> {
    const { live, inputs, fieldManager } = fromOutputs(oldOutputs);
    const target = await cluster();
    try {
        if (isPatch(type)) {
            await relinquish(target, live, fieldManager);
            return;
        }
        const policy = annotationOf(inputs, "pulumi.com/deletionPropagationPolicy").toLowerCase();
        await deleteAndWait(target, live, policies[policy] ?? "Foreground", signal);
    } catch (error) {
        if (!isGone(error)) {
            const words = wordsOf(error);
            throw words === undefined ? unreachable(error) : new Refusal(words);
        }
    }
    if (isDefinition(live)) {
        target.forgetKinds();
    }
}

/** Rejects when the object is not gone in time, and when the server says that it is gone: see {@link isGone}. */
export async function deleteAndWait(
    cluster: Cluster,
    live: KubernetesObject,
    policy: string,
    signal?: AbortSignal,
): Promise<void> {
    const { uid } = part(live, "metadata");
    const deadline = Date.now() + patienceMilliseconds;
    await cluster.delete(live, policy);
    while (part(await cluster.get(live, signal), "metadata").uid === uid) {
        if (Date.now() > deadline) {
            throw new Refusal(`timed out waiting for ${kindOf(live)} ${idOf(live)} to be deleted`);
        }
        await pause(pollMilliseconds, signal);
    }
}

/** Also true when the kind is no longer known: its definition went first and took the object with it. */
export function isGone(error: unknown): boolean {
    return error instanceof NoMatchError || (error instanceof ApiError && error.status === 404);
}

/** Gives the fields back to whoever else wants them: a manager that applies nothing owns nothing. */
export async function relinquish(cluster: Cluster, live: KubernetesObject, fieldManager: string): Promise<void> {
    await cluster.get(live);
    const nothing = withMetadata(
        { apiVersion: apiVersionOf(live), kind: kindOf(live) },
        { name: nameOf(live), namespace: namespaceOf(live) || undefined },
    );
    await cluster.apply(nothing, { fieldManager, dryRun: false, force: false });
}
