import { randomBytes } from "node:crypto";
import type { Properties, Value } from "../provider/provider";
import { annotationOf, isObject, type KubernetesObject, part } from "./object";

/** Creates are plain requests under this name; the first update hands the fields over. */
export const creator = "pulumi-kubernetes";

/** Who owns the fields of a resource: named by the program, else as in the state, else anew. */
export function fieldManager(inputs: KubernetesObject, known = ""): string {
    return (
        annotationOf(inputs, "pulumi.com/patchFieldManager") ||
        known ||
        `pulumi-kubernetes-${randomBytes(4).toString("hex")}`
    );
}

interface ManagedFields {
    manager: string;
    operation: string;
    apiVersion: string;
    time?: string;
    fieldsType: string;
    fieldsV1: Properties;
    subresource?: string;
}

const managedFieldsOf = (object: KubernetesObject) =>
    (part(object, "metadata").managedFields ?? []) as unknown as ManagedFields[];

/** Managers whose fields count as those of the provider, with how they wrote them. */
const own = new Set([
    "kubectl Apply",
    "kubectl Update",
    "before-first-apply Update",
    "pulumi-kubernetes Update",
    "pulumi-kubernetes.exe Update",
    "pulumi-resource-kubernetes Update",
]);

const isOwn = ({ manager, operation, subresource }: ManagedFields) =>
    own.has(`${manager} ${operation}`) && !subresource;

/** Whether the fields of the object still belong to the request that created it. */
export function hasOwnFields(live: KubernetesObject): boolean {
    return managedFieldsOf(live).some(
        ({ manager, operation }) => operation === "Update" && manager.startsWith(creator),
    );
}

/** What hands the fields over to a manager, as RFC 6902; empty when there is nothing to hand over. */
export function handOver(live: KubernetesObject, manager: string): object[] {
    const managed = managedFieldsOf(live);
    const mine = managed.filter(isOwn);
    const [first] = mine;
    if (first === undefined || (mine.length === 1 && first.manager === manager && first.operation === "Apply")) {
        return [];
    }
    const isTarget = (entry: ManagedFields) => entry.manager === manager && entry.operation === "Apply";
    const fieldsV1 = [...managed.filter(isTarget), ...mine].map((entry) => entry.fieldsV1).reduce(union);
    const rest = managed.filter((entry) => !isOwn(entry) && !isTarget(entry));
    const value = [...rest, { ...first, manager, operation: "Apply", fieldsV1 }];
    return [{ op: "replace", path: "/metadata/managedFields", value }];
}

function union(one: Properties, other: Properties): Properties {
    const result: Properties = { ...one };
    for (const [name, value] of Object.entries(other)) {
        const known: Value | undefined = result[name];
        result[name] = isObject(known) && isObject(value) ? union(known, value) : value;
    }
    return result;
}
