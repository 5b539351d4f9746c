// Does not prove that the engine reports findings like these: test/engine/gate.test.ts does.
import assert from "node:assert/strict";
import type { Finding } from "../../../../local/report/finding";
import { disk, everyKind, report, said } from "./sample";

describe("the report of the gate", () => {
    const shown = (findings: Finding[]) => findings.map(({ rule, message }) => `${rule} ${message}`);

    it("is blocked by what is mandatory, and by nothing else", () => {
        assert.equal(report().result, "blocked");
        assert.equal(report({ findings: everyKind.filter(({ mandatory }) => !mandatory) }).result, "succeeded");
        assert.equal(report({ findings: [] }).result, "succeeded");
    });

    it("has each finding in the list of its kind, worst first", () => {
        const { findings, excepted, unneeded, undecided, weakened } = report();

        assert.deepEqual(shown(findings), [
            "key-rotates rotation: it is off.",
            "key-rotates expiry: it is never.",
            "pack The policy configuration of key-kept: dayz is no parameter.",
            "key-strong keySize: it is <2048.",
            "key-kept days: too few.",
        ]);
        assert.deepEqual(shown(excepted), ["key-kept days: too few.", "key-kept lock: none."]);
        assert.deepEqual(shown(undecided), ["key-strong Undecided, because not known yet: keySize, curve."]);
        assert.deepEqual([unneeded.length, weakened.length], [1, 1]);
    });

    it("counts what breaks a rule, by level and severity", () => {
        assert.deepEqual(report().counts, {
            mandatory: { critical: 3, high: 0, medium: 0, low: 1 },
            advisory: { critical: 0, high: 0, medium: 1, low: 0 },
        });
    });

    it("counts as a finding what nobody could decide although it must be", () => {
        const strict = said("key-strong", disk, "high", "Undecided, because not known yet: keySize.", "mandatory");
        const { result, counts, findings, undecided } = report({ findings: [strict] });

        assert.deepEqual([result, counts.mandatory.high, findings.length, undecided.length], ["blocked", 1, 1, 0]);
    });

    it("takes a severity that it does not know for medium", () => {
        assert.equal(report({ findings: [said("x", disk, "huge", "a.\nb.")] }).counts.advisory.medium, 1);
    });

    it("says as what the state was judged, with the defaults of the pack where nothing is configured", () => {
        assert.deepEqual(report().settings, { environment: "prod", stackRole: "component" });
        assert.deepEqual(report({ policyConfiguration: "/p.json" }).settings, {
            environment: "prod",
            stackRole: "environment",
        });
    });
});
