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
            return typeof node.literal === "string" ? constantOf("string", node.literal) : unsupported(node);
        case "BooleanLiteralExpression":
            return constantOf("bool", node.literal ?? null);
        case "IntLiteralExpression":
            return constantOf("int", wholeOf(node));
        case "LongLiteralExpression":
            return constantOf("long", wholeOf(node));
        case "RealLiteralExpression":
            return constantOf("real", node.literal ?? null);
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

function wholeOf(node: SyntaxNode): number | null {
    return typeof node.literal === "number" ? whole(node.literal) : null;
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
                items(node, "Pairs").map((pair) => [
                    JSON.parse(part(pair, "Name").text) as string,
                    jsonOf(part(pair, "Value")),
                ]),
            );
        case "JsonArrayExpression":
            return items(node, "Values").map(jsonOf);
        case "UnaryMinusExpression":
            return -Number(jsonOf(part(node, "Expression")));
        default:
            return typeof node.literal === "string" || typeof node.literal === "number" || node.literal === true
                ? node.literal
                : node.kind === "BooleanLiteralExpression"
                  ? false
                  : unsupported(node);
    }
}
