import { formatPath, parsePath, unknownPaths, valueAt } from "./paths";
import type { Value } from "./value";

/** A resource as it is sent: the same in a preview, in an update and in an exported state. */
export interface Resource {
    urn: string;
    /** As {@link resourceType} writes it. */
    type: string;
    /** Type as the engine knows it, with package and version. */
    token: string;
    /** Logical name; of a resource in a template, the deployment's and its own. */
    name: string;
    /** Whether a provider manages it; components and providers themselves are registered, but exist nowhere. */
    custom: boolean;
    /** Unknown as a whole when the program did not register the resource in this run. */
    inputs: Value;
    options: Options;
    /** URN of the parent. */
    parent?: string;
    /** URNs of the resources that give a value to an input, by the name of that input. */
    dependencies: Readonly<Record<string, readonly string[]>>;
}

/** Options of a resource that rules can see. Aliases, `retainOnDelete` and `replaceOnChanges` are not among them. */
export interface Options {
    protect: boolean;
    ignoreChanges: readonly string[];
}

/** Thrown when a relation needs a value that is not known: the rule is then undecided, never passed. */
export class Undecided extends Error {
    constructor(resource: Resource, path: string) {
        super([path, "of", resource.type, `"${resource.name}"`].filter((word) => word !== "").join(" "));
    }
}

/**
 * The value at a path without `[]`, undefined when it is absent.
 *
 * @throws Undecided when it, or anything in it, is unknown.
 */
export function get(resource: Resource, path: string): unknown {
    const value = valueAt(resource.inputs, parsePath(path));
    if (value !== undefined && unknownPaths(value).length > 0) throw new Undecided(resource, path);
    return value;
}

/**
 * The text at a path without `[]`, empty when there is none.
 *
 * @throws Undecided when it is unknown.
 */
export function text(resource: Resource, path: string): string {
    const value = get(resource, path);
    return typeof value === "string" ? value : "";
}

/**
 * Paths of the elements of a list, which may themselves be unknown; none when it is absent.
 *
 * @throws Undecided when the list itself is unknown.
 */
export function elements(resource: Resource, path: string): string[] {
    const list = parsePath(path);
    const value = valueAt(resource.inputs, list);
    if (typeof value === "symbol") throw new Undecided(resource, path);
    return Array.isArray(value) ? value.map((_, index) => formatPath([...list, index])) : [];
}

/** Whether the input that a path stands in gets its value from another resource. */
export function dependsOn(resource: Resource, path: string, other: Resource): boolean {
    const [input = ""] = parsePath(path);
    return resource.dependencies[input]?.includes(other.urn) ?? false;
}
