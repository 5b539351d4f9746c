import { principalRecord } from "../cloud/principals";
import type { PackageRecords } from "../cloud/stack-records";
import type { Properties } from "../provider/provider";
import { isBelow, sameId } from "./arm-id";
import { principalOf, recordKey, stored } from "./cloud";

export const azureRecords: PackageRecords = {
    name: "azure-native",

    has: (store, { id }) => store.get(recordKey(id)) !== undefined,

    async remove(store, resources) {
        const belongs = (record: Properties) => {
            const id = String(record.id);
            return resources.some((resource) => sameId(id, resource.id) || isBelow(id, resource.id));
        };
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
