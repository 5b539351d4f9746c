import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "./clock";

/** Longest time that a timer of Node can wait (https://nodejs.org/api/timers.html); a longer one fires at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * A clock that starts at the present and runs faster than real time.
 *
 * @param speed - Seconds of cloud time for each real second, greater than 0.
 */
export function scaledClock(speed: number): Clock {
    const epoch = Date.now();
    const started = performance.now();
    const elapsed = () => (performance.now() - started) * speed;
    return {
        now: () => Math.floor(epoch + elapsed()),
        async wait(seconds, signal) {
            signal?.throwIfAborted();
            const end = elapsed() + seconds * 1000;
            for (let rest = seconds * 1000; rest > 0; rest = end - elapsed()) {
                await sleep(Math.min(rest / speed, longestTimer), undefined, { signal }).catch(() => {
                    throw signal?.reason;
                });
            }
        },
    };
}
