import { readFile } from "node:fs/promises";
import { unlessMissing } from "../missing-file";
import { homeJournal } from "./home-journal";
import { decodeJournal } from "./journal-line";
import { Records } from "./records";

/**
 * What exists in the cloud of a home folder at this moment, also while a run is under way. Throws when the journal is
 * damaged; the next run mends it.
 */
export async function readRecords(home: string): Promise<Records> {
    const file = homeJournal(home);
    return recordsIn(await readFile(file).catch(unlessMissing(Buffer.alloc(0))), file);
}

/** What a journal holds. Throws when it is damaged. */
export function recordsIn(journal: Buffer, file: string): Records {
    const { batches, damagedLine } = decodeJournal(journal);
    if (damagedLine !== undefined) {
        throw new Error(
            `The state of the local cloud is damaged: line ${damagedLine} of ${file} is not as it was written. ` +
                'Run "npm start -- refresh", which keeps the file aside and goes back to what the lines before it say.',
        );
    }
    const records = new Records();
    for (const batch of batches) {
        records.apply(batch);
    }
    return records;
}
