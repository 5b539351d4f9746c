// Does not prove that a vault draws a new secret with a new rotation: that is the component's part.
import assert from "node:assert/strict";
import fc from "fast-check";
import { rotatingKey } from "../../infra/rotating-key";

const day = 24 * 60 * 60 * 1000;
const window = 30 * day;
const moment = fc.date({ min: new Date("2020-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });

describe("A rotating key", () => {
    it("of a given day is known", () => {
        assert.deepEqual(rotatingKey("session", new Date("2026-11-21T12:00:00Z")), {
            current: "session-even",
            previous: "session-odd",
            slots: { even: "session-even", odd: "session-odd" },
            secrets: {
                // drawn on 3 November, and used until 2 January
                "session-even": { rotation: "692", expires: "2027-01-30T00:00:00.000Z" },
                "session-odd": { rotation: "691", expires: "2026-12-31T00:00:00.000Z" },
            },
        });
    });

    it("expires 28 to 88 days ahead of every moment in which it is used", () => {
        fc.assert(
            fc.property(moment, (now) => {
                for (const { expires } of Object.values(rotatingKey("session", now).secrets)) {
                    const ahead = Date.parse(expires) - now.getTime();
                    assert.ok(ahead > 28 * day && ahead <= 88 * day, `${ahead / day} days`);
                }
            }),
            { seed: 1 },
        );
    });

    it("is the same for 30 days; then it is the previous one, unchanged, and the one before is drawn anew", () => {
        fc.assert(
            fc.property(moment, fc.integer({ min: 0, max: window - 1 }), (now, later) => {
                const start = new Date(Math.floor(now.getTime() / window) * window);
                const before = rotatingKey("session", start);
                assert.deepEqual(rotatingKey("session", new Date(start.getTime() + later)), before);

                const after = rotatingKey("session", new Date(start.getTime() + window));
                assert.equal(after.previous, before.current);
                assert.equal(after.current, before.previous);
                assert.deepEqual(after.secrets[after.previous], before.secrets[before.current]);
                assert.notEqual(after.secrets[after.current]?.rotation, before.secrets[after.current]?.rotation);
            }),
            { seed: 1 },
        );
    });
});
