import type { Parameters, ParameterValues } from "./parameters";
import type { Options, Resource } from "./resource";
import type { Settings } from "./settings";
import type { Stack } from "./stack";

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
    /** Whether a finding stops the deployment, unless the policy configuration says otherwise. */
    level: "mandatory" | "advisory";
    /** Ids of MCP Security Best Practices 2025. */
    practices: string[];
    /** Where others demand the same. */
    references: {
        /** Controls of the Microsoft cloud security benchmark v1. */
        mcsb?: string[];
        /** Recommendations of the CIS Microsoft Azure Foundations Benchmark v3.0.0. */
        cis?: string[];
        /** First eight digits of the ids of built-in Azure Policy definitions. */
        azurePolicy?: string[];
        /** Ids of Checkov checks. */
        checkov?: string[];
        /** Names of PSRule for Azure rules, without `Azure.`. */
        psrule?: string[];
    };
    /** The component of this project that keeps the rule, where one does. */
    component?: string;
    /** Page of the vendor's documentation on the subject. */
    url: string;
    /** Types that are judged; {@link everyType} for all. */
    types: string[];
    /** Every input that the check reads; the empty path is all of them. */
    reads: string[];
    /** Those of `reads` that may be absent, because absent is as safe as the safe value. All others must be present. */
    optional?: string[];
    /** Whether only a whole environment can be asked for this, such as that something exists. */
    presence?: boolean;
    parameters?: P;
    why: string;
    fix: string;
}

/** Stands in `types` for every type. */
export const everyType = "*";

/** What the check of a rule gets: the inputs as plain data, without those that are unknown. */
// biome-ignore lint/suspicious/noExplicitAny: inputs have a different shape for every type, and no provider SDK is here to tell
export type Inputs = any;

/** A rule on one resource by itself. It can stop the resource before it is created. */
export interface Rule<P extends Parameters = Parameters> extends Definition<P> {
    /** Inputs that the check does not read although `reads` covers them, by type. */
    ignores?: Record<string, string[]>;
    /** Options of the resource that the check reads. They are always known. */
    readsOptions?: (keyof Options)[];
    check(inputs: Inputs, context: Context<P> & { resource: Omit<Resource, "inputs"> }): Finding[];
    /** Fixtures and documentation. */
    examples: Examples<Example>;
}

/** What a rule lets pass, and what it stops. */
interface Examples<E> {
    compliant: E[];
    violating: E[];
    /** What is configured for them all, where that is not the default. */
    parameters?: object;
}

/** A resource as a program writes it. Its logical name is `example`, unless a stack gives it another. */
export interface Example {
    /** Type as rules name it, or a whole token. Default: the first of the rule's `types`. */
    type?: string;
    inputs?: Inputs;
    options?: Partial<Options>;
}

/** A rule on a resource and others of its stack. It can stop a preview only. */
export interface Relation<P extends Parameters = Parameters> extends Definition<P> {
    /** Every input of other resources that the check reads, by type. */
    related: Record<string, RelatedReads>;
    /** @throws Undecided when a value that the answer needs is not known. */
    check(resource: Resource, stack: Stack, context: Context<P>): Finding[];
    /** Stacks: resources by logical name; fixtures and documentation. */
    examples: Examples<ExampleStack>;
}

/** As `reads` and `optional` of the resource itself: what is required and absent is a finding on the other resource. */
export interface RelatedReads {
    required?: string[];
    optional?: string[];
}

export type ExampleStack = Record<string, Example & { type: string }>;

export function isRelation(rule: Rule | Relation): rule is Relation {
    return "related" in rule;
}

/** Whether a rule judges resources of a type. */
export function judges(rule: Rule | Relation, { type }: { type: string }): boolean {
    return rule.types.includes(type) || rule.types.includes(everyType);
}

/** Whether a rule judges resources of a type, or reads them to judge others. */
export function concerns(rule: Rule | Relation, resource: { type: string }): boolean {
    return judges(rule, resource) || (isRelation(rule) && Object.hasOwn(rule.related, resource.type));
}

/** A rule on one resource by itself. */
export function defineRule<const P extends Parameters>(rule: Rule<P>): Rule<P> {
    return rule;
}

/** A rule on a resource and others of its stack. */
export function defineRelation<const P extends Parameters>(relation: Relation<P>): Relation<P> {
    return relation;
}
