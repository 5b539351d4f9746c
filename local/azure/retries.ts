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
    for (const pause of pauses) {
        let asked: number | undefined;
        try {
            return await attempt();
        } catch (error) {
            if (!isTransient(error)) {
                throw error;
            }
            asked = error.retryAfter;
        }
        await clock.wait(asked ?? pause, signal);
    }
    return await attempt();
}

function isTransient(error: unknown): error is ArmError {
    return (
        error instanceof ArmError &&
        (error.code === "AnotherOperationInProgress" || [408, 429, 500, 502, 503, 504].includes(error.status)) &&
        (error.retryAfter ?? 0) <= longestPause
    );
}
