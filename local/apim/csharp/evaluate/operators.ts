import { Boxed } from "../../dotnet/boxed";
import { sameReference } from "../../dotnet/equality";
import { DotNetException } from "../../dotnet/exception";
import { commonType } from "../operators";
import { child, namedChildren, type Syntax } from "../syntax";
import { nullType } from "../type-table";
import { formatType, parseType, sameType, type Type } from "../types";
import { type CompileRule, type Compiler, found, implementationOf, NotImplemented, typeOf } from "./compiler";
import { cast, instanceTest, numberCast } from "./conversions";
import { type Code, frameOf, placeOf, type Scope } from "./frame";

/** What runs operators. */
export const operatorRules: Record<string, CompileRule> = {
    parenthesized_expression: (node, scope, compiler) => compiler.expression(namedChildren(node)[0], scope),

    binary_expression: (node, scope, compiler) => {
        const operator = operatorOf(node);
        const rule = Object.hasOwn(binaryRules, operator) ? binaryRules[operator] : undefined;
        if (rule === undefined) throw new NotImplemented(node, `\`${operator}\``);
        return rule(node, scope, compiler);
    },

    prefix_unary_expression: (node, scope, compiler) => {
        const type = typeOf(node, compiler);
        const operand = compiler.expression(namedChildren(node)[0], scope, type);
        if (operatorOf(node) === "!") return (frame) => !operand(frame);
        const subtract = calculator("-", type, node);
        const zero = type.name === "long" ? 0n : 0;
        return (frame) => subtract(zero, operand(frame));
    },

    postfix_unary_expression: (node, scope, compiler) => {
        const [operand] = namedChildren(node);
        if (operand?.kind !== "identifier") throw new NotImplemented(node, "`++` of what is no variable");
        const type = typeOf(operand, compiler);
        const isLong = type.name === "long";
        const add = calculator("+", parseType(isLong ? "long" : "int"), node);
        const one = isLong ? 1n : 1;
        // a char or byte stays one
        const back = numberCast(type);
        const place = found(placeOf(scope, operand.text));
        const frameOfVariable = frameOf(place, scope);
        return (frame) => {
            const { slots } = frameOfVariable(frame);
            const before = slots[place.slot];
            slots[place.slot] = back(add(before, one));
            return before;
        };
    },

    conditional_expression: (node, scope, compiler) => {
        const type = typeOf(node, compiler);
        const condition = compiler.expression(child(node, "condition"), scope);
        const consequence = compiler.expression(child(node, "consequence"), scope, type);
        const alternative = compiler.expression(child(node, "alternative"), scope, type);
        return (frame) => (condition(frame) ? consequence(frame) : alternative(frame));
    },

    cast_expression: (node, scope, compiler) => {
        const { table } = compiler;
        const operand = child(node, "value");
        const [given, wanted] = [typeOf(operand, compiler), typeOf(node, compiler)];
        const value = compiler.expression(operand, scope);
        const convert = table.mayBe(given, wanted)
            ? cast(given, wanted, table.accepts(wanted, given), table.isValue(wanted), node)
            : converter(node, given, wanted, compiler);
        return (frame) => convert(value(frame));
    },

    as_expression: (node, scope, compiler) => {
        const operand = child(node, "left");
        const [given, wanted] = [typeOf(operand, compiler), typeOf(node, compiler)];
        if (compiler.table.accepts(wanted, given)) return compiler.expression(operand, scope, wanted);
        const value = compiler.expression(operand, scope);
        const isInstance = instanceTest(wanted, node);
        return (frame) => {
            const object = value(frame);
            return isInstance(object) ? object : null;
        };
    },
};

/** What runs operators between two operands. */
export const binaryRules: Record<string, CompileRule> = {
    "&&": (node, scope, compiler) => {
        const [left, right] = operands(node, scope, compiler);
        return (frame) => left(frame) && right(frame);
    },
    "||": (node, scope, compiler) => {
        const [left, right] = operands(node, scope, compiler);
        return (frame) => left(frame) || right(frame);
    },
    "??": (node, scope, compiler) => {
        const [left, right] = operands(node, scope, compiler, typeOf(node, compiler));
        return (frame) => left(frame) ?? right(frame);
    },
    "==": equality,
    "!=": (node, scope, compiler) => {
        const equal = equality(node, scope, compiler);
        return (frame) => !equal(frame);
    },
    "<": comparison((left, right) => left < right),
    ">": comparison((left, right) => left > right),
    ">=": comparison((left, right) => left >= right),
    "+": (node, scope, compiler) =>
        typeOf(node, compiler).name === "string"
            ? concatenation(node, scope, compiler)
            : calculation(node, scope, compiler),
    "-": calculation,
    "*": calculation,
    "%": calculation,
    "|": calculation,
    "^": calculation,
};

interface Arithmetic {
    int(left: number, right: number): number;
    long(left: bigint, right: bigint): bigint;
}

// what is too large wraps around, as outside of `checked`
const arithmetic: Record<string, Arithmetic> = {
    "+": { int: (left, right) => (left + right) | 0, long: (left, right) => BigInt.asIntN(64, left + right) },
    "-": { int: (left, right) => (left - right) | 0, long: (left, right) => BigInt.asIntN(64, left - right) },
    "*": { int: Math.imul, long: (left, right) => BigInt.asIntN(64, left * right) },
    "%": {
        int: (left, right) => (left % divisor(left, right, -(2 ** 31))) | 0,
        long: (left, right) => left % divisor(left, right, -(2n ** 63n)),
    },
    "|": { int: (left, right) => left | right, long: (left, right) => left | right },
    "^": { int: (left, right) => left ^ right, long: (left, right) => left ^ right },
};

function calculation(node: Syntax, scope: Scope, compiler: Compiler): Code {
    const type = typeOf(node, compiler);
    const calculate = calculator(operatorOf(node), type, node);
    const [left, right] = operands(node, scope, compiler, type);
    return (frame) => calculate(left(frame), right(frame));
}

function calculator(operator: string, { name }: Type, node: Syntax): (left: unknown, right: unknown) => unknown {
    const calculate = name === "int" || name === "long" ? arithmetic[operator]?.[name] : undefined;
    if (calculate === undefined) throw new NotImplemented(node, `\`${operator}\` of ${name}`);
    return calculate as (left: unknown, right: unknown) => unknown;
}

// https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/expressions#12104-remainder-operator
function divisor<T extends number | bigint>(left: T, right: T, least: T): T {
    if (Number(right) === 0) throw new DotNetException("DivideByZeroException", "Attempted to divide by zero.");
    if (left === least && Number(right) === -1) {
        throw new DotNetException("OverflowException", "Arithmetic operation resulted in an overflow.");
    }
    return right;
}

// JavaScript compares a number with a bigint by what they are
function comparison(compare: (left: number | bigint, right: number | bigint) => boolean): CompileRule {
    return (node, scope, compiler) => {
        const [left, right] = operands(node, scope, compiler);
        return (frame) => compare(left(frame) as number | bigint, right(frame) as number | bigint);
    };
}

/** By the static types: texts and values by what they are, anything else by being the same object. */
function equality(node: Syntax, scope: Scope, compiler: Compiler): Code {
    const types = [typeOf(child(node, "left"), compiler), typeOf(child(node, "right"), compiler)] as const;
    const common = found(commonType(...types, compiler));
    const [left, right] = operands(node, scope, compiler, common);
    const comparesValues =
        common.name === "string" || compiler.table.isValue(common) || types.some((type) => sameType(type, nullType));
    if (comparesValues) return (frame) => left(frame) === right(frame);
    return (frame) => sameReference(left(frame), right(frame));
}

function concatenation(node: Syntax, scope: Scope, compiler: Compiler): Code {
    const [left, right] = operands(node, scope, compiler);
    const toLeft = textConversion(child(node, "left"), compiler);
    const toRight = textConversion(child(node, "right"), compiler);
    return (frame) => toLeft(left(frame)) + toRight(right(frame));
}

/** The text of values within a text, by their types. */
const texts: Record<string, (value: unknown) => string> = {
    bool: (value) => (value ? "True" : "False"),
    byte: String,
    char: (value) => String.fromCharCode(Number(value)),
    Guid: String,
    int: String,
    JTokenType: String,
    long: String,
    null: () => "",
    object: textOfObject,
    string: (value) => (value === null ? "" : String(value)),
};

function textConversion(operand: Syntax | undefined, compiler: Compiler): (value: unknown) => string {
    const type = formatType(typeOf(operand, compiler));
    const convert = Object.hasOwn(texts, type) ? texts[type] : undefined;
    if (convert === undefined) throw new NotImplemented(found(operand), `${type} within a text`);
    return convert;
}

function textOfObject(value: unknown): string {
    const type = value === null ? "null" : typeName(value);
    const convert = Object.hasOwn(texts, type) && type !== "object" ? texts[type] : undefined;
    if (convert === undefined) throw new Error(`The text of an object is not implemented: ${type}.`);
    return convert(value instanceof Boxed ? value.value : value);
}

function typeName(value: unknown): string {
    if (value instanceof Boxed) return value.type;
    const names: Record<string, string> = { bigint: "long", boolean: "bool", number: "int" };
    return names[typeof value] ?? typeof value;
}

function converter(node: Syntax, given: Type, wanted: Type, { table }: Compiler): (value: unknown) => unknown {
    const entry = found(table.converter(given, wanted));
    return implementationOf(entry, `castsTo ${formatType(wanted)}`, node);
}

function operands(node: Syntax, scope: Scope, compiler: Compiler, wanted?: Type): [left: Code, right: Code] {
    const [left, right] = [child(node, "left"), child(node, "right")];
    return [compiler.expression(left, scope, wanted), compiler.expression(right, scope, wanted)];
}

function operatorOf(node: Syntax): string {
    return node.children.find(({ named }) => !named)?.text ?? "";
}
