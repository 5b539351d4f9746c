// Does not prove what a server behind makes of these headers.
import assert from "node:assert/strict";
import { initialize, modern, search } from "./calls";
import { describeServers } from "./every-server";
import { assertForwarded, assertRefused, type Refusal } from "./judged";
import { user } from "./served-server";

function mismatch(header: string): Refusal {
    return { status: 400, reason: "header-mismatch", code: -32020, message: `Header mismatch: ${header}` };
}

function unsupported(code: number, supported: string[], requested: string): Refusal {
    return {
        status: 400,
        reason: "protocol-version",
        code,
        message: "Unsupported protocol version",
        data: { supported, requested },
    };
}

const [older, newer] = ["2025-11-25", "2026-07-28"];
const claim = { _meta: { "io.modelcontextprotocol/protocolVersion": newer } };

/** Headers by which a client says who it is, or what it asks for. */
const untrusted = [
    "X-MCP-Client-Address",
    "X-Forwarded-Authorization",
    "X-Forwarded-Access-Token",
    "X-Forwarded-User",
    "X-Forwarded-Client-Cert",
    "X-MS-CLIENT-PRINCIPAL",
    "X-MS-CLIENT-PRINCIPAL-ID",
    "X-MS-CLIENT-PRINCIPAL-IDP",
    "X-MS-CLIENT-PRINCIPAL-NAME",
    "X-MS-TOKEN-AAD-ACCESS-TOKEN",
    "X-MS-TOKEN-AAD-ID-TOKEN",
    "Proxy-Authorization",
    "Cookie",
    "Ocp-Apim-Subscription-Key",
    "X-HTTP-Method",
    "X-HTTP-Method-Override",
    "X-Method-Override",
    "X-Original-URL",
    "X-Rewrite-URL",
    "Accept-Encoding",
];

describeServers("The headers", (on, { name }) => {
    it(
        "must name a version",
        on(async (served) => {
            const reply = await served.rpc("tools/call", search, { version: null });
            assertRefused(served, reply, mismatch("MCP-Protocol-Version"));
        }),
    );

    it(
        "need none for `initialize`",
        on(async (served) => {
            assertForwarded(served, await initialize(served));
        }),
    );

    it(
        "must name a version that is allowed",
        on(async (served) => {
            const reply = await served.rpc("tools/call", search, { version: "2025-06-18" });
            assertRefused(served, reply, unsupported(-32022, [newer, older], "2025-06-18"));
        }),
    );

    for (const proposed of ["2024-11-05", newer, 7]) {
        it(
            `must begin a session of an allowed version, not of ${proposed}`,
            on(async (served) => {
                const reply = await served.rpc("initialize", { protocolVersion: proposed }, { version: null });
                const requested = typeof proposed === "string" ? proposed : "";
                assertRefused(served, reply, unsupported(-32602, [older], requested));
            }),
        );
    }

    it(
        "must name the version that the message claims",
        on(async (served) => {
            const reply = await served.rpc("tools/call", { ...search, ...claim });
            assertRefused(served, reply, mismatch("MCP-Protocol-Version"));
        }),
    );

    it(
        "must be claimed by the message since 2026-07-28",
        on(async (served) => {
            const reply = await modern(served, "tools/call", { ...search, _meta: {} });
            assertRefused(served, reply, mismatch("MCP-Protocol-Version"));
        }),
    );

    for (const method of ["", "ping"]) {
        it(
            `must name the method since 2026-07-28, and not "${method}"`,
            on(async (served) => {
                const reply = await modern(served, "tools/call", search, { headers: [["Mcp-Method", method]] });
                assertRefused(served, reply, mismatch("Mcp-Method"));
            }),
        );
    }

    it(
        "must name no other method before",
        on(async (served) => {
            const reply = await served.rpc("tools/call", search, { headers: [["Mcp-Method", "ping"]] });
            assertRefused(served, reply, mismatch("Mcp-Method"));
        }),
    );

    it(
        "must name the tool since 2026-07-28",
        on(async (served) => {
            const reply = await served.rpc(
                "tools/call",
                { ...search, ...claim },
                {
                    version: newer,
                    headers: [["Mcp-Method", "tools/call"]],
                },
            );
            assertRefused(served, reply, mismatch("Mcp-Name"));
        }),
    );

    it(
        "must name no other tool before",
        on(async (served) => {
            const reply = await served.rpc("tools/call", search, { headers: [["Mcp-Name", "cancel_order"]] });
            assertRefused(served, reply, mismatch("Mcp-Name"));
        }),
    );

    it(
        "may name the tool in base64",
        on(async (served) => {
            const name = `=?base64?${Buffer.from(search.name).toString("base64")}?=`;
            assertForwarded(served, await modern(served, "tools/call", search, { headers: [["Mcp-Name", name]] }));
        }),
    );

    it(
        "must name in base64 what looks as if it were",
        on(async (served) => {
            const name = "=?base64?b3JkZXJz?=";
            const reply = await served.rpc("tools/call", { name }, { headers: [["Mcp-Name", name]] });
            assertRefused(served, reply, mismatch("Mcp-Name"));
        }),
    );

    it(
        "say nothing to the server that only the gateway may say",
        on(async (served) => {
            const identity = ["X-MCP-User", "X-MCP-Client", "X-MCP-Rights", "X-MCP-Request-Id", "X-MCP-Signature"];
            const headers = [...untrusted, ...identity].map((name): [string, string] => [name, "forged"]);
            const reply = await served.rpc("tools/call", search, { headers });
            assertForwarded(served, reply);
            const arrived = served.forwarded[0]?.headers ?? {};
            assert.deepEqual(
                Object.entries(arrived).filter(([, value]) => value === "forged"),
                [],
            );
            assert.deepEqual(
                untrusted.filter((name) => name.toLowerCase() in arrived),
                [],
            );
            assert.equal(arrived["x-mcp-user"], user);
        }),
    );

    it(
        "tell the log whence a request came, and nothing else that a client wrote",
        on(async (served) => {
            const params = { name: "made_up", arguments: { secret: "made_up" } };
            const reply = await served.rpc("tools/call", params);
            assert.deepEqual(reply.record.traces, [
                {
                    source: "mcp-gateway",
                    severity: "information",
                    message: "refused",
                    metadata: {
                        decision: "refused",
                        reason: "not-defined",
                        status: "403",
                        user,
                        client: served.clientId,
                        server: name,
                        method: "tools/call",
                        tool: "",
                        era: "2025",
                        clientAddress: "203.0.113.7",
                        session: "",
                        right: "",
                        stepUp: "",
                        error: "",
                    },
                },
            ]);
        }),
    );
});
