import { principalRecord } from "../cloud/principals";
import type { PackageRecords } from "../cloud/stack-records";
import type { Store } from "../cloud/store";
import type { Properties } from "../provider/provider";
import { textAt } from "../provider/values";
import { isBelow, sameId } from "./arm-id";
import { principalOf, recordKey, stored } from "./cloud";

export const azureRecords: PackageRecords = {
    name: "azure-native",

    has: (store, { id }) => store.get(recordKey(id)) !== undefined,

    async remove(store, resources) {
        const own = resources.map(({ id }) => id);
        const roots = [...own, ...groupsOf(store, own)];
        const belongs = ({ id }: Properties) => liesIn(String(id), roots);
        const existing = store.list("arm:").filter(([, record]) => belongs(record));
        const principals = existing.flatMap(([, record]) => {
            const resource = stored(record);
            return (resource && principalOf(resource)) ?? [];
        });
        const deleted = store.list("deleted:").filter(([, record]) => belongs(record));
        await store.write([
            ...existing.map(([key]) => ({ key })),
            ...principals.map((principal) => principalRecord(principal, undefined)),
            ...deleted.map(([key]) => ({ key })),
        ]);
    },
};

/** Resource groups that belong to a resource. */
function groupsOf(store: Store, owners: string[]): string[] {
    return store
        .list("arm:")
        .filter(([, { body }]) => liesIn(textAt(body, "managedBy") ?? "", owners))
        .map(([, { id }]) => String(id));
}

function liesIn(id: string, roots: string[]): boolean {
    return roots.some((root) => sameId(id, root) || isBelow(id, root));
}
