import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "./clock";

/** How often a clock that somebody waits for is looked at, in milliseconds. */
const tick = 10;

/**
 * A clock that starts at the present and runs faster than real time. While somebody waits, a time in which the process
 * did not come to look at it passes as one tick: what a busy machine takes is nothing that Azure takes, and must not let
 * an operation time out.
 *
 * @param speed - Seconds of cloud time for each real second, greater than 0.
 */
export function scaledClock(speed: number): Clock {
    const epoch = Date.now();
    let waiting = 0;
    let looked = performance.now();
    let passed = 0;
    function elapsed(): number {
        const now = performance.now();
        passed += Math.min(now - looked, waiting > 0 ? 2 * tick : Number.POSITIVE_INFINITY) * speed;
        looked = now;
        return passed;
    }
    return {
        now: () => Math.floor(epoch + elapsed()),
        async wait(seconds, signal) {
            signal?.throwIfAborted();
            const end = elapsed() + seconds * 1000;
            waiting++;
            try {
                for (let rest = seconds * 1000; rest > 0; rest = end - elapsed()) {
                    await sleep(Math.min(rest / speed, tick), undefined, { signal }).catch(() => {
                        throw signal?.reason;
                    });
                }
            } finally {
                elapsed();
                waiting--;
            }
        },
    };
}
