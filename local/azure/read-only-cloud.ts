import { noWaiting } from "../cloud/clock";
import type { Records } from "../cloud/records";
import { readSealingKey } from "../cloud/sealing-key";
import { readSeed } from "../cloud/seed";
import { Cloud } from "./cloud";
import { typeOf } from "./registry";

/** What exists in Azure by the records of a home folder, for somebody who changes nothing. */
export function readOnlyCloud(records: Records, home: string): Cloud {
    const store = {
        get: (key: string) => records.get(key),
        list: (prefix: string) => records.list(prefix),
        write: async () => {
            throw new Error("This cloud is only read.");
        },
    };
    return new Cloud(store, noWaiting, readSeed(), typeOf, () => readSealingKey(home));
}
