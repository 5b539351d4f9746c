import { DotNetException } from "./exception";

/** https://learn.microsoft.com/dotnet/api/system.collections.generic.list-1 */
export class List implements Iterable<unknown> {
    readonly #items: unknown[];
    #version = 0;

    constructor(items: Iterable<unknown>) {
        this.#items = [...items];
    }

    reverse(): void {
        this.#items.reverse();
        this.#version += 1;
    }

    *[Symbol.iterator](): Iterator<unknown> {
        const version = this.#version;
        for (const item of this.#items) {
            yield item;
            if (this.#version !== version) throw modified();
        }
    }
}

/** What going through a collection throws when the collection has changed meanwhile. */
export function modified(): DotNetException {
    return new DotNetException(
        "InvalidOperationException",
        "Collection was modified; enumeration operation may not execute.",
    );
}
