import { attribute, type CompileStatement, numbered } from "../pipeline/compiler";
import { sequence } from "../pipeline/step";
import { asCondition } from "../pipeline/value";
import { classify } from "../policy/expression";
import type { PolicyText } from "../policy/text";

/** Runs what stands under the first condition that is true: https://learn.microsoft.com/azure/api-management/choose-policy */
export const choose: CompileStatement = (element, compiler) => {
    const branches = numbered(element.children).map(({ element: when, segment }) => {
        const condition = attribute(when, "condition");
        const inside = compiler.inside(segment);
        return {
            holds: asCondition(inside.value(condition)),
            taken: inside.covered(when, "taken"),
            notTaken: isTrue(condition) ? () => {} : inside.covered(when, "not taken"),
            run: sequence(inside.statements(when.children)),
        };
    });
    const last = element.children.at(-1);
    const always = last !== undefined && isTrue(attribute(last, "condition"));
    const noneTaken = always ? () => {} : compiler.covered(element, "none taken");
    return async (exchange, made) => {
        for (const { holds, run, taken, notTaken } of branches) {
            if (await holds(exchange)) {
                taken();
                return run(exchange, made);
            }
            notTaken();
        }
        noneTaken();
        return "next";
    };
};

function isTrue(condition: PolicyText): boolean {
    const value = classify(condition);
    return value.kind === "expression" && value.code.trim() === "true";
}
