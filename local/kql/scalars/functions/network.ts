import type { Cell } from "../../values/cell";
import { pure, type ScalarFunction } from "./call";

/** RFC 1918: https://learn.microsoft.com/kusto/query/ipv4-is-private-function */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

function addressOf(text: string): number | null {
    const parts = text.trim().split(".");
    const numbers = parts.map((part) => (/^\d{1,3}$/u.test(part) ? Number(part) : 256));
    return numbers.length === 4 && numbers.every((number) => number < 256)
        ? numbers.reduce((address, number) => address * 256 + number, 0)
        : null;
}

/** Whether an address is in a range; null if one of them is none. */
function isInRange(address: string, range: string): boolean | null {
    const [network = "", bits = "32", ...rest] = range.split("/");
    const [first, sought] = [addressOf(network), addressOf(address)];
    if (first === null || sought === null || !/^\d{1,2}$/u.test(bits) || Number(bits) > 32 || rest.length > 0) {
        return null;
    }
    const size = 2 ** (32 - Number(bits));
    return Math.floor(first / size) === Math.floor(sought / size);
}

function isInAny(address: string, ranges: readonly string[]): boolean | null {
    const found = ranges.map((range) => isInRange(address, range));
    return found.includes(true) ? true : found.every((inside) => inside === null) ? null : false;
}

function textsOf(cells: readonly Cell[]): string[] {
    return cells.flatMap((cell) => (Array.isArray(cell) ? cell.map(String) : [String(cell)]));
}

export const network: Readonly<Record<string, ScalarFunction>> = {
    ipv4_is_private: pure(([address]) => isInAny(String(address), privateRanges)),
    ipv4_is_in_range: pure(([address, range]) => isInRange(String(address), String(range))),
    ipv4_is_in_any_range: pure(([address, ...ranges]) => isInAny(String(address), textsOf(ranges))),
};
