import type { Clock } from "../cloud/clock";
import { type ProviderInstance, Refusal } from "./provider";

/** One connection of the engine: it opens one for each provider resource, configures it, and cancels it at the end. */
export class Connection {
    readonly #cancellation = new AbortController();

    constructor(
        readonly instance: ProviderInstance,
        private readonly clock: Clock,
    ) {}

    /**
     * Runs an operation whose signal is aborted when the engine cancels, or after that many seconds of cloud time.
     *
     * @param seconds 0 means no limit, as in the engine's protocol.
     */
    async operate<T>(seconds: number, operation: (signal: AbortSignal) => Promise<T>): Promise<T> {
        const { signal: cancelled } = this.#cancellation;
        cancelled.throwIfAborted();
        if (seconds === 0) {
            return await operation(AbortSignal.any([cancelled]));
        }
        const timeout = new AbortController();
        const finished = new AbortController();
        this.clock.wait(seconds, finished.signal).then(
            () => timeout.abort(new Refusal("operation timed out")),
            () => {},
        );
        try {
            return await operation(AbortSignal.any([cancelled, timeout.signal]));
        } finally {
            finished.abort();
        }
    }

    cancel(): void {
        this.#cancellation.abort(new Refusal("operation cancelled"));
    }
}
