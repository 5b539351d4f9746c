import { exampleContext, exampleStacks, examplesDay, judgeStack } from "../../policy-pack/engine/examples";
import { fewestCharacters, mostDays } from "../../policy-pack/engine/exceptions";
import type { Relation, Rule } from "../../policy-pack/engine/rule";
import { block, paragraphs } from "./markdown";

const day = 86_400_000;

/** How one resource is allowed to break a rule for a while. */
export function exceptions(rule: Rule | Relation): string {
    const exception = {
        resource: violatingResource(rule),
        reason: "Say here why the risk is taken.",
        owner: "team-or-person",
        expires: new Date(examplesDay.getTime() + 90 * day).toISOString().slice(0, 10),
    };
    return paragraphs(
        `A resource may break the rule for a while: name it in \`stacks/policy.<environment>.json\` with a reason of ${fewestCharacters} characters or more, who answers for it, and the last day, at most ${mostDays} days ahead.`,
        block("json", JSON.stringify({ [rule.id]: { exceptions: [exception] } }, null, 4)),
    );
}

function violatingResource(rule: Rule | Relation): string {
    const [stack = []] = exampleStacks(rule, "violating");
    const found = judgeStack(rule, stack, exampleContext(rule)).find(({ outcome }) => outcome.findings.length > 0);
    return `${found?.resource.token}::${found?.resource.name}`;
}
