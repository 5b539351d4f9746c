// Does not prove that anybody rotates the secret.
import assert from "node:assert/strict";
import type { Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/key-vault/kv-secret-hygiene";
import { examplesDay, judge } from "../../judge";
import { stackOf } from "../../stack";

const today = examplesDay.getTime() / 1000;
const day = 86_400;
const paths = (expires: Value, parameters = {}) => {
    const inputs: Value = { properties: { contentType: "text/plain", attributes: { expires } } };
    return judge(rule, stackOf({ secret: { type: "keyvault:Secret", inputs } }), parameters).findings.map(
        ({ path }) => path,
    );
};
const expiry = ["properties.attributes.expires"];

describe("kv-secret-hygiene", () => {
    it("lets a secret end within 90 days of today", () => {
        for (const expires of [today + 1, today + 90 * day]) assert.deepEqual(paths(expires), []);
        for (const expires of [today - day, today, today + 90 * day + 1, "2026-02-01", true])
            assert.deepEqual(paths(expires), expiry, String(expires));
    });

    it("lets it end within what the environment says", () => {
        assert.deepEqual(paths(today + 8 * day, { maximumLifetimeDays: 7 }), expiry);
        assert.deepEqual(paths(today + 7 * day, { maximumLifetimeDays: 7 }), []);
    });
});
