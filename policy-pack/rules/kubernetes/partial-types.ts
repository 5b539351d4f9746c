import { unless } from "../../engine";

/** Types that change objects of some types that somebody else makes, or make several at once: no rule sees all of either. */
export function partialTypes(types: readonly string[]): string[] {
    return types.flatMap((type) => [`${type}List`, `${type}Patch`]);
}

/** The finding on every resource of such a type, whatever it says. */
export function refusePartial() {
    return unless(false, "", "no rule sees the whole of what this changes or makes");
}
