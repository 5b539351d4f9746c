import type { Cluster } from "./cluster";
import { deleteAndWait, isGone, relinquish } from "./deletion";
import { type KubernetesObject, part } from "./object";

/** An object that a resource stands for, as far as it takes to remove the one without the other. */
export interface MadeObject {
    apiVersion: string;
    kind: string;
    namespace?: string;
    name: string;
    /** Absent while only the request is known: then it is whatever has the name. */
    uid?: string;
    /** Who owns the fields that the resource has in somebody else's object; absent when the whole object is its own. */
    fieldManager?: string;
}

/**
 * Removes an object, if it is there and still the same one. Finalizers do not stop that: here are not all the controllers
 * that would remove them.
 *
 * Returns whether it was there.
 */
export async function removeObject(cluster: Cluster, made: MadeObject): Promise<boolean> {
    const live = await unlessGone(cluster.get(identityOf(made)));
    const metadata = part(live ?? {}, "metadata");
    if (live === undefined || (made.uid !== undefined && made.uid !== metadata.uid)) {
        return false;
    }
    if (made.fieldManager !== undefined) {
        await unlessGone(relinquish(cluster, live, made.fieldManager));
        return true;
    }
    if (metadata.finalizers !== undefined) {
        await unlessGone(cluster.patch(live, [{ op: "remove", path: "/metadata/finalizers" }]));
    }
    await unlessGone(deleteAndWait(cluster, live, "Foreground"));
    return true;
}

function identityOf({ apiVersion, kind, namespace, name }: MadeObject): KubernetesObject {
    return { apiVersion, kind, metadata: { name, ...(namespace && { namespace }) } };
}

async function unlessGone<T>(request: Promise<T>): Promise<T | undefined> {
    try {
        return await request;
    } catch (error) {
        if (isGone(error)) {
            return undefined;
        }
        throw error;
    }
}
