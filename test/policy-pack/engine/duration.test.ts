// Does not prove that Key Vault counts the days of a month like this.
import assert from "node:assert/strict";
import { days, minutes } from "../../../policy-pack/engine/duration";

describe("days", () => {
    for (const [duration, expected] of [
        ["P90D", 90],
        ["P1Y", 365],
        ["P2Y", 730],
        ["P12M", 365],
        ["P1Y6M", 547.5],
        ["P2W", 14],
        ["P1Y2M3W4D", 365 + 365 / 6 + 25],
    ] as const) {
        it(`${duration} has ${expected}`, () => assert.equal(days(duration), expected));
    }

    for (const text of ["", "P", "PD", "90", "P-1D", "P1.5D", "PT12H", "P1DT1H", "p90d", "P90D ", undefined, 90]) {
        it(`${JSON.stringify(text)} is no duration`, () => assert.equal(days(text), Number.NaN));
    }
});

describe("minutes", () => {
    for (const [duration, expected] of [
        ["PT5M", 5],
        ["PT1H", 60],
        ["PT1H30M", 90],
        ["PT90M", 90],
        ["P1D", 1440],
        ["P14D", 20160],
        ["P1DT2H3M", 1563],
    ] as const) {
        it(`${duration} has ${expected}`, () => assert.equal(minutes(duration), expected));
    }

    for (const text of ["", "P", "PT", "P1DT", "PT5", "P1W", "P1M", "PT5S", "PT1.5H", "pt5m", "PT5M ", undefined, 5]) {
        it(`${JSON.stringify(text)} is no duration`, () => assert.equal(minutes(text), Number.NaN));
    }
});
