import type { Clock } from "../cloud/clock";
import { ArmError } from "./arm-error";

/** Seconds before each further attempt, as in the provider's HTTP client. */
const pauses = [20, 60, 120];

/** An answer that asks for a longer pause is final. */
const longestPause = 120;

/** Repeats what ARM refuses for the moment only, as the provider does: with growing pauses, or those that ARM asks for. */
export async function withRetries<T>(
    { clock }: { clock: Clock },
    signal: AbortSignal,
    attempt: () => Promise<T>,
): Promise<T> {
    for (let attempts = 1; ; attempts++) {
        let pause: number | undefined;
        try {
            return await attempt();
        } catch (error) {
            pause = error instanceof ArmError ? pauseAfter(error, attempts) : undefined;
            if (pause === undefined) {
                throw error;
            }
        }
        await clock.wait(pause, signal);
    }
}

/** Seconds until the next attempt; undefined when the answer is final. */
export function pauseAfter({ code, status, retryAfter }: ArmError, attempts: number): number | undefined {
    const passes = code === "AnotherOperationInProgress" || [408, 429, 500, 502, 503, 504].includes(status);
    const pause = pauses[attempts - 1];
    return passes && pause !== undefined && (retryAfter ?? 0) <= longestPause ? (retryAfter ?? pause) : undefined;
}
