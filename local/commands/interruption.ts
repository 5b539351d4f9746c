import type { Terminal } from "../report/terminal";

/**
 * One key press can arrive more than once: npm passes a signal on that its child got from the terminal as well. Within
 * this time it counts as one.
 */
const samePressMilliseconds = 1000;

/** Thrown when Ctrl-C comes while there is no operation of the engine to end. */
export class Interrupted extends Error {
    override readonly name = "Interrupted";
    override readonly message = "Interrupted before anything was changed.";
}

/** Ctrl-C: the first one asks the engine to end cleanly, the second one to stop at once. */
export class Interruption {
    private readonly first = new AbortController();
    private readonly second = new AbortController();
    private last = Number.NEGATIVE_INFINITY;

    constructor(
        private readonly terminal: Terminal,
        private readonly now: () => number = Date.now,
    ) {
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
            process.on(signal, this.onSignal);
        }
    }

    /** Aborted by the first Ctrl-C. */
    get stop(): AbortSignal {
        return this.first.signal;
    }

    /** Aborted by the second Ctrl-C. */
    get force(): AbortSignal {
        return this.second.signal;
    }

    /** The promise, or {@link Interrupted} as soon as Ctrl-C comes. */
    race<T>(promise: Promise<T>): Promise<T> {
        return new Promise((resolve, reject) => {
            const interrupt = () => reject(new Interrupted());
            if (this.stop.aborted) {
                interrupt();
            }
            this.stop.addEventListener("abort", interrupt, { once: true });
            promise.then(resolve, reject).finally(() => this.stop.removeEventListener("abort", interrupt));
        });
    }

    close(): void {
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
            process.off(signal, this.onSignal);
        }
    }

    private readonly onSignal = () => {
        const now = this.now();
        if (now - this.last < samePressMilliseconds) {
            return;
        }
        this.last = now;
        if (!this.stop.aborted) {
            this.terminal.line(
                "Stopping: the engine cancels what is under way and saves its state. Press Ctrl-C again only if that " +
                    "hangs: the engine then stops at once, and the next run finds out what it was creating.",
            );
            this.first.abort();
        } else {
            this.terminal.line("Stopping at once. The next run finds out what was being created.");
            this.second.abort();
        }
    };
}
