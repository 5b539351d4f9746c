import { DotNetException } from "../exception";
import { DateTime, isoText } from "./date-time";
import { doubleText } from "./double";
import { JArray, JConstructor, JObject, JToken, type JValue, type Scalar } from "./token";

/**
 * `JsonConvert.SerializeObject` of null, texts, truth values, numbers of code (`int`, and `long` as bigint), arrays of
 * those, and tokens.
 */
export function serializeObject(value: unknown): string {
    if (value instanceof JToken) return tokenText(value);
    if (Array.isArray(value)) return `[${value.map(serializeObject).join(",")}]`;
    if (typeof value === "number" && Number.isInteger(value)) return String(value);
    if (value === null || ["string", "bigint", "boolean"].includes(typeof value)) return scalarText(value as Scalar);
    throw new Error(`JsonConvert.SerializeObject of the policy subset gets no ${typeof value}.`);
}

function tokenText(token: JToken): string {
    if (token instanceof JObject) {
        return `{${token
            .properties()
            .map(({ name, value }) => `${stringText(name)}:${tokenText(value)}`)
            .join(",")}}`;
    }
    const items = () => token.children().map(tokenText).join(",");
    if (token instanceof JArray) return `[${items()}]`;
    if (token instanceof JConstructor) return `new ${token.name}(${items()})`;
    if (token.type === "Property") {
        throw new DotNetException("JsonWriterException", "A property outside of an object is no JSON.");
    }
    return token.type === "Undefined" ? "undefined" : scalarText((token as JValue).value);
}

function scalarText(value: Scalar): string {
    if (value instanceof DateTime) return `"${isoText(value)}"`;
    switch (typeof value) {
        case "string":
            return stringText(value);
        case "number":
            return floatText(value);
        default:
            return String(value);
    }
}

function floatText(value: number): string {
    const text = doubleText(value);
    if (!Number.isFinite(value)) return `"${text}"`;
    return /[.E]/.test(text) ? text : `${text}.0`;
}

const shortEscapes: Record<string, string> = {
    "\t": "\\t",
    "\n": "\\n",
    "\r": "\\r",
    "\f": "\\f",
    "\b": "\\b",
    "\\": "\\\\",
    '"': '\\"',
};

/** JavaScriptUtils.cs: also escapes the line ends of Unicode, and leaves halves of characters as they are. */
function stringText(text: string): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped
    const escaped = text.replace(/[\0-\x1f"\\\u0085\u2028\u2029]/g, (unit) => shortEscapes[unit] ?? unitEscape(unit));
    return `"${escaped}"`;
}

function unitEscape(unit: string): string {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
