import type { Relation, Rule } from "../../../../policy-pack/engine";
import { examplePolicy, lines } from "../../../../policy-pack/rules/api-management/example-policy";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

/** What a rule says about one policy, of an API unless another type is given. */
export function messagesOn(rule: Rule | Relation, inputs: object, type = "apimanagement:ApiPolicy"): string[] {
    const stack = stackOf({ policy: { type, inputs: { ...inputs } } });
    return judge(rule, stack).findings.map(({ message }) => message);
}

/** The document of an API with statements in inbound, behind `<base />`. */
export function inbound(...statements: string[]) {
    return examplePolicy({ inbound: lines(...statements) });
}
