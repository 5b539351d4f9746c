import type { CircuitBreakerRule } from "../deployed";

interface Circuit {
    /** When the backend failed, as long as it counts. */
    failures: number[];
    openUntil: number;
}

/** Which backends are given a rest: https://learn.microsoft.com/azure/api-management/backends#circuit-breaker */
export class CircuitBreakers {
    readonly #circuits = new Map<string, Circuit>();

    /** @param backend - What no other backend is called. */
    isOpen(backend: string, now: number): boolean {
        return now < (this.#circuits.get(backend)?.openUntil ?? 0);
    }

    /** @param retryAfter - The header that came with the status. */
    note(
        backend: string,
        rule: CircuitBreakerRule,
        statusCode: number,
        retryAfter: string | undefined,
        now: number,
    ): void {
        if (!rule.statusCodeRanges.some(({ min, max }) => statusCode >= min && statusCode <= max)) return;
        const { failures = [], openUntil = 0 } = this.#circuits.get(backend) ?? {};
        const counted = [...failures.filter((time) => time > now - rule.intervalSeconds * 1000), now];
        const trips = counted.length >= rule.count;
        const rest = (rule.acceptRetryAfter ? milliseconds(retryAfter, now) : undefined) ?? rule.tripSeconds * 1000;
        this.#circuits.set(backend, trips ? { failures: [], openUntil: now + rest } : { failures: counted, openUntil });
    }
}

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function milliseconds(retryAfter: string | undefined, now: number): number | undefined {
    if (retryAfter === undefined) return undefined;
    if (/^[0-9]+$/.test(retryAfter)) return Number(retryAfter) * 1000;
    const date = Date.parse(retryAfter);
    return Number.isNaN(date) ? undefined : Math.max(date - now, 0);
}
