import type { Properties } from "../provider/provider";

/** Puts a record under a key, or removes it when there is no value. */
export interface Write {
    key: string;
    value?: Properties;
}

/**
 * What exists in the local cloud: records by key, kept in one journal on disk.
 *
 * A batch of writes is durable and whole once the promise resolves: after a kill at any moment either all or none of
 * it is there.
 */
export interface Store {
    get(key: string): Properties | undefined;
    /** Records whose key starts with the prefix, in key order. */
    list(prefix: string): [key: string, value: Properties][];
    write(writes: Write[]): Promise<void>;
}
