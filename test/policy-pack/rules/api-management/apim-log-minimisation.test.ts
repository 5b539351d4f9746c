// Does not prove anything about what is logged otherwise: the examples do.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/api-management/apim-log-minimisation";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

describe("apim-log-minimisation", () => {
    it("lets addresses of callers be logged where the configuration does", () => {
        const type = "apimanagement:Diagnostic";
        const stack = stackOf({ one: { type, inputs: { logClientIp: true } } });
        const isFound = (parameters: object) =>
            judge(rule, stack, parameters).findings.some(({ path }) => path === "logClientIp");
        assert.equal(isFound({ logClientAddress: true }), false);
        assert.equal(isFound({ logClientAddress: false }), true);
        assert.equal(isFound({}), true);
    });
});
