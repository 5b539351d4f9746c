import { objectsAt, textAt } from "../../../provider/values";
import { lastSegment, parentOf } from "../../arm-id";
import type { Resources } from "./places";
import { addressNumber } from "./ranges";

/** What a public zone of the cloud has for a name: an address, or another name. */
export type PublicRecord = ({ address: number } | { alias: string }) & { by: string };

/** The record of a name in a public zone, where an alias of a public address is that address. */
export function publicRecord(fqdn: string, { all, find }: Resources): PublicRecord | undefined {
    for (const { id, body } of all("azure-native:dns:RecordSet")) {
        const by = `${lastSegment(parentOf(id)).toLowerCase()}/${lastSegment(id)}`;
        if (textAt(body, "fqdn")?.toLowerCase() === `${fqdn}.`) {
            const target = find(textAt(body, "targetResource.id") ?? "");
            const [own] = objectsAt(body, "aRecords").map((record) => textAt(record, "ipv4Address"));
            const address = textAt(target?.body, "ipAddress") ?? own;
            const alias = textAt(body, "cnameRecord.cname")?.toLowerCase().replace(/\.$/, "");
            if (address !== undefined) {
                return { address: addressNumber(address), by };
            }
            if (alias !== undefined) {
                return { alias, by };
            }
        }
    }
    return undefined;
}
