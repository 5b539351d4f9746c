import type { Change, Properties, ProviderInstance } from "../../../local/provider/provider";

/** What the engine keeps with a resource. */
export interface Made {
    id: string;
    inputs: Properties;
    outputs: Properties;
}

/** Inputs, or how they follow from what exists: by its type, or the name that it was given. */
export type Inputs = Properties | ((made: Record<string, Made>) => Properties);

/** What one resource type must do. A change replaces inputs of the same name, or removes them with `null`. */
export interface Case {
    /** Smallest valid inputs. */
    inputs: Inputs;
    /** What must exist before, in this order: types of examples, or inputs of one's own, perhaps with a name. */
    needs: (string | [type: string, inputs: Inputs, name?: string])[];
    /** Id that it gets. */
    id: RegExp;
    /** Paths of outputs that the service chooses: unknown in a preview, there afterwards. */
    chosen: string[];
    /** A change that is made in place, with the paths that a preview shows. Absent when every change needs a new one. */
    inPlace?: [change: Properties, changes: Record<string, Change>];
    /** The service takes updates and leaves everything as it was. */
    ignoresUpdates?: true;
    /** A change that needs a new resource. Absent when there is none. */
    replaced?: [change: Inputs, changes: Record<string, Change>];
    /** A reference to what is not there. Absent when it refers to nothing. */
    missing?: [change: Properties, message: RegExp];
    /** What a second one with the same inputs is told, or that it is the same one. Absent when there may be two. */
    conflict?: RegExp | "updated";
    /** What another one is told that cannot exist beside it for a reason of its own type. */
    rival?: [change: Properties, message: RegExp];
    /** A deleted one is kept: the next one recovers it or does not mind, or is told this because the name is taken. */
    softDelete?: "recovered" | "minds nobody" | RegExp;
    /** What the service makes besides it stays when it is deleted. */
    leaves?: true;
}

/** An empty cloud with one provider. */
export interface World {
    provider: ProviderInstance;
    /** What exists, and what is remembered of what was deleted. */
    store: { records: ReadonlyMap<string, unknown> };
}

/** The types of one provider, and a case for each. */
export interface Suite {
    /** Name of the provider package. */
    name: string;
    /** Token of a key of `cases`. */
    token(key: string): string;
    /** Tokens of the registry. */
    tokens: string[];
    cases: Record<string, Case>;
    /** Inputs of what other resources need. */
    examples: Record<string, Inputs>;
    /** Whether a preview is silent about outputs that are empty. */
    emptyIsAbsent?: true;
    /** Whether a replaced resource with a given name goes before the new one comes. */
    deletesBeforeReplacement: boolean;
    /** Whether deleting what is gone is no error for any type. */
    deletesWhatIsGone: boolean;
    newWorld(): World;
}
