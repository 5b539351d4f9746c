import { parsePath } from "./paths";
import { type Resource, Undecided } from "./resource";
import type { Stack } from "./stack";

/**
 * Whether an input refers to what is looked for: proved by values when they are known, by the dependency when not.
 *
 * @param isMeant whether a resource that gives a value to the input is what is looked for
 * @param known whether the values say so
 * @throws Undecided when there is neither a known value nor a dependency.
 */
export function refersTo(
    from: Resource,
    path: string,
    stack: Stack,
    isMeant: (source: Resource) => boolean,
    known: () => boolean,
): boolean {
    try {
        return known();
    } catch (error) {
        const [input = ""] = parsePath(path);
        if (error instanceof Undecided && some(stack.sourcesOf(from, String(input)), isMeant)) return true;
        throw error;
    }
}

/**
 * Whether it holds for one at least.
 *
 * @throws Undecided when it holds for none, but is undecided for one.
 */
export function some<T>(candidates: readonly T[], holds: (candidate: T) => boolean): boolean {
    let undecided: Undecided | undefined;
    for (const candidate of candidates) {
        try {
            if (holds(candidate)) return true;
        } catch (error) {
            if (!(error instanceof Undecided)) throw error;
            undecided ??= error;
        }
    }
    if (undecided) throw undecided;
    return false;
}

/** Whether two texts are the same to ARM, which keeps the case of names and ids but does not heed it. */
export function sameName(one: string, other: string): boolean {
    return one !== "" && one.toLowerCase() === other.toLowerCase();
}
