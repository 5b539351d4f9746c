// Does not run the conditions, which are C#: only that they are these.
import assert from "node:assert/strict";
import { guardTransport } from "../../../../components/gateway/policy/transport";
import { refusalsOf } from "./guards";
import { sampleServer } from "./sample-server";

const header = (name: string) => `context.Request.Headers.GetValueOrDefault("${name}", "")`;
const has = (name: string) => `context.Request.Headers.ContainsKey("${name}")`;

describe("guardTransport", () => {
    const refusals = refusalsOf(guardTransport(sampleServer));
    const conditionOf = (reason: string, server = sampleServer) =>
        refusalsOf(guardTransport(server)).find(([each]) => each === reason)?.[1];

    it("refuses for these reasons, in this order", () => {
        assert.deepEqual(
            refusals.map(([reason]) => reason),
            [
                "http-method",
                "query",
                "authorization-header",
                "origin",
                "content-type",
                "content-encoding",
                "content-length",
                "declared-size",
                "accept",
                "accept",
            ],
        );
    });

    it("asks for no events by GET where there is none", () => {
        const asked = refusalsOf(guardTransport({ ...sampleServer, streaming: false }));
        assert.equal(asked.filter(([reason]) => reason === "accept").length, 1);
    });

    it("lets only POST pass, and before 2026-07-28 the methods of sessions", () => {
        const condition = (sessionMethods: string) =>
            `@(!(context.Request.Method == "POST" || ((string)context.Variables["era"] == "2025" && (${sessionMethods}))))`;
        assert.equal(
            conditionOf("http-method"),
            condition('context.Request.Method == "GET" || context.Request.Method == "DELETE"'),
        );
        assert.equal(
            conditionOf("http-method", { ...sampleServer, streaming: false }),
            condition('context.Request.Method == "DELETE"'),
        );
    });

    it("lets only pages of the listed origins pass, and without a list none", () => {
        const allowedOrigins = ["https://a.example", "https://b.example"];
        assert.equal(
            conditionOf("origin", { ...sampleServer, allowedOrigins }),
            `@(${has("Origin")} && !(${header("Origin")} == "https://a.example" || ${header("Origin")} == "https://b.example"))`,
        );
        assert.equal(conditionOf("origin", { ...sampleServer, allowedOrigins: [] }), `@(${has("Origin")} && !false)`);
    });

    it("takes at most as many bytes as API Management compares with a schema, and only a number that int.Parse reads", () => {
        assert.equal(
            conditionOf("declared-size"),
            `@(${has("Content-Length")} && int.Parse(${header("Content-Length")}) > 102400)`,
        );
        assert.equal(
            conditionOf("content-length"),
            `@(${has("Content-Length")} && !Regex.IsMatch(${header("Content-Length")}, "^[0-9]\\u007b1,9\\u007d$"))`,
        );
    });
});
