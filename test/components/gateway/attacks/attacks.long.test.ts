// Does not prove that nobody finds another attack, nor how Azure answers to these.
import assert from "node:assert/strict";
import practices from "../../../../docs/practices.json";
import { attacks } from "./attacks";
import { closeAuthority } from "./entra";
import { closeVictim } from "./victim";

describe("An attacker who", function () {
    this.timeout(120_000);
    after(async () => {
        await Promise.all([closeVictim(), closeAuthority()]);
    });

    for (const attack of Object.values(attacks).flat()) {
        const { id, name, guards } = attack;
        it(`${name} fails (${id})`, async () => assert.equal(await attack.attempt(true), "failed"));

        it(`${name} succeeds when nothing is left of: ${guards.join(", ")} (${id})`, async () =>
            assert.equal(await attack.attempt(false), "succeeded"));
    }
});

describe("The table of attacks", () => {
    const all = Object.values(attacks).flat();

    it("has each id once, and only practices that exist", () => {
        const ids = all.map(({ id }) => id);
        assert.deepEqual(
            ids.filter((id, index) => ids.indexOf(id) !== index),
            [],
        );
        const known = Object.keys(practices);
        assert.deepEqual(
            all.flatMap((attack) => attack.practices).filter((id) => !known.includes(id)),
            [],
        );
    });

    it("has every known weakness of gateways", () => {
        const known = Array.from({ length: 18 }, (_, index) => `W${index + 1}`);
        assert.deepEqual(
            known.filter((id) => !all.some((attack) => attack.id === id)),
            [],
        );
    });
});
