// Does not prove that Kubernetes takes each amount: the API server refuses what is none.
import assert from "node:assert/strict";
import { amountOf, isPositive } from "../../../../policy-pack/rules/kubernetes/quantity";

describe("amounts", () => {
    for (const [quantity, amount] of [
        ["128Mi", 134_217_728],
        ["128M", 128_000_000],
        ["0.5Gi", 536_870_912],
        ["250m", 0.25],
        ["1e3", 1000],
        ["2E", 2e18],
        ["1Ki", 1024],
        ["+4", 4],
        [".5", 0.5],
        [2, 2],
        ["0", 0],
        ["0Mi", 0],
        ["", 0],
        [undefined, 0],
        ["-1", 0],
        ["much", 0],
        ["1much", 0],
    ] satisfies [string | number | undefined, number][])
        it(`are read: ${JSON.stringify(quantity)}`, () => {
            assert.equal(amountOf(quantity), amount);
            assert.equal(isPositive(quantity), amount > 0);
        });
});
