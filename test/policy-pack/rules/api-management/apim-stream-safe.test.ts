// Does not prove that API Management passes events on at once: only a live service can tell.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/api-management/apim-stream-safe";
import { examplePolicy, lines, when } from "../../../../policy-pack/rules/api-management/example-policy";
import { messagesOn } from "./messages";

const read = "<set-body>@(context.Response.Body.As&lt;string&gt;(preserveContent: true))</set-body>";
const header = (name: string) => `context.Response.Headers.GetValueOrDefault("${name}", "")`;
const outbound = (...branches: string[]) =>
    messagesOn(rule, examplePolicy({ outbound: lines(`<choose>${branches.join("")}</choose>`) }));

const held = ["the body of a response is read, also when it is a stream"];

describe("apim-stream-safe", () => {
    it("takes what is left behind a branch of streams for no stream", () => {
        const streams = when(`${header("Content-Type")}.StartsWith("text/event-stream")`);
        assert.deepEqual(outbound(streams, when("true", read)), []);
        assert.deepEqual(outbound(streams, `<otherwise>${read}</otherwise>`), []);
        assert.deepEqual(outbound(when("true", read), streams), held);
    });

    it("asks the response for its type", () => {
        assert.deepEqual(outbound(when(`${header("Content-Type")} != "text/event-stream"`, read)), []);
        assert.deepEqual(outbound(when(`!${header("Accept")}.Contains("text/event-stream")`, read)), held);
    });
});
