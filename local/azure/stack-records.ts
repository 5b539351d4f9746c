import type { Store, Write } from "../cloud/store";
import type { Properties } from "../provider/provider";
import { isBelow, sameId } from "./arm-id";
import { principalOf, stored } from "./cloud";

/** The removal of what exists at the ids or below them, and of the names that deleted ones there keep. */
export function azureRecords(store: Store, ids: string[]): Write[] {
    const belongs = (record: Properties) => {
        const id = String(record.id);
        return ids.some((other) => sameId(id, other) || isBelow(id, other));
    };
    const existing = store.list("arm:").filter(([, record]) => belongs(record));
    const principals = existing.flatMap(([, record]) => {
        const resource = stored(record);
        return (resource && principalOf(resource)) ?? [];
    });
    const deleted = store.list("deleted:").filter(([, record]) => belongs(record));
    return [
        ...existing.map(([key]) => ({ key })),
        ...principals.map((principal) => ({ key: `principal:${principal.toLowerCase()}` })),
        ...deleted.map(([key]) => ({ key })),
    ];
}
