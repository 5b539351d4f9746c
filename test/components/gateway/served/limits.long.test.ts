// Does not prove that units of API Management count together, nor by which window.
import assert from "node:assert/strict";
import { answering, beginSession, goodArguments, search } from "./calls";
import { describeServers } from "./every-server";
import { assertForwarded, assertRefused, type Refusal } from "./judged";
import { type Reply, type ServedServer, user } from "./served-server";

const throttledShare = 0.1;
const atATime = 8;
/** Requests that a test sends at once; the limit of an address is a multiple of it. */
const together = 50;
const other = "99999999-9999-4999-8999-999999999999";

function tooMany(seconds: number, forwarded: number): Refusal {
    return {
        status: 429,
        reason: "limit",
        message: "Too many requests",
        headers: { "retry-after": String(seconds) },
        forwarded,
    };
}

/** Makes requests until one is refused, and holds that this many were not. */
async function exhaust(served: ServedServer, allowed: number, request: () => Promise<Reply>): Promise<Reply> {
    served.backend = answering({ jsonrpc: "2.0", id: 1, result: {} });
    for (let count = 0; count < allowed; count++) assert.equal((await request()).status, 200);
    assert.equal(served.forwarded.length, allowed);
    return request();
}

describeServers("A limit", (on, server) => {
    const { limits, tools } = server;
    const throttled = (calls: number) => Math.max(1, Math.floor(calls * throttledShare));

    it(
        "holds for a throttled user, whatever the session, and for nobody else",
        on(async (served) => {
            served.namedValues.set("throttled-principals", `${other} ${user}`);
            const allowed = throttled(limits.requestsPerUser);
            assertRefused(served, await exhaust(served, allowed, () => served.rpc("ping")), tooMany(60, allowed));
            served.forwarded.length = 0;
            served.namedValues.set("throttled-principals", user);
            const token = await served.token({ oid: other });
            assertForwarded(served, await served.rpc("ping", undefined, { token }));
            served.forwarded.length = 0;
            served.time += 60_000;
            assertForwarded(served, await served.rpc("ping"));
        }),
    );

    it(
        "holds for a session while the risk is high, and for no other session",
        on(async (served) => {
            served.namedValues.set("risk-level", "high");
            const [one, other] = [await beginSession(served, "one"), await beginSession(served, "other")];
            const pingIn = (session: string) =>
                served.rpc("ping", undefined, { headers: [["Mcp-Session-Id", session]] });
            const allowed = throttled(limits.requestsPerSession);
            assertRefused(served, await exhaust(served, allowed, () => pingIn(one)), tooMany(60, allowed));
            served.forwarded.length = 0;
            assertForwarded(served, await pingIn(other));
        }),
    );

    for (const { name, callsPerMinute } of tools) {
        it(
            `holds for calls of ${name}, and for those of no other tool`,
            on(async (served) => {
                served.namedValues.set("throttled-principals", user.toUpperCase());
                const allowed = throttled(callsPerMinute);
                const call = (tool: string) => served.rpc("tools/call", { name: tool, arguments: goodArguments[tool] });
                assertRefused(served, await exhaust(served, allowed, () => call(name)), tooMany(60, allowed));
                for (const other of tools.filter((tool) => tool.name !== name)) {
                    served.forwarded.length = 0;
                    assertForwarded(served, await call(other.name));
                }
            }),
        );
    }

    it(
        "holds for requests of a user at the same time",
        on(async (served) => {
            const waiting: (() => void)[] = [];
            let arrived = () => {};
            const allThere = new Promise<void>((resolve) => {
                arrived = resolve;
            });
            served.backend = (_request, response) => {
                waiting.push(() => response.writeHead(202).end());
                if (waiting.length === atATime) arrived();
            };
            const calls = Array.from({ length: atATime }, () => served.rpc("notifications/initialized"));
            await allThere;
            const token = await served.token();
            const reply = await served.rpc("tools/call", search, { token });
            assertRefused(served, reply, tooMany(1, atATime));
            for (const release of waiting) release();
            for (const call of calls) assert.equal((await call).status, 202);
            served.forwarded.length = 0;
            served.backend = answering({ jsonrpc: "2.0", id: 1, result: {} });
            assertForwarded(served, await served.rpc("ping"));
        }),
    );

    it(
        "of an address counts before anybody has signed in",
        on(async (served) => {
            for (let sent = 0; sent < limits.requestsPerAddress; sent += together) {
                const calls = Array.from({ length: together }, () => served.rpc("ping", undefined, { token: null }));
                for (const { status } of await Promise.all(calls)) assert.equal(status, 401);
            }
            assertRefused(served, await served.rpc("ping"), { ...tooMany(60, 0), id: null });
            const headers: [string, string][] = [["X-MCP-Client-Address", "203.0.113.8"]];
            assertForwarded(served, await served.rpc("ping", undefined, { headers }));
        }),
    );
});
