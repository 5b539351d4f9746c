import { azureRecords } from "../azure/stack-records";
import type { Store, Write } from "./store";

/** For each provider with records of its own: their removal, given the ids that a stack has in its state. */
const recordsOf: ((store: Store, ids: string[]) => Write[])[] = [azureRecords];

/**
 * The removal of everything that lies at the ids, or below them, in the local cloud. The records themselves do not say
 * whose they are: there is one cloud for all stacks, as there is one Azure.
 */
export function stackRecords(store: Store, ids: string[]): Write[] {
    return recordsOf.flatMap((removal) => removal(store, ids));
}
