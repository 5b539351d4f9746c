// Does not prove that the traces are found: that is in replay.long.test.ts, and for the cluster in test/engine.
import assert from "node:assert/strict";
import { readDetections } from "../../../../components/sentinel/read-detections";
import { kinds } from "./traces/kinds";

describe("a trace of an attack", () => {
    it("is there for each detection, once, and none is left over", () => {
        const traced = Object.values(kinds).flat();
        assert.deepEqual(
            traced.sort(),
            readDetections().map(({ id }) => id),
        );
    });
});
