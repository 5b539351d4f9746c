import type { Properties, Value } from "../provider/provider";

/** A Kubernetes object as JSON: what is sent to and comes from the API server. */
export type KubernetesObject = Properties;

export function isObject(value: Value | undefined): value is Properties {
    return value instanceof Object && !Array.isArray(value);
}

/** The object at a property; empty when there is none. */
export function part(object: Properties, ...path: string[]): Properties {
    let value: Value | undefined = object;
    for (const key of path) {
        value = isObject(value) ? value[key] : undefined;
    }
    return isObject(value) ? value : {};
}

function text(value: Value | undefined): string {
    return typeof value === "string" ? value : "";
}

/** Empty when absent, as in Kubernetes. */
export const apiVersionOf = (object: KubernetesObject) => text(object.apiVersion);
export const kindOf = (object: KubernetesObject) => text(object.kind);
export const nameOf = (object: KubernetesObject) => text(part(object, "metadata").name);
export const namespaceOf = (object: KubernetesObject) => text(part(object, "metadata").namespace);
export const annotationOf = (object: KubernetesObject, name: string) =>
    text(part(object, "metadata", "annotations")[name]);

/** `namespace/name`, or the name alone for what belongs to the whole cluster. */
export function idOf(object: KubernetesObject): string {
    return [namespaceOf(object), nameOf(object)].filter(Boolean).join("/");
}

/** Namespace, empty for none, and name of an id. */
export function parseId(id: string): { namespace: string; name: string } {
    const [first = "", second] = id.split("/");
    return second === undefined ? { namespace: "", name: first } : { namespace: first, name: second };
}

/** The object with some of its metadata set; undefined removes. */
export function withMetadata(object: KubernetesObject, changes: Record<string, Value | undefined>): KubernetesObject {
    const metadata = Object.entries({ ...part(object, "metadata"), ...changes }).filter(
        (entry): entry is [string, Value] => entry[1] !== undefined,
    );
    return { ...object, metadata: Object.fromEntries(metadata) };
}
