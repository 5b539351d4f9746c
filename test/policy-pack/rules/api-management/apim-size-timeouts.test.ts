// Does not prove that the limits fit what tools need: whoever writes the definition decides.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/api-management/apim-size-timeouts";
import { examplePolicy, refusal, when } from "../../../../policy-pack/rules/api-management/example-policy";
import { inbound, messagesOn } from "./messages";

const length = "context.Request.Body.As<string>(preserveContent: true).Length";
const refused = (...branches: string[]) =>
    messagesOn(rule, inbound(`<choose>${branches.join("")}<otherwise>${refusal(413)}</otherwise></choose>`));
const waiting = (timeout: number) =>
    messagesOn(rule, examplePolicy({ backend: `<forward-request timeout="${timeout}" />` }), "apimanagement:Policy");

const anySize = ["a body of any size is read: its length is not a reason to refuse it with status 413"];

describe("apim-size-timeouts", () => {
    it("wants the length of the body itself to decide, and nothing else", () => {
        assert.deepEqual(refused(when(`${length} < 65536`)), []);
        assert.deepEqual(refused(when(`${length} < 65536`), when('"{{environment}}" == "dev"')), anySize);
        assert.deepEqual(refused(when('context.Request.Body.As<string>(preserveContent: true) == ""')), anySize);
    });

    it("lets an answer take 1 to 240 seconds", () => {
        for (const timeout of [1, 240]) assert.deepEqual(waiting(timeout), []);
        for (const timeout of [0, 241])
            assert.deepEqual(waiting(timeout), [
                "forward-request waits for an answer without a timeout of 1 to 240 seconds",
            ]);
    });
});
