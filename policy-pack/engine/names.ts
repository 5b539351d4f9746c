import { type Resource, text, Undecided } from "./resource";

/** Names of resources, as far as they are known. */
export interface Names {
    /** None of them empty. */
    known: readonly string[];
    /** Why there may be others. A dependency can prove those; what it cannot prove is thrown instead. */
    undecided?: Undecided;
}

/** How resources name themselves or others. Must be the same function at every call: its answers are kept. */
export type Naming = (resource: Resource) => Names;

/** The name that stands at a path without `[]`. */
export function nameAt(path: string): Naming {
    return (resource) => namesOf([path], () => text(resource, path));
}

/** Names that are read from some places; empty ones do not count. */
export function namesOf(places: readonly string[], read: (place: string) => string): Names {
    const known: string[] = [];
    let undecided: Undecided | undefined;
    for (const place of places) {
        try {
            known.push(read(place));
        } catch (error) {
            if (!(error instanceof Undecided)) throw error;
            undecided ??= error;
        }
    }
    return { known: known.filter((name) => name !== ""), ...(undecided && { undecided }) };
}

/**
 * Whether two have a name in common.
 *
 * @param isProved whether a dependency proves it where names are not known
 * @throws Undecided when names are not known and nothing proves it.
 */
export function haveCommon(one: Names, other: Names, isProved: () => boolean = () => false): boolean {
    const names = new Set(other.known.map(folded));
    if (one.known.some((name) => names.has(folded(name)))) return true;
    const undecided = one.undecided ?? other.undecided;
    if (undecided === undefined) return false;
    if (isProved()) return true;
    throw undecided;
}

/** Azure Resource Manager keeps the case of names and ids but does not heed it. */
export function folded(name: string): string {
    return name.toLowerCase();
}
