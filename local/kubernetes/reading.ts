import { type Properties, type ReadRequest, type ReadResult, Refusal } from "../provider/provider";
import { withSecrets } from "../provider/wire";
import { fromOutputs, toOutputs } from "./checkpoint";
import type { Cluster } from "./cluster";
import { isGone } from "./deletion";
import { fieldManager } from "./field-managers";
import { normalized, secretsOf } from "./inputs";
import { apiVersionOf, type KubernetesObject, kindOf, parseId, part, withMetadata } from "./object";
import { toApi, toSdk } from "./property-names";
import { pruned } from "./pruned";
import { unreachable, wordsOf } from "./refusals";
import { kindOfToken } from "./type-token";

/** The live object; its inputs are what it has of the old ones, or, imported, all that can be one. */
export async function read(
    { type, id, oldInputs = {}, oldOutputs = {}, secrets }: ReadRequest,
    cluster: () => Promise<Cluster>,
): Promise<ReadResult | undefined> {
    const old = fromOutputs(oldOutputs);
    const known = [normalized(toApi(oldInputs)), old.live].find((object) => apiVersionOf(object) !== "");
    const kind = known ? { apiVersion: apiVersionOf(known), kind: kindOf(known) } : kindOfToken(type);
    const { namespace, name } = parseId(id);
    let live: KubernetesObject;
    try {
        live = await (await cluster()).get({ ...kind, metadata: { name, namespace } });
    } catch (error) {
        if (isGone(error)) {
            return undefined;
        }
        const words = wordsOf(error);
        throw words === undefined ? unreachable(error) : new Refusal(words);
    }
    const inputs = known ? pruned(live, normalized(toApi(oldInputs))) : imported(live);
    const checkpoint = {
        live,
        inputs,
        initialApiVersion: old.initialApiVersion || kind.apiVersion,
        fieldManager: fieldManager(inputs, old.fieldManager),
    };
    return {
        id,
        inputs: withSecrets(toSdk(inputs), secretsOf(inputs, secrets)),
        outputs: toOutputs(checkpoint, secrets),
    };
}

function imported({ status: _, ...live }: KubernetesObject): Properties {
    const inputs = normalized(live);
    const {
        "deployment.kubernetes.io/revision": _revision,
        "kubectl.kubernetes.io/last-applied-configuration": _applied,
        ...annotations
    } = part(inputs, "metadata", "annotations");
    return withMetadata(inputs, { annotations: Object.keys(annotations).length === 0 ? undefined : annotations });
}
