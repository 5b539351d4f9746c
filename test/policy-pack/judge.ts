import { evaluateRelation, evaluateRule, type Outcome } from "../../policy-pack/engine/evaluate";
import { parameterValues } from "../../policy-pack/engine/parameters";
import type { Resource } from "../../policy-pack/engine/resource";
import { concerns, isRelation, type Relation, type Rule } from "../../policy-pack/engine/rule";
import { settingsParameters } from "../../policy-pack/engine/settings";
import { Stack } from "../../policy-pack/engine/stack";

/** The day on which the examples of the rules are judged. */
export const examplesDay = new Date("2026-01-01T00:00:00Z");

/** What a rule is told besides the resources, in production. */
export function contextOf(rule: Rule | Relation, parameters: object = {}) {
    return {
        parameters: parameterValues(rule.parameters ?? {}, parameters),
        settings: parameterValues(settingsParameters, { stackRole: "environment" }),
        now: examplesDay,
    };
}

/** What a rule says about a stack of which every resource is known by its logical name. */
export function judge(rule: Rule | Relation, stack: readonly Resource[], parameters: object = {}): Outcome {
    const context = contextOf(rule, parameters);
    const whole = new Stack(stack);
    const outcomes = stack
        .filter((resource) => concerns(rule, resource))
        .map((resource) =>
            isRelation(rule) ? evaluateRelation(rule, resource, whole, context) : evaluateRule(rule, resource, context),
        );
    return {
        findings: outcomes.flatMap(({ findings }) => findings),
        undecided: outcomes.flatMap(({ undecided }) => undecided),
    };
}
