import type { RateLimit } from "./deployed";

/**
 * Counts requests in a sliding window: https://learn.microsoft.com/azure/web-application-firewall/ag/rate-limiting-overview
 * Microsoft says that it is not exact, and not how; here it is, and what is blocked does not count.
 */
export class RateLimiter {
    /** When requests have passed, by rule and who sent them. */
    readonly #passed = new Map<string, number[]>();

    /** @param now - Milliseconds since the epoch. */
    isExceeded({ name, threshold, windowSeconds }: RateLimit, sender: string, now: number): boolean {
        const key = JSON.stringify([name, sender]);
        const passed = (this.#passed.get(key) ?? []).filter((time) => time > now - windowSeconds * 1000);
        const exceeded = passed.length >= threshold;
        this.#passed.set(key, exceeded ? passed : [...passed, now]);
        return exceeded;
    }
}
