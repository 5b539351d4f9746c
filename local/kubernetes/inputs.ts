import { type Properties, type Secrets, unknown, type Value } from "../provider/provider";
import { isDefinition, isSecret } from "./built-in";
import { isObject, type KubernetesObject, part, withMetadata } from "./object";

/** Whether a preview does not know some part of it yet. */
export function hasUnknown(value: Value): boolean {
    if (Array.isArray(value)) {
        return value.some(hasUnknown);
    }
    return value === unknown || (isObject(value) && Object.values(value).some(hasUnknown));
}

/** Metadata that only the server writes. */
const readOnly = [
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "uid",
];

/** The same wish in the words in which the server will give it back. */
export function normalized(inputs: KubernetesObject): KubernetesObject {
    let result = inputs;
    if (isSecret(inputs) && !hasUnknown(inputs)) {
        result = withEncodedData(inputs);
    }
    if (isDefinition(inputs)) {
        const { status: _, ...definition } = inputs;
        result = definition;
    }
    return isObject(result.metadata)
        ? withMetadata(result, Object.fromEntries(readOnly.map((name) => [name, undefined])))
        : result;
}

/** The server moves `stringData` into `data` and encodes that anew. */
function withEncodedData({ stringData, ...secret }: KubernetesObject): KubernetesObject {
    const data: Properties = {};
    for (const [name, value] of Object.entries(part(secret, "data"))) {
        const decoded = Buffer.from(String(value), "base64");
        const spaced = typeof value === "string" && decoded.toString("base64") === value.replaceAll(/\s/g, "");
        data[name] = spaced ? decoded.toString("base64") : value; // what is not base64 is for the server to refuse
    }
    if (isObject(stringData)) {
        for (const [name, value] of Object.entries(stringData)) {
            data[name] = Buffer.from(String(value)).toString("base64");
        }
    }
    return Object.keys(data).length === 0 ? secret : { ...secret, data };
}

/** Which parts of the inputs of a resource are secret: those of the program, and all data of a Secret. */
export function secretsOf(inputs: KubernetesObject, secrets: Secrets): Secrets {
    if (!isSecret(inputs) || secrets === true) {
        return secrets;
    }
    return { ...secrets, data: true, stringData: true };
}
