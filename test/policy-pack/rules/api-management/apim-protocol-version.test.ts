// Does not prove that the server speaks a version that the gateway lets pass.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/api-management/apim-protocol-version";
import { refusal, when } from "../../../../policy-pack/rules/api-management/example-policy";
import { inbound, messagesOn } from "./messages";

const isKnown = 'context.Request.Headers.GetValueOrDefault("MCP-Protocol-Version", "") == "2025-11-25"';
const refused = (...branches: string[]) =>
    messagesOn(rule, inbound(`<choose>${branches.join("")}<otherwise>${refusal(400)}</otherwise></choose>`));

describe("apim-protocol-version", () => {
    it("wants the header alone to decide", () => {
        assert.deepEqual(refused(when(isKnown)), []);
        assert.deepEqual(refused(when(isKnown), when('"{{environment}}" == "dev"')), [
            "an MCP-Protocol-Version that is not on a list with 2025-11-25 is not refused with status 400",
        ]);
    });
});
