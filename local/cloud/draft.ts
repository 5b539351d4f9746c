import type { Properties } from "../provider/provider";
import type { Store, Write } from "./store";

/** A store as it would be after some writes, which are kept here until somebody takes them. */
export class Draft implements Store {
    readonly #changes = new Map<string, Properties | undefined>();

    constructor(
        private readonly base: Pick<Store, "get" | "list">,
        writes: Write[] = [],
    ) {
        this.#apply(writes);
    }

    get(key: string): Properties | undefined {
        return this.#changes.has(key) ? this.#changes.get(key) : this.base.get(key);
    }

    list(prefix: string): [key: string, value: Properties][] {
        const found = new Map(this.base.list(prefix));
        for (const [key, value] of this.#changes) {
            if (value === undefined) {
                found.delete(key);
            } else if (key.startsWith(prefix)) {
                found.set(key, value);
            }
        }
        return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
    }

    async write(writes: Write[]): Promise<void> {
        this.#apply(writes);
    }

    /** What leads from the store beneath to this one. */
    get writes(): Write[] {
        return [...this.#changes].map(([key, value]) => ({ key, value }));
    }

    #apply(writes: Write[]): void {
        for (const { key, value } of writes) {
            this.#changes.set(key, value);
        }
    }
}
