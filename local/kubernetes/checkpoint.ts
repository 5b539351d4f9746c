import type { Properties, Secrets } from "../provider/provider";
import { withSecrets } from "../provider/wire";
import { secretsOf } from "./inputs";
import { isObject, type KubernetesObject } from "./object";
import { toApi, toSdk } from "./property-names";

/** What the state keeps of a resource beside the object itself. */
export interface Checkpoint {
    /** The object as the server had it. */
    live: KubernetesObject;
    /** What the program wanted then. */
    inputs: KubernetesObject;
    initialApiVersion: string;
    fieldManager: string;
}

/** The outputs of a resource. The copy of its inputs needs its own marks: the engine looks at equal paths only. */
export function toOutputs({ live, inputs, initialApiVersion, fieldManager }: Checkpoint, secrets: Secrets): Properties {
    return {
        ...withSecrets(toSdk(live), secretsOf(live, secrets)),
        __inputs: withSecrets(toSdk(inputs), secretsOf(inputs, secrets)),
        __initialApiVersion: initialApiVersion,
        __fieldManager: fieldManager,
    };
}

export function fromOutputs(outputs: Properties): Checkpoint {
    const { __inputs, __initialApiVersion, __fieldManager, ...live } = outputs;
    return {
        live: toApi(live),
        inputs: isObject(__inputs) ? toApi(__inputs) : {},
        initialApiVersion: typeof __initialApiVersion === "string" ? __initialApiVersion : "",
        fieldManager: typeof __fieldManager === "string" ? __fieldManager : "",
    };
}
