import { isDeepStrictEqual } from "node:util";
import type { Change, DiffResult, Value } from "../provider/provider";
import { isAutonamed } from "./autoname";
import type { Checkpoint } from "./checkpoint";
import { touches } from "./force-new";
import { normalized } from "./inputs";
import { isObject, type KubernetesObject, nameOf, namespaceOf, withMetadata } from "./object";
import { pruned } from "./pruned";
import { isSameQuantity } from "./quantity";

export interface DiffOptions {
    /** Undefined when nobody knows the kind yet; it then counts as namespaced. */
    namespaced: boolean | undefined;
    /** See {@link touches}. */
    forceNew: string[];
    ignoreChanges: string[];
}

type Path = (string | number)[];

/**
 * What the real provider shows as changed: the live object of the state, cut down to the old inputs, against the new
 * inputs. So drift that a refresh has seen is a change, and what the server adds is none.
 */
export function diff(
    { live, inputs: oldInputs }: Pick<Checkpoint, "live" | "inputs">,
    newInputs: KubernetesObject,
    { namespaced = true, forceNew, ignoreChanges }: DiffOptions,
): DiffResult {
    const scope = (object: KubernetesObject) =>
        withMetadata(object, { namespace: namespaced ? namespaceOf(object) || "default" : undefined });
    const olds = scope(pruned(live, normalized(oldInputs)));
    const news = scope(normalized(newInputs));
    const comparison = new Comparison(forceNew);
    comparison.objects([], withMetadata(olds, { name: nameOf(live) }), news);
    const changes = Object.fromEntries(
        Object.entries(comparison.changes).filter(
            ([path]) => !ignoreChanges.some((ignored) => contains(ignored, path)),
        ),
    );
    const replaces = Object.values(changes).some((change) => change.endsWith("-replace"));
    const sameIdentity = nameOf(news) === nameOf(live) && namespaceOf(news) === namespaceOf(scope(live));
    return { changes, deleteBeforeReplace: replaces && sameIdentity && !isAutonamed(newInputs) };
}

class Comparison {
    readonly changes: DiffResult["changes"] = {};

    constructor(private readonly forceNew: string[]) {}

    objects(path: Path, olds: Record<string, Value>, news: Record<string, Value>): void {
        for (const name of new Set([...Object.keys(olds), ...Object.keys(news)])) {
            this.#values([...path, name], olds[name], news[name]);
        }
    }

    #values(path: Path, old: Value | undefined, value: Value | undefined): void {
        if (isDeepStrictEqual(old, value)) {
            return;
        }
        if (isObject(old) && isObject(value)) {
            this.objects(path, old, value);
        } else if (Array.isArray(old) && Array.isArray(value)) {
            for (let index = 0; index < Math.max(old.length, value.length); index++) {
                this.#values([...path, index], old[index], value[index]);
            }
        } else if (old === undefined) {
            this.#add(path, "add", value);
        } else if (value === undefined) {
            this.#add(path, "delete", value);
        } else if (!isSameQuantity(path, old, value)) {
            this.#add(path, "update", value);
        }
    }

    #add(path: Path, change: "add" | "delete" | "update", value: Value | undefined): void {
        const replaces = touches(path, value, this.forceNew);
        this.changes[textOf(path)] = (replaces ? `${change}-replace` : change) satisfies Change;
    }
}

function textOf(path: Path): string {
    let text = "";
    for (const step of path) {
        if (typeof step === "number") {
            text += `[${step}]`;
        } else if (/[."[\]]/.test(step)) {
            text += `["${step.replaceAll('"', '\\"')}"]`;
        } else {
            text += text === "" ? step : `.${step}`;
        }
    }
    return text;
}

/** Whether a property path is another one or lies inside of it; `*` stands for any name or index. */
function contains(ignored: string, path: string): boolean {
    const [outer, inner] = [steps(ignored), steps(path)];
    return outer.length <= inner.length && outer.every((step, index) => step === "*" || step === inner[index]);
}

function steps(path: string): string[] {
    return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)].map(
        ([, quoted, index, name]) => quoted?.replaceAll('\\"', '"') ?? index ?? name ?? "",
    );
}
