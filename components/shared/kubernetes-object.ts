import { version } from "@pulumi/kubernetes/package.json";
import * as pulumi from "@pulumi/pulumi";

/** An object as the API server takes it, as plain data: the same for a cluster, for rendered manifests and for tests. */
export interface KubernetesObject {
    apiVersion: string;
    kind: string;
    metadata: {
        name: string;
        namespace?: string;
        labels?: Record<string, string>;
        annotations?: Record<string, pulumi.Input<string>>;
    };
    [field: string]: unknown;
}

/**
 * Makes the object with the Kubernetes provider of the parent, under the type token that @pulumi/kubernetes has for it.
 *
 * @param after - Resources that it waits for, besides those that its fields come from.
 */
export function createObject(
    name: string,
    object: KubernetesObject,
    parent: pulumi.Resource,
    after: pulumi.Input<pulumi.Resource[]> = [],
): pulumi.CustomResource {
    return register(name, "", object, parent, after);
}

/** Sets the given fields of an object that somebody else makes, and leaves the others as they are. */
export function patchObject(
    name: string,
    object: KubernetesObject,
    parent: pulumi.Resource,
    after: pulumi.Input<pulumi.Resource[]> = [],
): pulumi.CustomResource {
    return register(name, "Patch", object, parent, after);
}

/** Makes objects by their roles, each named `<name>-<role>`. */
export function createObjects(
    name: string,
    objects: Record<string, KubernetesObject>,
    parent: pulumi.Resource,
    after: pulumi.Input<pulumi.Resource[]> = [],
): pulumi.CustomResource[] {
    return Object.entries(objects).map(([role, object]) => createObject(`${name}-${role}`, object, parent, after));
}

/** The classes of the SDK add nothing to plain data but the time to load them, and none has custom resources. */
class KubernetesResource extends pulumi.CustomResource {}

function register(
    name: string,
    suffix: "" | "Patch",
    object: KubernetesObject,
    parent: pulumi.Resource,
    after: pulumi.Input<pulumi.Resource[]>,
): pulumi.CustomResource {
    const { apiVersion, kind } = object;
    const group = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
    return new KubernetesResource(`kubernetes:${group}:${kind}${suffix}`, name, object, {
        parent,
        version,
        dependsOn: after,
    });
}
