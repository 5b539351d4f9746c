import type { Policies, ResourceValidationArgs, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { genericType } from "./arm-resource";
import { type Configuration, exceptionsPolicy, packPolicy, readConfiguration } from "./configuration";
import { evaluateRelation, evaluateRule, type Outcome } from "./evaluate";
import { covers } from "./exceptions";
import type { Memory } from "./memory";
import { judgedOf, rememberedOf } from "./observed";
import { metadata, reportOutcome } from "./report";
import type { Resource } from "./resource";
import { type Context, concerns, isRelation, judges, type Relation, type Rule } from "./rule";
import { atLevel, type configuredPolicies } from "./sdk";
import { settingsParameters } from "./settings";
import { Stack } from "./stack";
import { resourceType } from "./type-token";

/** What the pack asks of the world around it. */
export interface Surroundings {
    now(): Date;
    configuredPolicies: typeof configuredPolicies;
}

/** The rules as policies of the SDK, after one that reads settings and inputs, before one that looks back. */
export function policies(rules: readonly (Rule | Relation)[], surroundings: Surroundings): Policies {
    const memory: Memory = { judged: new Map(), needed: new Map() };
    const judge = judging(memory, surroundings);
    return [
        reading(rules, memory, surroundings),
        ...rules.map((rule) =>
            isRelation(rule) ? relationPolicy(rule, memory, judge) : rulePolicy(rule, memory, judge),
        ),
        lookingBack(memory),
    ];
}

function reading(
    rules: readonly (Rule | Relation)[],
    memory: Memory,
    { now, configuredPolicies }: Surroundings,
): ResourceValidationPolicy {
    let configuration: Promise<Configuration> | undefined;
    const configure = async () => {
        const configured = await configuredPolicies([packPolicy, ...rules.map(({ id }) => id)]);
        return readConfiguration(rules, configured, now());
    };
    return {
        name: packPolicy,
        displayName: "Settings of the pack",
        description: "The configuration of the pack is valid, and weakens no rule without a word.",
        enforcementLevel: "mandatory",
        severity: "critical",
        configSchema: { properties: settingsParameters },
        validateResource: async (args, report) => {
            const isFirst = configuration === undefined;
            configuration ??= configure();
            memory.configuration = await configuration;
            memory.judged.set(args.urn, judgedOf(args));
            memory.stack = undefined;
            if (!isFirst) return;
            // at levels of their own: whoever lowers a rule could lower this policy, too
            for (const problem of memory.configuration.problems) report(atLevel("mandatory", problem));
            for (const weakened of memory.configuration.weakened) report(atLevel("advisory", weakened));
        },
    };
}

function rulePolicy(rule: Rule, memory: Memory, judge: Judge): ResourceValidationPolicy {
    return {
        ...metadata(rule),
        validateResource: (args, report) => {
            if (memory.configuration === undefined) return isConcerned(rule, args) ? report(packIsOff) : undefined;
            const resources = memory.judged.get(args.urn) ?? [];
            judge(rule, resources, (resource, context) => evaluateRule(rule, resource, context), args, report);
        },
    };
}

/** Without the memory, nobody knows what a generic resource stands for. */
function isConcerned(rule: Rule, { type }: ResourceValidationArgs): boolean {
    const own = resourceType(type);
    return judges(rule, { type: own }) || own === genericType;
}

function relationPolicy(relation: Relation, memory: Memory, judge: Judge): StackValidationPolicy {
    return {
        ...metadata(relation),
        validateStack: (args, report) => {
            if (memory.configuration === undefined) return args.resources.length > 0 ? report(packIsOff) : undefined;
            memory.stack ??= new Stack(args.resources.flatMap((resource) => rememberedOf(resource, memory.judged)));
            const { stack } = memory;
            const evaluate: Evaluate = (resource, context) => evaluateRelation(relation, resource, stack, context);
            judge(relation, stack.resources, evaluate, args, report);
        },
    };
}

type Evaluate = (resource: Resource, context: Context<never>) => Outcome;

type Judge = ReturnType<typeof judging>;

/** Lets a rule judge what concerns it of some resources, as the policy configuration says. */
function judging(memory: Memory, { now }: Surroundings) {
    return (
        rule: Rule | Relation,
        resources: readonly Resource[],
        evaluate: Evaluate,
        { notApplicable }: { notApplicable(reason: string): never },
        report: (message: string, urn?: string) => void,
    ): void => {
        const { settings, rules } = memory.configuration ?? {};
        const configured = rules?.get(rule.id);
        if (settings === undefined || configured === undefined) return;
        if (rule.presence && settings.stackRole === "component") {
            notApplicable("stackRole is component, and a component is judged on what it has");
        }
        const context = { parameters: configured.parameters as never, settings, now: now() };
        for (const resource of resources) {
            if (!concerns(rule, resource)) continue;
            const outcome = evaluate(resource, context);
            if (outcome.findings.length === 0 && outcome.undecided.length === 0) continue;
            const exception = configured.exceptions.find((each) => covers(each, resource));
            if (exception) memory.needed.set(exception, (memory.needed.get(exception) ?? new Set()).add(resource.urn));
            const { strictUnknown } = settings;
            reportOutcome(outcome, rule, resource, { exception, strictUnknown, now: context.now }, report);
        }
    };
}

/** Listed last, when every rule has judged. */
function lookingBack(memory: Memory): StackValidationPolicy {
    return {
        name: exceptionsPolicy,
        displayName: "Exceptions are needed",
        description: "Every exception in the policy configuration is needed, by one resource.",
        enforcementLevel: "mandatory",
        severity: "medium",
        validateStack: (_, report) => {
            const all = [...(memory.configuration?.rules ?? [])].flatMap(([id, { exceptions }]) =>
                exceptions.map((exception) => ({ id, exception })),
            );
            for (const { id, exception } of all) {
                const needed = [...(memory.needed.get(exception) ?? [])];
                const subject = `The exception from ${id} for "${exception.resource}"`;
                if (needed.length === 0)
                    report(atLevel("advisory", `${subject} is not needed: remove it from the policy configuration.`));
                if (needed.length > 1) {
                    const covers = `covers ${needed.length} resources: name the one by its URN`;
                    report(atLevel("mandatory", `${subject} ${covers}, ${needed.join(" or ")}.`));
                }
            }
        },
    };
}

const packIsOff = `The policy "${packPolicy}" is switched off. It gives the others their settings and inputs: switch it on.`;
