import type { Clock } from "../../../local/cloud/clock";

/** A clock that jumps to the next waiting operation whenever nobody else has anything to do. */
export class JumpingClock implements Clock {
    #now = Date.UTC(2026, 0, 1);
    readonly waits: number[] = [];
    readonly #sleepers: { until: number; wake(): void }[] = [];

    now(): number {
        return this.#now;
    }

    advance(seconds: number): void {
        this.#now += seconds * 1000;
    }

    wait(seconds: number, signal?: AbortSignal): Promise<void> {
        this.waits.push(seconds);
        return new Promise((resolve, reject) => {
            const fail = () => reject(signal?.reason);
            if (signal?.aborted) {
                fail();
                return;
            }
            signal?.addEventListener("abort", fail);
            const wake = () => {
                signal?.removeEventListener("abort", fail);
                resolve();
            };
            this.#sleepers.push({ until: this.#now + seconds * 1000, wake });
            setImmediate(() => this.#wakeNext());
        });
    }

    #wakeNext(): void {
        this.#sleepers.sort((one, other) => one.until - other.until);
        const next = this.#sleepers.shift();
        if (next) {
            this.#now = Math.max(this.#now, next.until);
            next.wake();
        }
    }
}
