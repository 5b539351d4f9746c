import { parseWrites } from "../../../local/cloud/journal-line";
import { Records } from "../../../local/cloud/records";
import type { Store, Write } from "../../../local/cloud/store";
import type { Properties } from "../../../local/provider/provider";

/** The journal without the disk. */
export class MemoryStore extends Records implements Store {
    /** All that is in it, to look at. */
    get records(): ReadonlyMap<string, Properties> {
        return new Map(this.list(""));
    }

    async write(writes: Write[]): Promise<void> {
        this.apply(parseWrites(JSON.stringify(writes)));
    }
}
