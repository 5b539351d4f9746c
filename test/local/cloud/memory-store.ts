import type { Store, Write } from "../../../local/cloud/store";
import type { Properties } from "../../../local/provider/provider";

/** The journal without the disk. */
export class MemoryStore implements Store {
    readonly records = new Map<string, string>();

    get(key: string): Properties | undefined {
        const text = this.records.get(key);
        return text === undefined ? undefined : frozen(text);
    }

    list(prefix: string): [string, Properties][] {
        return [...this.records]
            .filter(([key]) => key.startsWith(prefix))
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([key, text]) => [key, frozen(text)]);
    }

    async write(writes: Write[]): Promise<void> {
        for (const { key, value } of writes) {
            if (value === undefined) {
                this.records.delete(key);
            } else {
                this.records.set(key, JSON.stringify(value));
            }
        }
    }
}

/** Records cannot be changed behind the store's back. */
function frozen(text: string): Properties {
    return JSON.parse(text, (_, value) => Object.freeze(value));
}
