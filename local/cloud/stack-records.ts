import { azureRecords } from "../azure/stack-records";
import { entraRecords } from "../entra/stack-records";
import type { Store } from "./store";

/** A resource of a stack, as its state names it. */
export interface StackResource {
    /** Type token. */
    type: string;
    id: string;
}

/** What the records of one package are asked: by ids, because they themselves do not say whose they are. */
export interface PackageRecords {
    /** As in type tokens. */
    name: string;
    has(store: Store, resource: StackResource): boolean;
    /** Removes everything that lies at the ids, or below them, with the names that deleted ones there keep. */
    remove(store: Store, resources: StackResource[]): Promise<void>;
}

const packages: PackageRecords[] = [azureRecords, entraRecords];

/** Removes what the resources stand for, dependents first, whatever protects it. They are given in the order of a state. */
export async function removeRecords(store: Store, resources: StackResource[]): Promise<void> {
    for (const records of packages) {
        await records.remove(store, resources.filter(isOf(records)).reverse());
    }
}

/** Those of the resources that the local cloud has records of. */
export function existing<R extends StackResource>(store: Store, resources: R[]): R[] {
    return resources.filter((resource) =>
        packages.some((records) => isOf(records)(resource) && records.has(store, resource)),
    );
}

function isOf({ name }: PackageRecords): (resource: StackResource) => boolean {
    return ({ type }) => type.startsWith(`${name}:`);
}
