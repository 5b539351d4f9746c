import type { Properties } from "../provider/provider";

/** Puts a record under a key, or removes it when there is no value. */
export interface Write {
    key: string;
    value?: Properties;
}

/**
 * What exists in the local cloud: records by key, kept in one journal on disk.
 *
 * Readers see a batch of writes as soon as `write` was called, so that checks and writes without an `await` between them
 * are one step. The batch is durable and whole once the promise resolves: after a kill at any moment either all or none
 * of it is there, together with all batches before it. Records are frozen copies.
 */
export interface Store {
    get(key: string): Properties | undefined;
    /** Records whose key starts with the prefix, in key order (by UTF-16 code units). */
    list(prefix: string): [key: string, value: Properties][];
    write(writes: Write[]): Promise<void>;
}
