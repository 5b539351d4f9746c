// Does not prove that Application Gateway counts so; Microsoft does not say how it does.
import assert from "node:assert/strict";
import { array, assert as check, nat, property } from "fast-check";
import { RateLimiter } from "../../../local/edge/rate-limiter";

const rule = { name: "limit", threshold: 3, windowSeconds: 60, uriPrefixes: [] };
const minute = 60_000;

describe("RateLimiter", () => {
    it("lets the threshold pass within a window, and the next when the first has left it", () => {
        const limiter = new RateLimiter();
        const exceeded = (now: number) => limiter.isExceeded(rule, "a", now);
        assert.deepEqual([0, 10, 20, 30, minute - 1].map(exceeded), [false, false, false, true, true]);
        assert.deepEqual([minute, minute + 1].map(exceeded), [false, true]);
    });

    it("counts each sender and each rule by itself", () => {
        const limiter = new RateLimiter();
        const once = { ...rule, threshold: 1 };
        assert.equal(limiter.isExceeded(once, "a", 0), false);
        assert.equal(limiter.isExceeded(once, "a", 0), true);
        assert.equal(limiter.isExceeded(once, "b", 0), false);
        assert.equal(limiter.isExceeded({ ...once, name: "other" }, "a", 0), false);
    });

    it("keeps its counts when the threshold changes", () => {
        const limiter = new RateLimiter();
        for (const now of [0, 1, 2]) limiter.isExceeded(rule, "a", now);
        assert.equal(limiter.isExceeded({ ...rule, threshold: 2 }, "a", 3), true);
        assert.equal(limiter.isExceeded({ ...rule, threshold: 4 }, "a", 3), false);
    });

    it("never lets more than the threshold pass within any window", () => {
        check(
            property(array(nat(30_000), { maxLength: 60 }), (steps) => {
                const limiter = new RateLimiter();
                let now = 0;
                const passed = steps.flatMap((step) => {
                    now += step;
                    return limiter.isExceeded(rule, "a", now) ? [] : [now];
                });
                const within = (from: number) => passed.filter((time) => time >= from && time < from + minute).length;
                return passed.every((from) => within(from) <= rule.threshold);
            }),
            { seed: 1 },
        );
    });
});
