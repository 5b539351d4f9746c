import { Address4 } from "ip-address";

/** Whole numbers from `first` to `last`, both included: ports, or IPv4 addresses. */
export interface Range {
    first: number;
    last: number;
}

export const allPorts: Range = { first: 0, last: 65535 };
export const allAddresses: Range = { first: 0, last: 0xffffffff };

/** `443`, `8080-8090` or `*`. */
export function portRange(text: string): Range {
    if (text === "*") {
        return allPorts;
    }
    const [first = "", last = first] = text.split("-");
    return { first: Number(first), last: Number(last) };
}

/** `10.0.0.4`, `10.0.0.0/24`, `10.0.0.4-10.0.0.9` or `*`; undefined for anything else, such as a service tag. */
export function addressRange(text: string): Range | undefined {
    if (text === "*") {
        return allAddresses;
    }
    const [start = "", end = start] = text.split("-");
    if (!Address4.isValid(start) || !Address4.isValid(end)) {
        return undefined;
    }
    const number = (address: Address4) => Number(address.bigInt());
    return { first: number(new Address4(start).startAddress()), last: number(new Address4(end).endAddress()) };
}

export function addressNumber(text: string): number {
    return addressRange(text)?.first ?? Number.NaN;
}

export function addressText(address: number): string {
    return Address4.fromBigInt(BigInt(address)).correctForm();
}

export function includes(ranges: Range[], value: number): boolean {
    return ranges.some(({ first, last }) => first <= value && value <= last);
}

export function sizeOf({ first, last }: Range): number {
    return last - first + 1;
}

export function intersection(one: Range[], other: Range[]): Range[] {
    return one
        .flatMap((a) => other.map((b) => ({ first: Math.max(a.first, b.first), last: Math.min(a.last, b.last) })))
        .filter(({ first, last }) => first <= last);
}

/** What of the first ranges is in none of the others. */
export function without(ranges: Range[], others: Range[]): Range[] {
    return others.reduce(
        (rest, { first, last }) =>
            rest.flatMap((range) =>
                [
                    { first: range.first, last: Math.min(range.last, first - 1) },
                    { first: Math.max(range.first, last + 1), last: range.last },
                ].filter((piece) => piece.first <= piece.last),
            ),
        ranges,
    );
}

/** The same numbers in ranges that neither overlap nor touch, lowest first. */
export function joined(ranges: Range[]): Range[] {
    const result: Range[] = [];
    for (const range of ranges.toSorted((one, other) => one.first - other.first)) {
        const previous = result.at(-1);
        if (previous && range.first <= previous.last + 1) {
            previous.last = Math.max(previous.last, range.last);
        } else {
            result.push({ ...range });
        }
    }
    return result;
}
