/** A call that is not allowed. */
export interface ExceededLimit {
    /** Whole seconds after which one is. */
    retryAfter: number;
}

// the longest renewal period, and the longest one of the edge:
// https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy
// https://learn.microsoft.com/azure/web-application-firewall/ag/rate-limiting-overview
const longestWindow = 300_000;

/**
 * Calls by key, one counter for all scopes. The window slides, as in the classic tiers; a refused call does not count.
 * https://learn.microsoft.com/azure/api-management/api-management-sample-flexible-throttling
 */
export class RateLimits {
    // by the time of the last call, so that those that nobody needs any more stand first
    readonly #calls = new Map<string, number[]>();

    /** Keys of which calls are kept. */
    get size(): number {
        return this.#calls.size;
    }

    /** Counts a call, unless as many as are allowed lie in the window. */
    take(key: string, calls: number, renewalSeconds: number, now: number): ExceededLimit | undefined {
        this.#forget(now);
        const times = (this.#calls.get(key) ?? []).filter((time) => time > now - longestWindow);
        const window = renewalSeconds * 1000;
        const inWindow = times.filter((time) => time > now - window);
        if (inWindow.length >= calls) {
            // a later call may be allowed less than those before it were
            const leaving = inWindow[inWindow.length - Math.max(calls, 1)] ?? now;
            return { retryAfter: Math.ceil((leaving + window - now) / 1000) };
        }
        this.#calls.delete(key);
        this.#calls.set(key, [...times, now]);
        return undefined;
    }

    #forget(now: number): void {
        for (const [key, times] of this.#calls) {
            if ((times.at(-1) ?? 0) > now - longestWindow) return;
            this.#calls.delete(key);
        }
    }
}
