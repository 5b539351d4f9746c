import { DotNetException } from "../exception";
import { parseInt32 } from "../numbers";
import { DateTime, invariantText } from "./date-time";
import { doubleText } from "./double";
import { JProperty, type JToken, JValue, type Scalar } from "./token";

// the explicit operators of JToken: https://github.com/JamesNK/Newtonsoft.Json/blob/13.0.3/Src/Newtonsoft.Json/Linq/JToken.cs

/** `(string)token` */
export function toText(token: JToken | null): string | null {
    if (token === null) return null;
    const value = scalarOf(token, "String");
    if (value instanceof DateTime) return invariantText(value);
    switch (typeof value) {
        case "number":
            return doubleText(value);
        case "boolean":
            return value ? "True" : "False";
        default:
            return value === null ? null : String(value);
    }
}

/** `(int)token` */
export function toInt(token: JToken | null): number {
    const value = numberLike(token, "Int32");
    switch (typeof value) {
        case "string":
            return parseInt32(value);
        case "number":
            return int32(roundHalfToEven(value));
        default:
            return int32(Number(value));
    }
}

/** `(bool)token` */
export function toBool(token: JToken | null): boolean {
    const value = numberLike(token, "Boolean");
    switch (typeof value) {
        case "string":
            return parseBoolean(value);
        case "bigint":
            // beyond 64 bits it goes through an int
            return BigInt.asIntN(64, value) === value ? value !== 0n : int32(Number(value)) !== 0;
        default:
            return value !== 0 && value !== false;
    }
}

function numberLike(token: JToken | null, target: string): string | bigint | number | boolean {
    if (token === null) throw new DotNetException("ArgumentNullException", `Cannot convert null to ${target}.`);
    const value = scalarOf(token, target);
    if (value === null || value instanceof DateTime) throw noConversion(token, target);
    return value;
}

function scalarOf(token: JToken, target: string): Scalar {
    const scalar = token instanceof JProperty ? token.value : token;
    if (!(scalar instanceof JValue)) throw noConversion(scalar, target);
    return scalar.value;
}

function noConversion({ type }: JToken, target: string): DotNetException {
    return new DotNetException("ArgumentException", `Can not convert ${type} to ${target}.`);
}

// https://learn.microsoft.com/dotnet/api/system.convert.toint32#system-convert-toint32(system-double)
function roundHalfToEven(value: number): number {
    const floor = Math.floor(value);
    const isHalf = value - floor === 0.5;
    return isHalf ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(value);
}

function int32(value: number): number {
    if (!(value >= -(2 ** 31) && value < 2 ** 31)) {
        throw new DotNetException("OverflowException", `${value} is no Int32.`);
    }
    return value + 0;
}

function parseBoolean(text: string): boolean {
    const word = text.replace(/^[\0\t-\r\u0085\p{Z}]+|[\0\t-\r\u0085\p{Z}]+$/gu, "").toLowerCase();
    if (word !== "true" && word !== "false") throw new DotNetException("FormatException", "The text is no Boolean.");
    return word === "true";
}
