import { RateLimits } from "../apim/pipeline/rate-limits";
import type { RateLimit } from "./deployed";

/**
 * Counts requests in a sliding window: https://learn.microsoft.com/azure/web-application-firewall/ag/rate-limiting-overview
 * Microsoft says that it is not exact, and not how; here it is, and what is blocked does not count.
 */
export class RateLimiter {
    readonly #passed = new RateLimits();

    /** @param now - Milliseconds since the epoch. */
    isExceeded({ name, threshold, windowSeconds }: RateLimit, sender: string, now: number): boolean {
        return this.#passed.take(JSON.stringify([name, sender]), threshold, windowSeconds, now) !== undefined;
    }
}
