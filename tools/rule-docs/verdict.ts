import { exampleContext, exampleStacks, examplesDay, judgeStack } from "../../policy-pack/engine/examples";
import type { Resource } from "../../policy-pack/engine/resource";
import { isRelation, type Relation, type Rule } from "../../policy-pack/engine/rule";
import { code, list, prose } from "./markdown";

const otherDays = ["1990-01-01", "2090-01-01"].map((day) => new Date(day));

/** What a rule finds in an example. */
export function verdict(rule: Rule | Relation, stack: readonly Resource[]): string {
    const found = judgeStack(rule, stack, exampleContext(rule)).flatMap(({ resource, outcome }) =>
        outcome.findings.map(({ path, message }) => {
            const place = [isRelation(rule) ? resource.name : "", path].filter((part) => part !== "").map(code);
            return sentence(place.join(", "), message);
        }),
    );
    const [only, ...more] = found;
    if (only === undefined) throw new Error(`The rule "${rule.id}" finds nothing in a violating example.`);
    return more.length === 0 ? only : list(found);
}

function sentence(place: string, message: string): string {
    const text = prose(message);
    return place === "" ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : `${place}: ${text}.`;
}

/** Whether a rule would judge an example otherwise on another day. */
export function dependsOnDay(rule: Rule | Relation): boolean {
    const stacks = [...exampleStacks(rule, "compliant"), ...exampleStacks(rule, "violating")];
    const judged = (now: Date) =>
        JSON.stringify(
            stacks.map((stack) => judgeStack(rule, stack, exampleContext(rule, { now })).map(({ outcome }) => outcome)),
        );
    const usual = judged(examplesDay);
    return otherDays.some((day) => judged(day) !== usual);
}
