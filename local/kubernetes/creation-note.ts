import { type Creation, creationOf, settled } from "../cloud/creation";
import type { Store } from "../cloud/store";
import type { Properties } from "../provider/provider";
import type { Cluster } from "./cluster";
import { isGone } from "./deletion";
import type { MadeObject } from "./made-object";
import { apiVersionOf, idOf, type KubernetesObject, kindOf, nameOf, namespaceOf, part } from "./object";

/** What the creation of an object is noted with: before it is asked for, because the API server keeps no such notes. */
export interface CreationNote {
    /** The object is there, and this one: whether the engine hears of it only the state will tell. */
    made(live: KubernetesObject): Promise<void>;
    /** Nothing was made. */
    refused(): Promise<void>;
}

/**
 * Notes that an object is about to be created, with what it takes to remove it. One that is there already is not: creating
 * it is refused, unless it is only to be changed. Outputs are not noted, so nobody adopts it: they hold its secrets.
 *
 * @param fieldManager - Who is going to own the fields of an object that may be there already; undefined when it may not.
 */
export async function noteCreation(
    store: Store,
    cluster: Cluster,
    { urn, wanted, fieldManager }: { urn: string; wanted: KubernetesObject; fieldManager: string | undefined },
): Promise<CreationNote> {
    const exists = await cluster.get(wanted).then(
        () => true,
        (error: unknown) => {
            if (isGone(error)) {
                return false;
            }
            throw error;
        },
    );
    if (exists && fieldManager === undefined) {
        return { made: async () => {}, refused: async () => {} };
    }
    const identity = (object: KubernetesObject): MadeObject => ({
        apiVersion: apiVersionOf(object),
        kind: kindOf(object),
        name: nameOf(object),
        ...(namespaceOf(object) && { namespace: namespaceOf(object) }),
        ...(exists && { fieldManager }),
    });
    const note = (id: string, outside: MadeObject) =>
        store.write(creationOf({ urn, id, outside: { ...outside } as Properties }, [], store));
    // no id yet: no state can have it before it is answered
    await note("", identity(wanted));
    return {
        made: (live) => note(idOf(live), { ...identity(live), uid: String(part(live, "metadata").uid) }),
        refused: () => store.write([settled({ urn })]),
    };
}

/** The object that a creation made in the cluster, if that is where it made one. */
export function objectMade({ outside }: Creation): MadeObject | undefined {
    return outside as MadeObject | undefined;
}
