import { hexSuffix } from "../provider/hex-suffix";
import { annotationOf, type KubernetesObject, nameOf, part, withMetadata } from "./object";

const annotation = "pulumi.com/autonamed";

export const isAutonamed = (object: KubernetesObject) => annotationOf(object, annotation) === "true";

/** Inputs with a name: their own, else the one that the provider gave before, else a new one. */
export function named(
    inputs: KubernetesObject,
    oldInputs: KubernetesObject | undefined,
    logicalName: string,
    seed: Uint8Array,
): KubernetesObject {
    if (nameOf(inputs) !== "") {
        return inputs;
    }
    if (oldInputs !== undefined) {
        return isAutonamed(oldInputs) ? withName(inputs, nameOf(oldInputs)) : inputs;
    }
    return withName(inputs, `${logicalName}-${hexSuffix(seed)}`);
}

function withName(inputs: KubernetesObject, name: string): KubernetesObject {
    const annotations = { ...part(inputs, "metadata", "annotations"), [annotation]: "true" };
    return withMetadata(inputs, { annotations, name });
}
