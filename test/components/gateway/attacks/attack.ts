export type Outcome = "succeeded" | "failed";

/** Something that an attacker tries, and what stops it. */
export interface Attack {
    /** `W` and the number of a known weakness of gateways, or `A` and a number. */
    id: string;
    /** What the attacker does. */
    name: string;
    /** Where it is described. */
    source: string;
    /** Files, or parts of the environment, without which it succeeds. */
    guards: string[];
    /** Ids of docs/practices.json. */
    practices: string[];
    /** Tries it, with the guards or without them. */
    attempt(isGuarded: boolean): Promise<Outcome>;
}

export function outcome(hasSucceeded: boolean): Outcome {
    return hasSucceeded ? "succeeded" : "failed";
}
