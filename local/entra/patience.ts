import type { Clock } from "../cloud/clock";
import { GraphError } from "./graph-error";

/** Longest pause between two attempts, in seconds (go-azure-sdk, sdk/client). */
const longestPause = 61;

/** Repeats a call while Graph answers that something is not there yet: after 1, 2, 4 ... seconds, within the time-out. */
export async function patiently<T>(
    clock: Clock,
    minutes: number,
    signal: AbortSignal,
    call: () => Promise<T>,
): Promise<T> {
    const end = clock.now() + minutes * 60_000;
    for (let pause = 1; ; pause = Math.min(2 * pause, longestPause)) {
        try {
            return await call();
        } catch (error) {
            const isTooLate = clock.now() + pause * 1000 > end;
            if (!(error instanceof GraphError && error.passes) || isTooLate) {
                throw error;
            }
        }
        await clock.wait(pause, signal);
    }
}
