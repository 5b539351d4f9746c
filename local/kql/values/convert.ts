import type { Value } from "../../provider/provider";
import type { ScalarType } from "../schema";
import { type Cell, emptyCell, whole } from "./cell";
import { formatDatetime, formatRfc3339, parseDatetime } from "./datetime";
import { formatTimespan, parseTimespan } from "./timespan";

/** What a row of JSON has, as a value of the column's type; what does not fit is an error. */
export function cellFromJson(value: Value | undefined, type: ScalarType): Cell {
    if (value === null || value === undefined) {
        return emptyCell(type);
    }
    switch (type) {
        case "string":
            return typeof value === "string" ? value : JSON.stringify(value);
        case "dynamic":
            return value;
        case "int":
        case "long":
            return typeof value === "number" ? whole(value) : misfit(value, type);
        case "real":
            return typeof value === "number" ? value : misfit(value, type);
        case "bool":
            return typeof value === "boolean" ? value : misfit(value, type);
        case "datetime":
            return (typeof value === "string" ? parseDatetime(value) : null) ?? misfit(value, type);
        case "timespan":
            return (typeof value === "string" ? parseTimespan(value) : null) ?? misfit(value, type);
        case "guid":
            return typeof value === "string" ? value.toLowerCase() : misfit(value, type);
        case "decimal":
            return misfit(value, type);
    }
}

function misfit(value: Value, type: ScalarType): never {
    throw new Error(`This is not a value of the type ${type}: ${JSON.stringify(value)}`);
}

/** A value of a result as JSON has it. */
export function cellToJson(cell: Cell, type: ScalarType): Value {
    if (typeof cell === "bigint") {
        return type === "datetime" ? formatRfc3339(cell) : formatTimespan(cell);
    }
    // JSON has no such numbers; the API of Log Analytics writes them as texts.
    return typeof cell === "number" && !Number.isFinite(cell) ? String(cell) : cell;
}

/** What becomes of a value inside of a dynamic one, where times and spans are texts. */
export function cellToDynamic(cell: Cell, type: ScalarType): Value {
    return typeof cell === "bigint" ? toText(cell, type) : typeof cell === "number" ? cell : cell;
}

/** What `tostring` gives. */
export function toText(cell: Cell, type: ScalarType): string {
    switch (typeof cell) {
        case "string":
            return cell;
        case "bigint":
            return type === "datetime" ? formatDatetime(cell) : formatTimespan(cell);
        case "object":
            return cell === null ? "" : JSON.stringify(cell);
        default:
            return String(cell);
    }
}

/** What `tolong` and the like give, also of texts and dynamic values; null for what has no such value. */
export function convertTo(cell: Cell, from: ScalarType, to: ScalarType): Cell {
    if (cell === null) {
        return emptyCell(to);
    }
    switch (to) {
        case "string":
            return toText(cell, from);
        case "int":
        case "long":
            return toWhole(cell, from);
        case "real":
            return toReal(cell, from);
        case "bool":
            return toBool(cell);
        case "datetime":
            return typeof cell === "bigint" ? cell : typeof cell === "string" ? parseDatetime(cell) : null;
        case "timespan":
            return typeof cell === "bigint" ? cell : typeof cell === "string" ? parseTimespan(cell) : null;
        case "dynamic":
            return cellToDynamic(cell, from);
        case "guid":
            return typeof cell === "string" && guid.test(cell) ? cell.toLowerCase() : null;
        case "decimal":
            throw new Error("The type decimal is not executed here.");
    }
}

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

function toWhole(cell: Cell, from: ScalarType): number | null {
    if (typeof cell === "string") {
        const text = cell.trim();
        if (/^[+-]?\d+$/u.test(text)) {
            return whole(Number(text));
        }
        return /^[+-]?0x[0-9a-f]+$/iu.test(text) ? whole(Number(text)) : null;
    }
    if (typeof cell === "bigint") {
        return from === "timespan" || from === "datetime" ? whole(Number(cell)) : null;
    }
    if (typeof cell === "number") {
        return Number.isFinite(cell) ? whole(Math.trunc(cell)) : null;
    }
    return typeof cell === "boolean" ? Number(cell) : null;
}

function toReal(cell: Cell, from: ScalarType): number | null {
    if (typeof cell === "number") {
        return cell;
    }
    if (typeof cell === "string") {
        return /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/iu.test(cell) ? Number(cell) : null;
    }
    return toWhole(cell, from);
}

function toBool(cell: Cell): boolean | null {
    if (typeof cell === "boolean") {
        return cell;
    }
    if (typeof cell === "number") {
        return cell !== 0;
    }
    const text = typeof cell === "string" ? cell.trim().toLowerCase() : "";
    return text === "true" ? true : text === "false" ? false : /^-?\d+$/u.test(text) ? Number(text) !== 0 : null;
}
