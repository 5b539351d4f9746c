import type { Properties } from "../provider/provider";
import type { Write } from "./store";

/** Records by key, with their keys in order, so that a listing costs as much as what it finds. */
export class Records {
    readonly #values = new Map<string, Properties>();
    readonly #keys: string[] = [];

    get(key: string): Properties | undefined {
        return this.#values.get(key);
    }

    list(prefix: string): [key: string, value: Properties][] {
        const found: [string, Properties][] = [];
        for (let index = this.#position(prefix); index < this.#keys.length; index++) {
            const key = this.#keys[index] as string;
            if (!key.startsWith(prefix)) {
                break;
            }
            found.push([key, this.#values.get(key) as Properties]);
        }
        return found;
    }

    apply(writes: Write[]): void {
        for (const { key, value } of writes) {
            const exists = this.#values.has(key);
            if (value !== undefined) {
                this.#values.set(key, value);
                if (!exists) {
                    this.#keys.splice(this.#position(key), 0, key);
                }
            } else if (exists) {
                this.#values.delete(key);
                this.#keys.splice(this.#position(key), 1);
            }
        }
    }

    /** Index of the first key that is not less. */
    #position(key: string): number {
        let [low, high] = [0, this.#keys.length];
        while (low < high) {
            const middle = (low + high) >>> 1;
            if ((this.#keys[middle] as string) < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
