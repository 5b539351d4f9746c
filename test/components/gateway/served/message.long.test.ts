// Does not prove that every parser reads these messages alike: message.test.ts compares parsers.
import assert from "node:assert/strict";
import { search } from "./calls";
import { describeServers } from "./every-server";
import { assertForwarded, assertRefused } from "./judged";

const largest = 102_400; // bytes

const noStrictJson: [what: string, body: string | Uint8Array][] = [
    ["no body", ""],
    ["a batch", '[{"jsonrpc":"2.0","id":1,"method":"ping"}]'],
    ["a repeated member", '{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}'],
    ["an escaped repetition", '{"jsonrpc":"2.0","id":1,"method":"ping","\\u006dethod":"ping"}'],
    ["single quotes", "{'jsonrpc':'2.0','id':1,'method':'ping'}"],
    ["a comment", '{"jsonrpc":"2.0","id":1,/**/"method":"ping"}'],
    ["a comma too many", '{"jsonrpc":"2.0","id":1,"method":"ping",}'],
    ["half a character", '{"jsonrpc":"2.0","id":"\\ud800","method":"ping"}'],
    ["bytes that are no UTF-8", Buffer.from('{"jsonrpc":"2.0","id":"\xff","method":"ping"}', "latin1")],
    ["too many levels", `{"a":${"[".repeat(32)}${"]".repeat(32)}}`],
];

const invalid: [message: object | string, problem: string, id?: unknown][] = [
    [{ jsonrpc: "2.0", id: 1, method: "ping", other: 1 }, "the message has an unknown member"],
    [{ id: 1, method: "ping" }, 'jsonrpc must be "2.0"'],
    [{ jsonrpc: "1.0", id: 1, method: "ping" }, 'jsonrpc must be "2.0"'],
    [{ jsonrpc: "2.0", id: null, method: "ping" }, "id must be a text, but no date, or an integer", null],
    [{ jsonrpc: "2.0", id: 1.5, method: "ping" }, "id must be a text, but no date, or an integer", null],
    [{ jsonrpc: "2.0", id: 1, method: "ping", result: {} }, "a request must not have result or error"],
    [{ jsonrpc: "2.0", id: 1, method: "no method" }, "method must be the name of a method"],
    [{ jsonrpc: "2.0", id: 1, method: 7 }, "method must be the name of a method"],
    [{ jsonrpc: "2.0", method: "ping" }, "a request must have an id, and a notification must not", null],
    [
        { jsonrpc: "2.0", id: 1, method: "notifications/initialized" },
        "a request must have an id, and a notification must not",
    ],
    [{ jsonrpc: "2.0", id: 1, method: "ping", params: [] }, "params must be an object"],
    [
        { jsonrpc: "2.0", id: 1, method: "ping", params: { é: 1 } },
        "members of params have names of ASCII letters, digits and underscores",
    ],
    [
        { jsonrpc: "2.0", id: 1, method: "tools/call", params: { ...search, NAME: "x" } },
        "params repeats a member in another letter case",
    ],
    [
        { jsonrpc: "2.0", id: 1, method: "tools/list", params: { Cursor: "x" } },
        "params has a member of the protocol in another letter case",
    ],
    [
        { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "search_orders", arguments: [] } },
        "arguments must be an object",
    ],
    [
        { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: 1 } },
        "name, or uri of a resource, must be a text",
    ],
    [{ jsonrpc: "2.0", id: 1, method: "resources/read" }, "name, or uri of a resource, must be a text"],
    [{ jsonrpc: "2.0", id: 1, method: "ping", params: { _meta: 1 } }, "_meta must be an object"],
    [
        { jsonrpc: "2.0", id: 1, method: "ping", params: { _meta: { "io.modelcontextprotocol/protocolVersion": 1 } } },
        "io.modelcontextprotocol/protocolVersion must be a text",
    ],
];

describeServers("The message", (on, { streaming }) => {
    for (const [what, body] of noStrictJson) {
        it(
            `is refused for ${what}`,
            on(async (served) => {
                const reply = await served.call({ body });
                assertRefused(served, reply, {
                    status: 400,
                    reason: "no-strict-json",
                    code: -32700,
                    message:
                        "The body must be one JSON object in UTF-8, without repeated members and at most 32 levels deep",
                    id: null,
                });
            }),
        );
    }

    for (const [message, problem, id = 1] of invalid) {
        it(
            `is refused as invalid when it is ${JSON.stringify(message)}`,
            on(async (served) => {
                assertRefused(served, await served.call({ body: message }), {
                    status: 400,
                    reason: "no-valid-message",
                    code: -32600,
                    message: "Invalid request",
                    data: problem,
                    id,
                });
            }),
        );
    }

    it(
        "is refused when it turns out too long",
        on(async (served) => {
            const headers: [string, string][] = [["Transfer-Encoding", "chunked"]];
            const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" }).padEnd(largest + 1);
            assertRefused(served, await served.call({ headers, body }), {
                status: 413,
                reason: "size",
                message: `The body must have at most ${largest} bytes`,
                id: null,
            });
        }),
    );

    it(
        "may be as long as is allowed",
        on(async (served) => {
            const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" }).padEnd(largest);
            assertForwarded(served, await served.call({ body }));
            assert.equal(served.forwarded[0]?.body, body);
        }),
    );

    it(
        "comes with POST only",
        on(async (served) => {
            const headers: [string, string][] = [["Transfer-Encoding", "chunked"]];
            const body = { jsonrpc: "2.0", id: 1, method: "ping" };
            const reply = await served.call({ method: "DELETE", headers, body });
            assertRefused(served, reply, {
                status: 400,
                reason: "unexpected-body",
                message: "Only POST takes a body",
            });
        }),
    );

    it(
        "goes on byte for byte",
        on(async (served) => {
            const body =
                '{ "jsonrpc":"2.0","params":{"arguments":{"status":"op\\u0065n"},"name":"search_orders"},\n"method":"tools/call", "id":12345678901234567890 }';
            served.backend = (_request, response) => {
                response.writeHead(200, { "Content-Type": "application/json" });
                response.end('{"jsonrpc":"2.0","id":12345678901234567890,"result":{}}');
            };
            const reply = await served.call({ body });
            assertForwarded(served, reply);
            assert.equal(served.forwarded[0]?.body, body);
            assert.equal(reply.text, '{"jsonrpc":"2.0","id":12345678901234567890,"result":{}}');
        }),
    );

    it(
        "is forwarded as a notification, which is accepted without an answer",
        on(async (served) => {
            const reply = await served.rpc("notifications/initialized");
            assertForwarded(served, reply, 202);
            assert.equal(reply.text, "");
        }),
    );

    const answer = { jsonrpc: "2.0", id: 1, result: { roots: [] } };
    it(
        streaming ? "may answer a request that came as an event" : "answers nothing where no event asks",
        on(async (served) => {
            served.backend = (_request, response) => response.writeHead(202).end();
            const reply = await served.call({ body: answer });
            if (streaming) assertForwarded(served, reply, 202);
            else {
                assertRefused(served, reply, {
                    status: 400,
                    reason: "no-valid-message",
                    code: -32600,
                    message: "Invalid request",
                    data: "method is missing",
                });
            }
        }),
    );

    it(
        "answers nothing half",
        on(async (served) => {
            const reply = await served.call({ body: { ...answer, error: { code: 1, message: "" } } });
            assertRefused(served, reply, {
                status: 400,
                reason: "no-valid-message",
                code: -32600,
                message: "Invalid request",
                data: streaming ? "a response must have an id and either result or error" : "method is missing",
            });
        }),
    );
});
