import type { Properties } from "../provider/provider";
import { isDefinition } from "./built-in";
import { fromOutputs } from "./checkpoint";
import type { MadeObject } from "./made-object";
import { parseId, part } from "./object";
import { isPatch, kindOfToken } from "./type-token";

/** An object that a stack has in the cluster. */
export interface StackObject extends MadeObject {
    uid: string;
    /** Group and kind that go with it when it is a definition. */
    defines?: { group: string; kind: string };
}

/** A resource of a stack, as its state keeps it. */
interface StackResource {
    type: string;
    id: string;
    outputs: Properties;
}

/** The objects of the cluster that resources stand for; one that was rendered into a file has no uid, and is none. */
export function stackObjects(resources: StackResource[]): StackObject[] {
    return resources.flatMap(({ type, id, outputs }) => {
        if (!type.startsWith("kubernetes:")) {
            return [];
        }
        const { live, fieldManager } = fromOutputs(outputs);
        const { uid } = part(live, "metadata");
        if (typeof uid !== "string") {
            return [];
        }
        const { apiVersion, kind } = kindOfToken(type);
        const { namespace, name } = parseId(id);
        const { group, kind: defined } = { ...part(live, "spec"), ...part(live, "spec", "names") };
        return {
            apiVersion,
            kind: isPatch(type) ? kind.replace(/Patch$/, "") : kind,
            ...(namespace && { namespace }),
            name,
            uid,
            ...(isPatch(type) && { fieldManager }),
            ...(isDefinition({ apiVersion, kind }) && { defines: { group: String(group), kind: String(defined) } }),
        };
    });
}

/** Whether the removal of one object takes another along. */
export function goesWith(other: StackObject, removed: StackObject): boolean {
    if (removed.fieldManager !== undefined) {
        return false;
    }
    const isInNamespace =
        removed.apiVersion === "v1" && removed.kind === "Namespace" && other.namespace === removed.name;
    const isDefined = removed.defines?.kind === other.kind && other.apiVersion.startsWith(`${removed.defines.group}/`);
    return other.uid === removed.uid || isInNamespace || isDefined;
}
