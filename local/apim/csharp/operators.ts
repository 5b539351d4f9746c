import type { Judge, TypeRule } from "./judge";
import type { Scope } from "./scope";
import { child, namedChildren, type Syntax } from "./syntax";
import { nullType } from "./type-table";
import { formatType, parseType, sameType, type Type } from "./types";
import { writtenType } from "./written-type";

const bool = parseType("bool");
const text = parseType("string");
const numbers = ["byte", "char", "int", "long", "double"];

/** Types of what operators give. */
export const operatorRules: Record<string, TypeRule> = {
    parenthesized_expression: (node, scope, judge) => judge.typeOf(namedChildren(node)[0], scope),

    binary_expression: (node, scope, judge) => {
        const left = judge.typeOf(child(node, "left"), scope);
        const right = judge.typeOf(child(node, "right"), scope);
        return left && right && binary(node, left, right, judge);
    },

    prefix_unary_expression: (node, scope, judge) => {
        const [operand] = namedChildren(node);
        const type = judge.typeOf(operand, scope);
        const negates = node.text.startsWith("!");
        const wanted = negates ? ["bool"] : numbers;
        if (type === undefined) return undefined;
        if (wanted.includes(type.name)) return negates ? type : wider(type, type);
        return judge.report(node, node.kind, `\`${node.text}\` takes ${wanted[0]}, not ${formatType(type)}.`);
    },

    postfix_unary_expression: (node, scope, judge) => {
        const type = judge.typeOf(namedChildren(node)[0], scope);
        if (type === undefined || numbers.includes(type.name)) return type;
        return judge.report(node, node.kind, `\`${node.text}\` counts ${formatType(type)}, which is no number.`);
    },

    conditional_expression: (node, scope, judge) => {
        expectBool(child(node, "condition"), scope, judge);
        const one = judge.typeOf(child(node, "consequence"), scope);
        const other = judge.typeOf(child(node, "alternative"), scope);
        return one && other && (commonType(one, other, judge) ?? noCommonType(node, one, other, judge));
    },

    cast_expression: (node, scope, judge) => {
        const wanted = writtenType(child(node, "type"), judge);
        const given = judge.typeOf(child(node, "value"), scope);
        if (wanted === undefined || given === undefined) return undefined;
        if (judge.table.mayBe(given, wanted)) return wanted;
        const converter = judge.table.converter(given, wanted);
        if (converter !== undefined) {
            judge.useCast(converter, wanted);
            return wanted;
        }
        return judge.report(
            node,
            node.kind,
            `No cast from ${formatType(given)} to ${formatType(wanted)} is in the subset.`,
        );
    },

    as_expression: (node, scope, judge) => {
        const given = judge.typeOf(child(node, "left"), scope);
        const wanted = writtenType(child(node, "right"), judge);
        if (wanted === undefined || given === undefined) return undefined;
        if (!judge.table.isValue(wanted) && judge.table.mayBe(given, wanted)) return wanted;
        return judge.report(node, node.kind, `\`as\` does not turn ${formatType(given)} into ${formatType(wanted)}.`);
    },
};

/** The type that both sides of a choice have. */
export function commonType(one: Type, other: Type, { table }: Pick<Judge, "table">): Type | undefined {
    if (table.accepts(one, other)) return one;
    return table.accepts(other, one) ? other : undefined;
}

export function noCommonType(node: Syntax, one: Type, other: Type, judge: Judge): undefined {
    return judge.report(node, node.kind, `${formatType(one)} and ${formatType(other)} have no type in common.`);
}

/** Reports a condition that is not a bool. */
export function expectBool(node: Syntax | undefined, scope: Scope, judge: Judge): void {
    const type = judge.typeOf(node, scope);
    if (type && !sameType(type, bool)) {
        judge.report(node, node?.kind ?? "", `A condition is bool, not ${formatType(type)}.`);
    }
}

/** What an operator gives for two operands. */
export function binary(node: Syntax, left: Type, right: Type, judge: Judge): Type | undefined {
    const operator = node.children.find(({ named }) => !named)?.text ?? "";
    const result = resultOf(operator, left, right, judge);
    if (result) return result;
    const operands = `${formatType(left)} and ${formatType(right)}`;
    return judge.report(node, `${node.kind} ${operator}`, `\`${operator}\` does not take ${operands} in the subset.`);
}

function resultOf(operator: string, left: Type, right: Type, judge: Judge): Type | undefined {
    const numeric = [left, right].every(({ name }) => numbers.includes(name));
    switch (operator) {
        case "&&":
        case "||":
            return [left, right].every((type) => sameType(type, bool)) ? bool : undefined;
        case "==":
        case "!=":
            return commonType(left, right, judge) && bool;
        case "<":
        case "<=":
        case ">":
        case ">=":
            return numeric ? bool : undefined;
        case "??":
            return sameType(left, nullType) || judge.table.isValue(left) ? undefined : commonType(left, right, judge);
        case "+":
            if ([left, right].some((type) => sameType(type, text))) return text;
    }
    return numeric ? wider(left, right) : undefined;
}

// arithmetic makes int of what is smaller
function wider(left: Type, right: Type): Type {
    const rank = Math.max(numbers.indexOf("int"), numbers.indexOf(left.name), numbers.indexOf(right.name));
    return parseType(numbers[rank] ?? "int");
}
