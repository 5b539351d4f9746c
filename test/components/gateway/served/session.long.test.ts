// Does not prove that a key, once rotated, reaches every gateway at the same time.
import assert from "node:assert/strict";
import { answering, beginSession, initialize, modern } from "./calls";
import { describeServers } from "./every-server";
import { assertForwarded, assertRefused, type Refusal } from "./judged";
import { type Call, keys, type Reply, type ServedServer } from "./served-server";

const serversId = "session-of-the-server";
const elsewhere = "99999999-9999-4999-8999-999999999999";
const hours = 60 * 60_000; // milliseconds

const unknown: Refusal = { status: 404, reason: "unknown-session", message: "Session not found" };

function pingIn(served: ServedServer, session: string, call: Call = {}): Promise<Reply> {
    return served.rpc("ping", undefined, { ...call, headers: [["Mcp-Session-Id", session]] });
}

/** What ends a session for those who have its id. */
const ends: [what: string, end: (served: ServedServer) => Promise<Call> | Call][] = [
    ["somebody else", async (served) => ({ token: await served.token({ oid: elsewhere }) })],
    [
        "the end of the epoch",
        (served) => {
            served.namedValues.set("session-epoch", "2");
            return {};
        },
    ],
    [
        "the end of its keys",
        (served) => {
            served.namedValues.set("session-key-current", keys.previous);
            return {};
        },
    ],
    [
        "its age",
        (served) => {
            served.time += 8 * hours + 1000;
            return {};
        },
    ],
];

describeServers("A session", (on, { clientIds }) => {
    it(
        "has an id that says nothing of the server's, which the server gets",
        on(async (served) => {
            const session = await beginSession(served, serversId);
            assert.match(session, /^[A-Za-z0-9_-]+\.[0-9]+\.[A-Za-z0-9_-]{43}$/);
            served.time += 8 * hours;
            const reply = await pingIn(served, session);
            assertForwarded(served, reply);
            assert.equal(served.forwarded[0]?.headers["mcp-session-id"], serversId);
            assert.match(reply.record.traces[0]?.metadata.session ?? "", /^[0-9A-F]{16}$/);
        }),
    );

    it(
        "outlives the rotation of a key",
        on(async (served) => {
            const session = await beginSession(served, serversId);
            served.namedValues.set("session-key-previous", keys.current);
            served.namedValues.set("session-key-current", keys.previous);
            assertForwarded(served, await pingIn(served, session));
            assert.equal(served.forwarded[0]?.headers["mcp-session-id"], serversId);
        }),
    );

    for (const [what, end] of ends) {
        it(
            `ends with ${what}`,
            on(async (served) => {
                const session = await beginSession(served, serversId);
                const call = await end(served);
                assertRefused(served, await pingIn(served, session, call), unknown);
            }),
        );
    }

    const [, otherClient] = clientIds;
    if (otherClient !== undefined) {
        it(
            "ends with another client",
            on(async (served) => {
                const session = await beginSession(served, serversId);
                const token = await served.token({ azp: otherClient });
                assertRefused(served, await pingIn(served, session, { token }), unknown);
            }),
        );
    }

    it(
        "is none that somebody made up",
        on(async (served) => {
            const [id = "", issuedAt = "", mac = ""] = (await beginSession(served, serversId)).split(".");
            const otherMac = `${mac.startsWith("A") ? "B" : "A"}${mac.slice(1)}`;
            const otherId = Buffer.from("other").toString("base64url");
            for (const session of [
                serversId,
                "",
                "..",
                `${id}.${issuedAt}`,
                `${id}.${issuedAt}.${otherMac}`,
                `${otherId}.${issuedAt}.${mac}`,
                `${id}.${Number(issuedAt) + 1}.${mac}`,
                `${id}.${issuedAt}.${mac}.`,
            ]) {
                assertRefused(served, await pingIn(served, session), unknown);
            }
        }),
    );

    it(
        "is over once the client says so",
        on(async (served) => {
            const session = await beginSession(served, serversId);
            served.backend = (_request, response) => response.writeHead(204).end();
            const reply = await served.call({ method: "DELETE", headers: [["Mcp-Session-Id", session]] });
            assertForwarded(served, reply, 204);
            assert.equal(served.forwarded[0]?.method, "DELETE");
            assert.equal(served.forwarded[0]?.headers["mcp-session-id"], serversId);
        }),
    );

    it(
        "needs none that the server does not want",
        on(async (served) => {
            const reply = await initialize(served);
            assertForwarded(served, reply);
            assert.equal(reply.headers["mcp-session-id"], undefined);
        }),
    );

    it(
        "begins with no other answer than that to `initialize`",
        on(async (served) => {
            served.backend = answering({ jsonrpc: "2.0", id: 1, result: {} }, { "Mcp-Session-Id": serversId });
            const reply = await served.rpc("ping");
            assertForwarded(served, reply);
            assert.equal(reply.headers["mcp-session-id"], undefined);
        }),
    );

    it(
        "is none since 2026-07-28",
        on(async (served) => {
            served.backend = answering({ jsonrpc: "2.0", id: 1, result: {} }, { "Mcp-Session-Id": serversId });
            const reply = await modern(served, "server/discover", {}, { headers: [["Mcp-Session-Id", "made up"]] });
            assertForwarded(served, reply);
            assert.equal(served.forwarded[0]?.headers["mcp-session-id"], undefined);
            assert.equal(reply.headers["mcp-session-id"], undefined);
        }),
    );

    for (const [what, id] of [
        ["spaces", "two words"],
        ["too many characters", "x".repeat(1025)],
        ["nothing", ""],
    ]) {
        it(
            `does not begin with an id of ${what}`,
            on(async (served) => {
                served.backend = answering({ jsonrpc: "2.0", id: 1, result: {} }, { "Mcp-Session-Id": id ?? "" });
                const reply = await initialize(served);
                assertRefused(served, reply, {
                    status: 502,
                    reason: "server-session-id",
                    message: "The server gave no valid answer",
                    forwarded: 1,
                });
                assert.equal(reply.headers["mcp-session-id"], undefined);
            }),
        );
    }
});
