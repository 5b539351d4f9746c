import type { Value } from "../../provider/provider";
import type { SyntaxNode } from "../language";
import { items, part, type Scalar, unsupported } from "../plan";
import type { ScalarType } from "../schema";
import { type Cell, whole } from "../values/cell";
import { parseDatetime } from "../values/datetime";
import { parseTimespan } from "../values/timespan";

export function constantOf(type: ScalarType, value: Cell): Scalar {
    return { type, constant: true, evaluate: () => value };
}

/** The value of a literal; undefined if it is none. */
export function literalOf(node: SyntaxNode): Scalar | undefined {
    switch (node.kind) {
        case "StringLiteralExpression":
        case "CompoundStringLiteralExpression":
            return constantOf("string", node.literal ?? unsupported(node));
        case "BooleanLiteralExpression":
            return constantOf("bool", inParentheses(node, readBool));
        case "IntLiteralExpression":
            return constantOf("int", inParentheses(node, readWhole));
        case "LongLiteralExpression":
            return constantOf("long", inParentheses(node, readWhole));
        case "RealLiteralExpression":
            return constantOf("real", inParentheses(node, readReal));
        case "DateTimeLiteralExpression":
            return constantOf("datetime", inParentheses(node, parseDatetime));
        case "TimespanLiteralExpression":
            return constantOf("timespan", inParentheses(node, parseTimespan));
        case "GuidLiteralExpression":
            return constantOf(
                "guid",
                inParentheses(node, (text) => text.toLowerCase()),
            );
        case "DynamicExpression":
            return constantOf("dynamic", jsonOf(part(node, "Expression")));
        default:
            return undefined;
    }
}

function readBool(text: string): boolean | null {
    return /^(?:true|1)$/iu.test(text) ? true : /^(?:false|0)$/iu.test(text) ? false : null;
}

function readWhole(text: string): number | null {
    return /^[+-]?(?:\d+|0x[0-9a-f]+)$/iu.test(text) ? whole(Number(text)) : null;
}

function readReal(text: string): number | null {
    const known: Readonly<Record<string, number>> = {
        nan: Number.NaN,
        "+inf": Number.POSITIVE_INFINITY,
        "-inf": Number.NEGATIVE_INFINITY,
    };
    const value = known[text.toLowerCase()] ?? Number(text);
    return Number.isNaN(value) && text.toLowerCase() !== "nan" ? null : value;
}

/** What `datetime(...)` and the like say; a span may stand without, and a null is written `datetime(null)`. */
function inParentheses<Read extends Cell>(node: SyntaxNode, read: (text: string) => Read | null): Read | null {
    const text = (/^\w+\s*\(([\s\S]*)\)$/u.exec(node.text)?.[1] ?? node.text).trim();
    return text === "null" ? null : (read(text) ?? unsupported(node));
}

function jsonOf(node: SyntaxNode): Value {
    switch (node.kind) {
        case "NullLiteralExpression":
            return null;
        case "JsonObjectExpression":
            return Object.fromEntries(
                items(node, "Pairs").map((pair) => [nameOf(part(pair, "Name")), jsonOf(part(pair, "Value"))]),
            );
        case "JsonArrayExpression":
            return items(node, "Values").map(jsonOf);
        case "UnaryMinusExpression":
            return -Number(jsonOf(part(node, "Expression")));
        default:
            return node.literal ?? jsonNumber(node);
    }
}

function jsonNumber(node: SyntaxNode): number | boolean {
    const value = JSON.parse(node.text) as Value;
    return typeof value === "number" || typeof value === "boolean" ? value : unsupported(node);
}

/** Names of properties may stand in single quotes too. */
function nameOf(node: SyntaxNode): string {
    const single = /^'([^'\\]*)'$/u.exec(node.text)?.[1];
    return single ?? (JSON.parse(node.text) as string);
}
