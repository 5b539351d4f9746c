import { parseArmId } from "./arm-id";
import type { SubscriptionPlacementArgs } from "./placement";
import { armIdProblem, listed } from "./validation";

/** Names of the arguments that say whether a component creates a resource or uses one that exists. */
interface Adoption<Args> {
    /** What people call the resource. */
    what: string;
    /** Its type in ARM. */
    type: string;
    /** The argument that gives the id of an existing one. */
    existing: keyof Args & string;
    /** Arguments that a new one needs. */
    needed: (keyof Args & string)[];
    /** Other arguments that only a new one takes. */
    optional: (keyof Args & string)[];
    /** The existing one may be in any subscription, because nothing is put into it. Default: in that of the component. */
    anySubscription?: true;
}

/** Problems when a component is told too little for a new resource, or too much for an existing one. */
export function adoptionProblems<Args extends SubscriptionPlacementArgs>(
    args: Args,
    { what, type, existing, needed, optional, anySubscription }: Adoption<Args>,
): string[] {
    const id = args[existing];
    if (id === undefined) {
        return needed
            .filter((argument) => args[argument] === undefined)
            .map((argument) => `${argument} is missing; only an existing ${what} does without it.`);
    }
    return listed(
        armIdProblem(String(id), existing, type) ??
            (anySubscription ? undefined : subscriptionProblem(String(id), existing, what, args.subscriptionId)),
        ...[...needed, ...optional].map((argument) =>
            args[argument] === undefined
                ? undefined
                : `${argument} is given together with ${existing}, which leaves the ${what} as it is; remove one of them.`,
        ),
    );
}

function subscriptionProblem(id: string, argument: string, what: string, subscriptionId: string): string | undefined {
    return parseArmId(id)?.subscriptionId.toLowerCase() === subscriptionId.toLowerCase()
        ? undefined
        : `${argument} is "${id}"; the ${what} must be in subscription ${subscriptionId}.`;
}
