import { readFileSync, statSync } from "node:fs";
import { homeJournal } from "./home-journal";
import { recordsIn } from "./read-records";
import { Records } from "./records";

/**
 * What exists in the cloud of a home folder, whoever changes it: each call answers with what is there at that moment, and
 * with the same object as long as nothing has changed.
 *
 * @throws when the journal is damaged.
 */
export function watchRecords(home: string): () => Records {
    const file = homeJournal(home);
    let known = { version: "", records: new Records() };
    return () => {
        // before it is read: what is written in the meantime is read the next time
        const found = statSync(file, { throwIfNoEntry: false });
        const version = found ? [found.ino, found.size, found.mtimeMs].join() : "";
        if (version !== known.version) {
            known = { version, records: found ? recordsIn(readFileSync(file), file) : new Records() };
        }
        return known.records;
    };
}
