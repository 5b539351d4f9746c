import { BlockList, isIPv4 } from "node:net";

/** A range of addresses without some of them, as network policies write it. */
export interface AddressRange {
    cidr?: string;
    except?: string[];
}

/** No network of one's own is wider: https://www.rfc-editor.org/rfc/rfc1918 */
const widest = 8;

/** Whether a range is one that somebody may own, and not the internet or a part of it that stands for the whole. */
export function isOwned({ cidr = "" }: AddressRange): boolean {
    return Number(/\/(\d+)$/.exec(cidr)?.[1] ?? 0) >= widest;
}

/** @throws when the range is none. */
export function contains({ cidr = "", except = [] }: AddressRange, address: string): boolean {
    return isIn(cidr, address) && !except.some((part) => isIn(part, address));
}

function isIn(cidr: string, address: string): boolean {
    const [network = "", prefix = ""] = cidr.split("/");
    const list = new BlockList();
    list.addSubnet(network, Number(prefix), isIPv4(network) ? "ipv4" : "ipv6");
    return list.check(address);
}
