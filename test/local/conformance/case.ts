import type { Change, Properties, ProviderInstance } from "../../../local/provider/provider";

/** What one resource type must do. A change replaces inputs of the same name, or removes them with `null`. */
export interface Case {
    /** Smallest valid inputs. */
    inputs: Properties;
    /** What must exist before, in this order: tokens of examples, or inputs of one's own. */
    needs: (string | [token: string, inputs: Properties])[];
    /** Id that it gets. */
    id: RegExp;
    /** Paths of outputs that the service chooses: unknown in a preview, there afterwards. */
    chosen: string[];
    /** A change that is made in place, with the paths that a preview shows. */
    inPlace: [change: Properties, changes: Record<string, Change>];
    /** The service takes updates and leaves everything as it was. */
    ignoresUpdates?: true;
    /** A change that needs a new resource. Absent when there is none. */
    replaced?: [change: Properties, changes: Record<string, Change>];
    /** A reference to what is not there. */
    missing: [change: Properties, message: RegExp];
    /** What a second one with the same inputs is told, or that it is the same one. Absent when there may be two. */
    conflict?: RegExp | "updated";
    /** What another one is told that cannot exist beside it for a reason of its own type. */
    rival?: [change: Properties, message: RegExp];
    /** A deleted one keeps its name: it is recovered, or the next one with its name is told this. */
    softDelete?: "recovered" | RegExp;
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
    /** What precedes the keys of `cases` in a token. */
    prefix: string;
    /** Tokens of the registry. */
    tokens: string[];
    cases: Record<string, Case>;
    /** Inputs of what other resources need. */
    examples: Record<string, Properties>;
    /** Whether a replaced resource with a given name goes before the new one comes. */
    deletesBeforeReplacement: boolean;
    newWorld(): World;
}
