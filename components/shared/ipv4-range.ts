import { Address4 } from "ip-address";

/** A problem when the text is not an IPv4 range in CIDR notation that begins where such a range can begin. */
export function ipv4RangeProblem(range: string, argument: string): string | undefined {
    const wellFormed = /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(range) && Address4.isValid(range);
    if (!wellFormed) {
        return `${argument} is "${range}"; it must be an IPv4 range in CIDR notation, for example "10.20.0.0/16".`;
    }
    const address = new Address4(range);
    const first = address.startAddress().correctForm();
    return address.correctForm() === first
        ? undefined
        : `${argument} is "${range}", which begins in the middle of a range; write ${first}/${address.subnetMask}.`;
}

/** Whether all of the inner range lies in the outer one. */
export function rangeContains(outer: string, inner: string): boolean {
    return new Address4(inner).isInSubnet(new Address4(outer));
}

/** Whether the ranges have addresses in common. */
export function rangesOverlap(one: string, other: string): boolean {
    return rangeContains(one, other) || rangeContains(other, one);
}

/** First and last address of a range in CIDR notation. */
export function endsOfRange(range: string): { first: string; last: string } {
    const address = new Address4(range);
    return { first: address.startAddress().correctForm(), last: address.endAddress().correctForm() };
}

/** The last address of a subnet that Azure does not keep: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq */
export function lastUsableAddress(range: string): string {
    return Address4.fromBigInt(new Address4(range).endAddress().bigInt() - 1n).correctForm();
}
