import { get, type Resource } from "../../engine";
import { namespaceType } from "../kubernetes/namespace";

export const managedNamespaceType = "containerservice:ManagedNamespace";

/** Where namespaces have their labels, by the types that declare namespaces. */
const labels: Readonly<Record<string, string>> = {
    [namespaceType]: "metadata.labels",
    [managedNamespaceType]: "properties.labels",
};

export const namespaceTypes = Object.keys(labels);

/** Paths of a label, as it is in all types of namespaces. */
export function labelPaths(label: string): string[] {
    return Object.values(labels).map((path) => `${path}.${label}`);
}

/**
 * A label of a namespace, undefined when it has none.
 *
 * @throws Undecided when it is unknown.
 */
export function labelOf(namespace: Resource, label: string): unknown {
    return get(namespace, `${labels[namespace.type]}.${label}`);
}
