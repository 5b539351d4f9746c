import { noWaiting } from "../cloud/clock";
import { readSeed } from "../cloud/seed";
import type { PackageRecords } from "../cloud/stack-records";
import type { Store } from "../cloud/store";
import { Directory } from "./directory";
import { typeOf } from "./registry";

const directoryIn = (store: Store) => new Directory(store, noWaiting, readSeed());

export const entraRecords: PackageRecords = {
    name: "azuread",

    has: (store, { type, id }) => typeOf(type).read(id, directoryIn(store)) !== undefined,

    /** As the provider removes it: a part is taken out of its application, which may be somebody else's. */
    async remove(store, resources) {
        const graph = directoryIn(store);
        for (const { type, id } of resources) {
            const resourceType = typeOf(type);
            if (resourceType.read(id, graph) !== undefined) {
                await resourceType.remove({ id, inputs: {}, graph, retry: (call) => call() });
            }
        }
        await graph.forgetDeleted(resources.map(({ id }) => id));
    },
};
