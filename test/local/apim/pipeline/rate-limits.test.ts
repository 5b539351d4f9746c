// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import fc from "fast-check";
import { RateLimits } from "../../../../local/apim/pipeline/rate-limits";

describe("Rate limits", () => {
    it("never let more calls pass than are allowed, in whichever window, and let one pass after the time that they name", () => {
        fc.assert(
            fc.property(
                fc.integer({ min: 1, max: 5 }),
                fc.integer({ min: 1, max: 300 }),
                fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 60 }),
                (calls, seconds, pauses) => {
                    const limits = new RateLimits();
                    const passed: number[] = [];
                    let now = 0;
                    for (const pause of pauses) {
                        now += pause;
                        const exceeded = limits.take("key", calls, seconds, now);
                        if (!exceeded) passed.push(now);
                        else {
                            now += exceeded.retryAfter * 1000;
                            assert.equal(limits.take("key", calls, seconds, now), undefined);
                            passed.push(now);
                        }
                        const inWindow = passed.filter((time) => time > now - seconds * 1000);
                        assert.ok(inWindow.length <= calls);
                    }
                },
            ),
            { seed: 1, numRuns: 200 },
        );
    });

    it("keep no key longer than any window, however many come", () => {
        const limits = new RateLimits();
        const second = 1000;
        for (let call = 0; call < 10_000; call += 1) limits.take(`key ${call}`, 1, 60, call * second);
        assert.equal(limits.size, 300);
        for (let call = 10_000; call < 20_000; call += 1) limits.take("one key", 1, 60, call * second);
        assert.equal(limits.size, 1);
    });

    it("keep no key of which calls are only refused", () => {
        const limits = new RateLimits();
        for (let call = 0; call < 100; call += 1) limits.take(`key ${call}`, 0, 60, call);
        assert.equal(limits.size, 0);
    });
});
