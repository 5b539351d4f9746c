import { ArmError } from "./arm-error";

/** Which resources are being written: ARM takes one write at a time for each, and refuses others at once. */
export class WritesInProgress {
    readonly #ids = new Set<string>();

    /** Runs the work and holds the ids until it ends. Throws {@link ArmError} when one of them is held already. */
    async exclusively<T>(ids: string[], busy = anotherOperation, work: () => Promise<T>): Promise<T> {
        const names = ids.map((id) => id.toLowerCase());
        const held = ids.find((id) => this.#ids.has(id.toLowerCase()));
        if (held !== undefined) {
            throw busy(held);
        }
        for (const name of names) {
            this.#ids.add(name);
        }
        try {
            return await work();
        } finally {
            for (const name of names) {
                this.#ids.delete(name);
            }
        }
    }
}

function anotherOperation(_holder: string): ArmError {
    return new ArmError(
        409,
        "AnotherOperationInProgress",
        "Another operation on this or dependent resource is in progress.",
    );
}
