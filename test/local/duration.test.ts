import assert from "node:assert/strict";
import { milliseconds } from "../../local/duration";

describe("the milliseconds of a duration", () => {
    it("are the sum of its parts", () => {
        assert.equal(milliseconds("PT5M"), 300_000);
        assert.equal(milliseconds("P1DT2H3M4S"), 93_784_000);
        assert.equal(milliseconds("P14D"), 1_209_600_000);
        assert.equal(milliseconds("PT0S"), 0);
    });

    it("are an error for what is no duration, or has no length of its own", () => {
        for (const text of ["", "P", "PT", "P1M", "P1Y", "5M", "PT5", "PT1.5S", "-PT5M"]) {
            assert.throws(() => milliseconds(text), /is no duration like PT1M30S/, text);
        }
    });
});
