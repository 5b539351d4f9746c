import { Address4 } from "ip-address";
import { ArmError } from "../arm-error";

/** Addresses that Azure keeps in each subnet: network, gateway, two for DNS, and the last one. */
const reservedAtStart = 4;

/** Why ARM refuses the range of a virtual network or subnet; undefined when it takes it. */
export function rangeProblem(range: string, resourceId: string): ArmError | undefined {
    if (!range.includes("/") || !Address4.isValid(range)) {
        return new ArmError(
            400,
            "InvalidAddressPrefixFormat",
            `Address prefix ${range} of resource ${resourceId} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
        );
    }
    const address = new Address4(range);
    const start = address.startAddress().correctForm();
    return start === address.correctForm()
        ? undefined
        : new ArmError(
              400,
              "InvalidCIDRNotation",
              `The address prefix ${range} in resource ${resourceId} has an invalid CIDR notation. For the given prefix length, the address prefix should be ${start}/${address.subnetMask}.`,
          );
}

export function contains(outer: string, inner: string): boolean {
    return new Address4(inner).isInSubnet(new Address4(outer));
}

export function overlap(one: string, other: string): boolean {
    return contains(one, other) || contains(other, one);
}

export function prefixLength(range: string): number {
    return new Address4(range).subnetMask;
}

/** First address of a subnet that nobody uses; undefined when it is full. */
export function freeAddress(range: string, used: string[]): string | undefined {
    const subnet = new Address4(range);
    const last = subnet.endAddress().bigInt();
    for (let next = subnet.startAddress().bigInt() + BigInt(reservedAtStart); next < last; next++) {
        const address = Address4.fromBigInt(next).correctForm();
        if (!used.includes(address)) {
            return address;
        }
    }
    return undefined;
}

/** First address of a subnet that Azure does not keep. */
export function firstUsable(range: string): string | undefined {
    return freeAddress(range, []);
}
