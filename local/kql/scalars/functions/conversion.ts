import type { ScalarType } from "../../schema";
import { convertTo } from "../../values/convert";
import { isBag, parseJson } from "../../values/dynamic";
import { pure, type ScalarFunction } from "./call";

function convert(type: ScalarType): ScalarFunction {
    return pure(([cell = null], call) => convertTo(cell, call.arguments[0]?.type ?? "dynamic", type));
}

const parse: ScalarFunction = pure(([cell = null]) => (typeof cell === "string" ? parseJson(cell) : cell));

export const conversion: Readonly<Record<string, ScalarFunction>> = {
    tostring: convert("string"),
    toint: convert("int"),
    tolong: convert("long"),
    todouble: convert("real"),
    toreal: convert("real"),
    tobool: convert("bool"),
    toboolean: convert("bool"),
    todatetime: convert("datetime"),
    totimespan: convert("timespan"),
    toguid: convert("guid"),
    todynamic: parse,
    parse_json: parse,
    parsejson: parse,
    gettype: pure(([cell = null], call) => {
        const type = call.arguments[0]?.type ?? "dynamic";
        if (cell === null || type !== "dynamic") {
            return cell === null ? "null" : type;
        }
        if (Array.isArray(cell) || isBag(cell)) {
            return Array.isArray(cell) ? "array" : "dictionary";
        }
        return typeof cell === "number"
            ? Number.isInteger(cell)
                ? "long"
                : "double"
            : typeof cell === "boolean"
              ? "bool"
              : "string";
    }),
};
