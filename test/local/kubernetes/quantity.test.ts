// Does not prove that these are all fields with quantities: a field that is missing shows a change that is none.
import assert from "node:assert/strict";
import { isSameQuantity } from "../../../local/kubernetes/quantity";
import type { Value } from "../../../local/provider/provider";

describe("isSameQuantity", () => {
    const limit = ["spec", "containers", 0, "resources", "limits", "cpu"];
    const cases: [one: Value, other: Value, same: boolean][] = [
        ["1000m", "1", true],
        [1, "1", true],
        ["0.5", "500m", true],
        ["1024Mi", "1Gi", true],
        ["1e3", "1k", true],
        ["1000n", "1u", true],
        ["2E", "2000P", true],
        ["1G", "1Gi", false],
        ["100m", "1", false],
        ["one", "one ", false],
        ["", "0", false],
        [true, "1", false],
    ];
    for (const [one, other, same] of cases) {
        it(`says ${same} of ${JSON.stringify(one)} and ${JSON.stringify(other)}`, () => {
            assert.equal(isSameQuantity(limit, one, other), same);
            assert.equal(isSameQuantity(limit, other, one), same);
        });
    }

    it("looks at fields that hold quantities only", () => {
        assert.equal(isSameQuantity(["data", "cpu"], "1000m", "1"), false);
        assert.equal(isSameQuantity(["spec", "hard", "requests.cpu"], "1000m", "1"), true);
        assert.equal(isSameQuantity(["emptyDir", "sizeLimit"], "1024Mi", "1Gi"), true);
    });
});
