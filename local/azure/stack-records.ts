import { principalRecord } from "../cloud/principals";
import type { PackageRecords } from "../cloud/stack-records";
import type { Properties } from "../provider/provider";
import { isWithin } from "./arm-id";
import { groupsOf, principalOf, recordKey, stored } from "./cloud";

export const azureRecords: PackageRecords = {
    name: "azure-native",

    has: (store, { id }) => store.get(recordKey(id)) !== undefined,

    async remove(store, resources) {
        const own = resources.map(({ id }) => id);
        const groups = groupsOf(store, (owner) => liesIn(owner, own));
        const roots = [...own, ...groups.map(({ id }) => id)];
        const belongs = ({ id }: Properties) => liesIn(String(id), roots);
        const existing = store.list("arm:").filter(([, record]) => belongs(record));
        const principals = existing.flatMap(([, record]) => {
            const resource = stored(record);
            return (resource && principalOf(resource)) ?? [];
        });
        const deleted = store.list("deleted:").filter(([, record]) => belongs(record));
        const sealed = store.list("sealed:").filter(([, record]) => belongs(record));
        await store.write([
            ...existing.map(([key]) => ({ key })),
            ...principals.map((principal) => principalRecord(principal, undefined)),
            ...[...deleted, ...sealed].map(([key]) => ({ key })),
        ]);
    },
};

function liesIn(id: string, roots: string[]): boolean {
    return roots.some((root) => isWithin(id, root));
}
