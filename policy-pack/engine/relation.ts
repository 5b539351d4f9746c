import { haveCommon, type Naming } from "./names";
import { type Resource, Undecided } from "./resource";
import type { Stack } from "./stack";

/** How resources of a type refer to something: by a name when it is known, by a dependency when not. */
export interface Reference {
    /** Type of the resources that refer. */
    type: string;
    /** What they say. */
    names: Naming;
    /** The input that says it. Default: no dependency can prove what a name does not. */
    input?: string;
}

/** A reference to resources of one type. */
export interface Link extends Reference {
    input: string;
    /** Type of the resources that are referred to. */
    to: string;
    /** What `names` says of them. */
    nameOf: Naming;
    /** Whether a value of another resource means them, too, as the id of a key means its vault. Default: never. */
    via?(source: Resource, to: Resource, stack: Stack): boolean;
}

type Holds = (resource: Resource) => boolean;
const always: Holds = () => true;

/**
 * Whether one resource refers to another; never when the link is about other types.
 *
 * @throws Undecided when there is neither a known name nor a dependency.
 */
export function refers(link: Link, from: Resource, to: Resource, stack: Stack): boolean {
    if (from.type !== link.type || to.type !== link.to) return false;
    return haveCommon(link.names(from), link.nameOf(to), () =>
        some(stack.sourcesOf(from, link.input), (source) => source === to || (link.via?.(source, to, stack) ?? false)),
    );
}

/**
 * Whether something holds for a resource that refers to this one.
 *
 * @throws Undecided when it holds for none for certain, but may for one.
 */
export function someReferring(link: Link, to: Resource, stack: Stack, holds = always): boolean {
    const { named, open } = stack.named(link.type, link.names, link.nameOf(to));
    return someOf(named, open, holds, (from) => refers(link, from, to, stack));
}

/**
 * Whether something holds for a resource that this one refers to.
 *
 * @throws Undecided when it holds for none for certain, but may for one.
 */
export function someReferred(link: Link, from: Resource, stack: Stack, holds = always): boolean {
    const { named, open } = stack.named(link.to, link.nameOf, link.names(from));
    return someOf(named, open, holds, (to) => refers(link, from, to, stack));
}

/**
 * Whether something holds for another resource that refers to the same as this one: by name, or by the same source.
 *
 * @throws Undecided when it holds for none for certain, but may for one.
 */
export function someAlike(reference: Reference, one: Resource, stack: Stack, holds = always): boolean {
    const { named, open } = stack.named(reference.type, reference.names, reference.names(one));
    const others = (resources: readonly Resource[]) => resources.filter((resource) => resource !== one);
    return someOf(others(named), others(open), holds, (other) => areAlike(reference, one, other, stack));
}

/**
 * Whether two resources refer to the same: by name, or by the same source.
 *
 * @throws Undecided when neither tells.
 */
export function areAlike({ names, input }: Reference, one: Resource, other: Resource, stack: Stack): boolean {
    const sources = input === undefined ? [] : stack.sourcesOf(one, input);
    return haveCommon(names(one), names(other), () =>
        sources.some((source) => stack.sourcesOf(other, input ?? "").includes(source)),
    );
}

/** Open ones have to be proved, unless what is asked does not hold for them anyway. */
function someOf(named: readonly Resource[], open: readonly Resource[], holds: Holds, isProved: Holds): boolean {
    return some(
        [() => some(named, holds), () => some(open, (one) => every([() => holds(one), () => isProved(one)], proves))],
        proves,
    );
}

/** Lets {@link some} and {@link every} ask conditions, in turn, instead of resources. */
export function proves(condition: () => boolean): boolean {
    return condition();
}

/**
 * Whether it holds for one at least.
 *
 * @throws Undecided when it holds for none, but is undecided for one.
 */
export function some<T>(candidates: readonly T[], holds: (candidate: T) => boolean): boolean {
    return !every(candidates, (candidate) => !holds(candidate));
}

/**
 * Whether it holds for all.
 *
 * @throws Undecided when it fails for none, but is undecided for one.
 */
export function every<T>(candidates: readonly T[], holds: (candidate: T) => boolean): boolean {
    let undecided: Undecided | undefined;
    for (const candidate of candidates) {
        try {
            if (!holds(candidate)) return false;
        } catch (error) {
            if (!(error instanceof Undecided)) throw error;
            undecided ??= error;
        }
    }
    if (undecided) throw undecided;
    return true;
}

/**
 * Whether it holds for all, and there is one at least.
 *
 * @throws Undecided when it fails for none, but is undecided for one.
 */
export function areAll<T>(candidates: readonly T[], holds: (candidate: T) => boolean): boolean {
    return candidates.length > 0 && every(candidates, holds);
}
