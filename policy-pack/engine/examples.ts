import { evaluate, type Outcome } from "./evaluate";
import { parameterValues } from "./parameters";
import type { Resource } from "./resource";
import { concerns, type Example, isRelation, type Relation, type Rule } from "./rule";
import { settingsParameters } from "./settings";
import { Stack } from "./stack";
import { resourceType } from "./type-token";

/** The day on which examples are judged, as rules compare dates with today. */
export const examplesDay = new Date("2026-01-01T00:00:00Z");

/** The stacks that the examples of a rule are; an example of one resource is a stack of its own. */
export function exampleStacks(rule: Rule | Relation, kind: "compliant" | "violating"): Resource[][] {
    if (!isRelation(rule)) {
        const [type = ""] = rule.types;
        return rule.examples[kind].map((example) => [exampleResource("example", { type, ...example })]);
    }
    return rule.examples[kind].map((stack) =>
        Object.entries(stack).map(([name, example]) => exampleResource(name, example)),
    );
}

/** An example as rules get it. */
export function exampleResource(name: string, { type, inputs = {}, options }: Example & { type: string }): Resource {
    return {
        urn: `urn:${name}`,
        type: resourceType(type),
        token: type.split(":").length === 2 ? `azure-native:${type}` : type,
        name,
        custom: true,
        inputs,
        options: { protect: false, ignoreChanges: [], ...options },
        dependencies: {},
    };
}

/** What a rule is told besides the resources, in production. */
export function exampleContext(
    rule: Rule | Relation,
    { parameters = rule.examples.parameters ?? {}, now = examplesDay }: { parameters?: object; now?: Date } = {},
) {
    return {
        parameters: parameterValues(rule.parameters ?? {}, parameters),
        settings: parameterValues(settingsParameters, { stackRole: "environment" }),
        now,
    };
}

/** What a rule says about each resource of a stack that concerns it. */
export function judgeStack(
    rule: Rule | Relation,
    resources: readonly Resource[],
    context: ReturnType<typeof exampleContext>,
): { resource: Resource; outcome: Outcome }[] {
    const stack = new Stack(resources);
    return resources
        .filter((resource) => concerns(rule, resource))
        .map((resource) => ({
            resource,
            outcome: evaluate(rule, resource, stack, context),
        }));
}
