// Does not prove what the edge refuses before: it has tests of its own.
import { modern, search } from "./calls";
import { describeServers } from "./every-server";
import { assertForwarded, assertRefused, type Refusal } from "./judged";
import type { Call } from "./served-server";

const largest = 102_400; // bytes

/** What is refused by method, URL and headers alone, of a call that is good otherwise. */
const refused: [what: string, call: Call, refusal: Omit<Refusal, "id">][] = [
    [
        "a query",
        { path: "/orders/mcp?access_token=secret" },
        {
            status: 400,
            reason: "query",
            message: "The endpoint takes no query; a token belongs in the Authorization header",
        },
    ],
    [
        "credentials that are no bearer token",
        { headers: [["Authorization", "Basic dXNlcjpwYXNzd29yZA=="]] },
        { status: 400, reason: "authorization-header", message: "Authorization must be one bearer token" },
    ],
    [
        "two tokens",
        {
            headers: [
                ["Authorization", "Bearer one"],
                ["Authorization", "Bearer two"],
            ],
        },
        { status: 400, reason: "authorization-header", message: "Authorization must be one bearer token" },
    ],
    [
        "a page of another origin",
        { headers: [["Origin", "https://evil.example"]] },
        { status: 403, reason: "origin", message: "Origin not allowed" },
    ],
    [
        "a body that is no JSON",
        { headers: [["Content-Type", "text/plain"]] },
        { status: 415, reason: "content-type", message: "The body must be application/json in UTF-8" },
    ],
    [
        "JSON in another encoding",
        { headers: [["Content-Type", "application/json; charset=utf-7"]] },
        { status: 415, reason: "content-type", message: "The body must be application/json in UTF-8" },
    ],
    [
        "a compressed body",
        { headers: [["Content-Encoding", "gzip"]] },
        { status: 415, reason: "content-encoding", message: "The body must not be compressed" },
    ],
    [
        "a length that is no plain number",
        { headers: [["Content-Length", "0000000045"]] },
        { status: 400, reason: "content-length", message: "Content-Length must be one number" },
    ],
    [
        "a body that says that it is too long",
        { body: "x".repeat(largest + 1) },
        { status: 413, reason: "declared-size", message: `The body must have at most ${largest} bytes` },
    ],
    [
        "a client that takes no events",
        { headers: [["Accept", "application/json"]] },
        { status: 406, reason: "accept", message: "Accept must list application/json and text/event-stream" },
    ],
    [
        "a client that takes no JSON",
        { headers: [["Accept", "text/event-stream"]] },
        { status: 406, reason: "accept", message: "Accept must list application/json and text/event-stream" },
    ],
];

describeServers("The transport", (on, server) => {
    const { allowedOrigins, streaming } = server;
    const methods = ["POST", ...(streaming ? ["GET"] : []), "DELETE"].join(", ");

    for (const [what, call, refusal] of refused) {
        it(
            `is refused for ${what}`,
            on(async (served) => {
                const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: search };
                assertRefused(served, await served.call({ body, ...call }), { id: null, ...refusal });
            }),
        );
    }

    for (const method of ["GET", "DELETE"]) {
        it(
            `has no ${method} since 2026-07-28`,
            on(async (served) => {
                assertRefused(served, await served.call({ method, version: "2026-07-28" }), {
                    status: 405,
                    reason: "http-method",
                    message: "Method not allowed",
                    id: null,
                    headers: { allow: "POST" },
                });
            }),
        );
    }

    it(
        streaming ? "opens a stream by GET" : "has no GET without streams",
        on(async (served) => {
            served.backend = (_request, response) => {
                response.writeHead(200, { "Content-Type": "text/event-stream" }).end("data: {}\n\n");
            };
            const reply = await served.call({ method: "GET" });
            if (streaming) assertForwarded(served, reply);
            else {
                assertRefused(served, reply, {
                    status: 405,
                    reason: "http-method",
                    message: "Method not allowed",
                    id: null,
                    headers: { allow: methods },
                });
            }
        }),
    );

    if (streaming) {
        it(
            "opens no stream for a client that takes none",
            on(async (served) => {
                const reply = await served.call({ method: "GET", headers: [["Accept", "application/json"]] });
                assertRefused(served, reply, {
                    status: 406,
                    reason: "accept",
                    message: "Accept must list text/event-stream",
                    id: null,
                });
            }),
        );
    }

    it(
        "ends a session by DELETE, whatever the client takes",
        on(async (served) => {
            served.backend = (_request, response) => response.writeHead(204).end();
            assertForwarded(served, await served.call({ method: "DELETE", headers: [["Accept", "*/*"]] }), 204);
        }),
    );

    it(
        "takes JSON that says its encoding",
        on(async (served) => {
            const headers: [string, string][] = [["Content-Type", 'Application/JSON; charset="UTF-8"']];
            assertForwarded(served, await served.rpc("tools/call", search, { headers }));
        }),
    );

    it(
        "takes a body of unknown length",
        on(async (served) => {
            assertForwarded(
                served,
                await served.rpc("tools/call", search, { headers: [["Transfer-Encoding", "chunked"]] }),
            );
        }),
    );

    it(
        "is the same for both versions",
        on(async (served) => {
            assertForwarded(served, await modern(served, "tools/call", search));
        }),
    );

    for (const origin of allowedOrigins) {
        it(
            `takes calls of pages of ${origin}`,
            on(async (served) => {
                assertForwarded(served, await served.rpc("tools/call", search, { headers: [["Origin", origin]] }));
            }),
        );
    }
});
