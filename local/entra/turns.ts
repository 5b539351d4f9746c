/** One after the other for each object: the provider locks an application while it writes a part of it. */
export class Turns {
    readonly #last = new Map<string, Promise<unknown>>();

    async take<T>(object: string, work: () => Promise<T>): Promise<T> {
        const before = this.#last.get(object) ?? Promise.resolve();
        const turn = before.then(work, work);
        this.#last.set(object, turn);
        try {
            return await turn;
        } finally {
            if (this.#last.get(object) === turn) {
                this.#last.delete(object);
            }
        }
    }
}
