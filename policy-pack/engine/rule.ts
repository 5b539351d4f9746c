import type { Parameters, ParameterValues } from "./parameters";
import type { Resource } from "./resource";
import type { Settings } from "./settings";

/** Something that breaks a rule. Never holds the value of an input, which may be secret. */
export interface Finding {
    /** The input that is wrong, one of `reads`; empty when it is the resource as a whole. */
    path: string;
    /** Other inputs that the finding follows from; while one of them is unknown, the rule is undecided. */
    given?: readonly string[];
    message: string;
}

/** The finding unless something holds. */
export function unless(holds: boolean, path: string, message: string, given?: readonly string[]): Finding[] {
    return holds ? [] : [{ path, message, ...(given && { given }) }];
}

export interface Context<P extends Parameters> {
    /** Type of the resource, one of `types`. */
    type: string;
    parameters: ParameterValues<P>;
    settings: Settings;
    now: Date;
}

/** What rules and relations have in common. */
interface Definition<P extends Parameters> {
    /** Name of the policy; never changed and never used again. */
    id: string;
    /** What holds when the rule is kept, as a short sentence. */
    title: string;
    severity: "low" | "medium" | "high" | "critical";
    /** Ids of MCP Security Best Practices 2025. */
    practices: string[];
    references: {
        /** Controls of the Microsoft cloud security benchmark v1. */
        mcsb?: string[];
        /** Recommendations of the CIS Microsoft Azure Foundations Benchmark v3.0.0. */
        cis?: string[];
        /** First eight digits of the ids of built-in Azure Policy definitions. */
        azurePolicy?: string[];
    };
    /** Page of the vendor's documentation on the subject. */
    url: string;
    /** Types that are judged. */
    types: string[];
    /** Every input that the check reads. */
    reads: string[];
    /** Those of `reads` that may be absent, because absent is as safe as the safe value. All others must be present. */
    optional?: string[];
    parameters?: P;
    why: string;
    fix: string;
}

/** What the check of a rule gets: the inputs as plain data, without those that are unknown. */
// biome-ignore lint/suspicious/noExplicitAny: inputs have a different shape for every type, and no provider SDK is here to tell
export type Inputs = any;

/** A rule on one resource by itself. It can stop the resource before it is created. */
export interface Rule<P extends Parameters = Parameters> extends Definition<P> {
    check(inputs: Inputs, context: Context<P>): Finding[];
    /** Inputs of the first of `types`; fixtures and documentation. */
    examples: { compliant: Inputs[]; violating: Inputs[] };
}

/** A rule on a resource and others of its stack. It can stop a preview only. */
export interface Relation<P extends Parameters = Parameters> extends Definition<P> {
    /** Every input of other resources that the check reads, by type. */
    related: Record<string, string[]>;
    /** Whether the rule demands that something exists, which only a whole environment can be asked for. */
    presence?: boolean;
    /** @throws Undecided when a value that the answer needs is not known. */
    check(resource: Resource, stack: readonly Resource[], context: Context<P>): Finding[];
    /** Stacks: resources by logical name; fixtures and documentation. */
    examples: { compliant: ExampleStack[]; violating: ExampleStack[] };
}

export type ExampleStack = Record<string, { type: string; inputs: Inputs }>;

export function isRelation(rule: Rule | Relation): rule is Relation {
    return "related" in rule;
}

/** A rule on one resource by itself. */
export function defineRule<const P extends Parameters>(rule: Rule<P>): Rule<P> {
    return rule;
}

/** A rule on a resource and others of its stack. */
export function defineRelation<const P extends Parameters>(relation: Relation<P>): Relation<P> {
    return relation;
}
