import type { Store } from "../cloud/store";
import { type ProviderInstance, Refusal } from "../provider/provider";
import { checked } from "./checked";
import { fromOutputs } from "./checkpoint";
import type { Cluster } from "./cluster";
import { type Context, create } from "./creation";
import { remove } from "./deletion";
import { diff } from "./diff";
import { forceNewProperties, patchForceNew } from "./force-new";
import { apiVersionOf, kindOf } from "./object";
import { unlessAborted } from "./pause";
import { toApi } from "./property-names";
import { read } from "./reading";
import type { Settings } from "./settings";
import { isPatch, kindOfToken } from "./type-token";
import { update } from "./update";

/**
 * One configured Kubernetes provider. Whatever cluster its kubeconfig names and however that signs in, it works on the one
 * of the local cloud.
 *
 * @param use - The cluster, once it is up.
 * @param store - Where creations are noted.
 * @param warn - Shows a warning beside a resource.
 */
export function clusterProvider(
    settings: Settings,
    use: () => Promise<Cluster>,
    store: Store,
    warn: (urn: string, message: string) => void,
): ProviderInstance {
    const cluster = () => started(use());
    const context = (signal: AbortSignal): Context => ({
        settings,
        cluster: () => unlessAborted(cluster(), signal),
        store,
        warn,
    });
    return {
        async check(request) {
            return { inputs: checked(request, await defaultNamespace(settings, request.type, cluster)), failures: [] };
        },

        async diff({ type, oldOutputs, inputs, ignoreChanges = [] }) {
            const wanted = toApi(inputs);
            const kind = await (await cluster()).kindOf({ apiVersion: apiVersionOf(wanted), kind: kindOf(wanted) });
            return diff(fromOutputs(oldOutputs), wanted, {
                namespaced: kind?.namespaced,
                forceNew: isPatch(type) ? patchForceNew : forceNewProperties(wanted, settings),
                ignoreChanges,
            });
        },

        create: (request) => create(request, context(request.signal)),
        update: (request) => update(request, context(request.signal)),
        delete: (request) => remove(request, context(request.signal).cluster),
        read: (request) => read(request, cluster),

        async invoke(token) {
            throw new Refusal(`Function ${token} not found: the local cloud's Kubernetes provider has none.`);
        },
    };
}

/** Why there is no cluster is for the user to read: most often there is no Go to build it with. */
async function started(cluster: Promise<Cluster>): Promise<Cluster> {
    try {
        return await cluster;
    } catch (error) {
        throw new Refusal((error as Error).message);
    }
}

/** Empty for what belongs to the whole cluster. */
async function defaultNamespace(
    { namespace }: Settings,
    type: string,
    cluster: () => Promise<Cluster>,
): Promise<string> {
    if (namespace === "") {
        return "";
    }
    const kind = await (await cluster()).kindOf(kindOfToken(type));
    return kind?.namespaced === false ? "" : namespace;
}
