// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { CircuitBreakers } from "../../../../local/apim/pipeline/circuit-breakers";

describe("Circuit breakers", () => {
    const rule = {
        name: "failing",
        count: 2,
        intervalSeconds: 60,
        statusCodeRanges: [
            { min: 429, max: 429 },
            { min: 500, max: 599 },
        ],
        tripSeconds: 30,
        acceptRetryAfter: false,
    };

    it("count anew once they have tripped", () => {
        const breakers = new CircuitBreakers();
        breakers.note("one", rule, 500, undefined, 0);
        breakers.note("one", rule, 429, undefined, 1000);
        assert.equal(breakers.isOpen("one", 30_999), true);
        assert.equal(breakers.isOpen("two", 30_999), false);
        assert.equal(breakers.isOpen("one", 31_000), false);
        breakers.note("one", rule, 500, undefined, 31_000);
        assert.equal(breakers.isOpen("one", 31_000), false);
        breakers.note("one", rule, 500, undefined, 32_000);
        assert.equal(breakers.isOpen("one", 32_000), true);
    });

    it("count only the statuses of their ranges", () => {
        const breakers = new CircuitBreakers();
        for (const status of [200, 404, 428, 430, 499])
            breakers.note("one", { ...rule, count: 1 }, status, undefined, 0);
        assert.equal(breakers.isOpen("one", 0), false);
    });

    it("heed a Retry-After, of seconds or a date, only where the rule accepts it", () => {
        const now = Date.UTC(2026, 0, 1);
        const until = (acceptRetryAfter: boolean, retryAfter: string) => {
            const breakers = new CircuitBreakers();
            breakers.note("one", { ...rule, count: 1, acceptRetryAfter }, 503, retryAfter, now);
            return [29, 30, 99, 100].filter((seconds) => breakers.isOpen("one", now + seconds * 1000)).at(-1);
        };
        assert.equal(until(false, "100"), 29);
        assert.equal(until(true, "100"), 99);
        assert.equal(until(true, "Thu, 01 Jan 2026 00:01:40 GMT"), 99);
        assert.equal(until(true, "soon"), 29);
    });
});
