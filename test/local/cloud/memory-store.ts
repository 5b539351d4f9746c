import { parseWrites } from "../../../local/cloud/journal-line";
import type { Store, Write } from "../../../local/cloud/store";
import type { Properties } from "../../../local/provider/provider";

/** The journal without the disk, and with all that is in it to look at. */
export class MemoryStore implements Store {
    readonly records = new Map<string, Properties>();

    get(key: string): Properties | undefined {
        return this.records.get(key);
    }

    list(prefix: string): [string, Properties][] {
        return [...this.records]
            .filter(([key]) => key.startsWith(prefix))
            .sort(([one], [other]) => (one < other ? -1 : 1));
    }

    async write(writes: Write[]): Promise<void> {
        for (const { key, value } of parseWrites(JSON.stringify(writes))) {
            if (value === undefined) {
                this.records.delete(key);
            } else {
                this.records.set(key, value);
            }
        }
    }
}
