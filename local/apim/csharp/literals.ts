import type { TypeRule } from "./judge";
import { lookUp } from "./scope";
import { nullType } from "./type-table";
import { parseType } from "./types";

/** Types of what stands for itself. */
export const literalRules: Record<string, TypeRule> = {
    string_literal: () => parseType("string"),
    character_literal: () => parseType("char"),
    boolean_literal: () => parseType("bool"),
    null_literal: () => nullType,
    integer_literal: (node, _scope, judge) => {
        if (/^[0-9]+$/.test(node.text) && BigInt(node.text) < 2n ** 31n) return parseType("int");
        if (/^[0-9]+L$/.test(node.text) && BigInt(node.text.slice(0, -1)) < 2n ** 63n) return parseType("long");
        return judge.report(node, node.kind, `${node.text} is no decimal int or long.`);
    },
    identifier: (node, scope, judge) => {
        const variable = lookUp(scope, node.text);
        return variable ? variable.type : judge.report(node, node.text, `Variable ${node.text} is not declared.`);
    },
};
