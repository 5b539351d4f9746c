// Does not prove that Key Vault rotates a key: it judges the policy that tells it to.
import assert from "node:assert/strict";
import type { Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/key-vault/kv-key-rotation";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const paths = (inputs: Values, parameters = {}) =>
    judge(rule, stackOf({ key: { type: "keyvault:Key", inputs } }), parameters).findings.map(({ path }) => path);

const rotating = (expiryTime: string, timeAfterCreate: string, type = "rotate"): Values => ({
    tags: { purpose: "storage" },
    properties: {
        rotationPolicy: {
            attributes: { expiryTime },
            lifetimeActions: [
                { action: { type: "notify" }, trigger: { timeBeforeExpiry: "P30D" } },
                { action: { type }, trigger: { timeAfterCreate } },
            ],
        },
    },
});
const expiry = "properties.rotationPolicy.attributes.expiryTime";
const rotation = "properties.rotationPolicy.lifetimeActions[].trigger.timeAfterCreate";

describe("kv-key-rotation", () => {
    it("lets a version live a year", () => {
        for (const longest of ["P365D", "P1Y", "P12M"]) assert.deepEqual(paths(rotating(longest, "P90D")), []);
        for (const longer of ["P366D", "P13M", "P1Y1D"]) assert.deepEqual(paths(rotating(longer, "P90D")), [expiry]);
    });

    it("lets it live as long as the environment says", () => {
        assert.deepEqual(paths(rotating("P2Y", "P90D"), { maximumLifetimeDays: 730 }), []);
        assert.deepEqual(paths(rotating("P731D", "P90D"), { maximumLifetimeDays: 730 }), [expiry]);
    });

    it("wants rotation after a week or later, before the expiry", () => {
        for (const age of ["P7D", "P119D"]) assert.deepEqual(paths(rotating("P120D", age)), [], age);
        for (const age of ["P6D", "P120D", "P1Y", "PT12H"])
            assert.deepEqual(paths(rotating("P120D", age)), [rotation], age);
    });

    it("knows the action in any case, and no other action", () => {
        assert.deepEqual(paths(rotating("P120D", "P90D", "Rotate")), []);
        assert.deepEqual(paths(rotating("P120D", "P90D", "notify")), [rotation]);
    });

    it("wants no rotation of a kms key, and knows it by its tag only", () => {
        const kms = { ...rotating("P120D", "P90D"), tags: { purpose: "kms" } };
        assert.deepEqual(paths(kms), [expiry, "properties.rotationPolicy.lifetimeActions[].action.type"]);
        assert.deepEqual(paths({ tags: { purpose: "kms" } }), []);
        assert.deepEqual(paths({ tags: { purpose: "KMS" } }), [expiry, rotation]);
        assert.deepEqual(paths({}), [expiry, rotation]);
    });
});
