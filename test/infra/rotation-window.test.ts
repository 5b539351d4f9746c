// Does not prove that a vault draws a new secret in a new window: that is the component's part.
import assert from "node:assert/strict";
import fc from "fast-check";
import { rotationWindow } from "../../infra/rotation-window";

const day = 24 * 60 * 60 * 1000;
const moment = fc.date({ min: new Date("2020-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });

describe("The rotation window", () => {
    it("of a given day is known", () => {
        assert.deepEqual(rotationWindow(new Date("2026-11-21T12:00:00Z")), {
            rotation: "346",
            expires: "2027-01-30T00:00:00.000Z",
        });
    });

    it("gives an expiry 28 to 88 days ahead of every moment in it", () => {
        fc.assert(
            fc.property(moment, (now) => {
                const ahead = Date.parse(rotationWindow(now).expires) - now.getTime();
                assert.ok(ahead > 28 * day && ahead <= 88 * day, `${ahead / day} days`);
            }),
        );
    });

    it("is the same 60 days long, and then another one with another expiry", () => {
        fc.assert(
            fc.property(moment, fc.integer({ min: 0, max: 60 * day - 1 }), (now, later) => {
                const start = new Date(Math.floor(now.getTime() / (60 * day)) * 60 * day);
                const within = new Date(start.getTime() + later);
                assert.deepEqual(rotationWindow(within), rotationWindow(start));
                const next = rotationWindow(new Date(start.getTime() + 60 * day));
                assert.notEqual(next.rotation, rotationWindow(start).rotation);
                assert.notEqual(next.expires, rotationWindow(start).expires);
            }),
        );
    });
});
