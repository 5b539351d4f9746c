/** Values that are made once for each key; when there are too many, the oldest are forgotten. */
export class Cache<Value> {
    readonly #values = new Map<string, Value>();

    constructor(private readonly mostKept: number) {}

    get(key: string, make: () => Value): Value {
        const known = this.#values.get(key);
        if (known !== undefined) return known;
        const made = make();
        const [oldest] = this.#values.keys();
        if (oldest !== undefined && this.#values.size >= this.mostKept) this.#values.delete(oldest);
        this.#values.set(key, made);
        return made;
    }
}
