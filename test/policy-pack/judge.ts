import type { Outcome } from "../../policy-pack/engine/evaluate";
import { exampleContext, examplesDay, judgeStack } from "../../policy-pack/engine/examples";
import type { Resource } from "../../policy-pack/engine/resource";
import type { Relation, Rule } from "../../policy-pack/engine/rule";

export { examplesDay };

/** What a rule is told besides the resources, in production. */
export function contextOf(rule: Rule | Relation, parameters: object = {}) {
    return exampleContext(rule, { parameters });
}

/** What a rule says about a stack of which every resource is known by its logical name. */
export function judge(rule: Rule | Relation, stack: readonly Resource[], parameters: object = {}): Outcome {
    const outcomes = judgeStack(rule, stack, contextOf(rule, parameters)).map(({ outcome }) => outcome);
    return {
        findings: outcomes.flatMap(({ findings }) => findings),
        undecided: outcomes.flatMap(({ undecided }) => undecided),
    };
}
