// Does not prove that clients find the endpoint and sign in: the suite cannot send a token, so a proxy adds one.
import assert from "node:assert/strict";
import type { OutgoingHttpHeaders } from "node:http";
import { ServedServer } from "../components/gateway/served/served-server";
import { temporaryFolder } from "../support/temporary-folder";
import { runSuite } from "./run-suite";
import { scenarios } from "./scenarios";
import { suiteBackend } from "./suite-backend";
import { suiteServer } from "./suite-server";
import { startProxy } from "./token-proxy";

describe("The official conformance suite, against the generated policies", () => {
    const folder = temporaryFolder();
    const running: { close(): Promise<void> }[] = [];
    afterEach(async () => {
        for (const each of running.splice(0).reverse()) await each.close();
    });

    /** Serves the policies, and says where they are reached with a token and with more headers. */
    async function start(
        streaming: boolean,
        more: OutgoingHttpHeaders = {},
    ): Promise<{ served: ServedServer; url: string }> {
        let served: ServedServer;
        const proxy = await startProxy(async () => ({
            port: served.port,
            path: `/${served.server.endpoint.path}`,
            headers: {
                ...more,
                host: new URL(served.server.endpoint.url).host,
                authorization: `Bearer ${await served.token()}`,
                "x-mcp-client-address": "203.0.113.7",
            },
        }));
        running.push(proxy);
        // the suite also plays a page at the address that it calls, which may call
        served = await ServedServer.start({ ...suiteServer, streaming, allowedOrigins: [proxy.origin] });
        running.push(served);
        served.backend = suiteBackend(streaming);
        return { served, url: `${proxy.origin}/mcp` };
    }

    for (const streaming of [true, false]) {
        it(`fails where the gateway refuses by design and nowhere else, ${streaming ? "with" : "without"} streams`, async function () {
            this.timeout(120_000);
            const { url } = await start(streaming);
            const outcomes = await runSuite(url, folder());
            assert.deepEqual(verdicts(outcomes), expected(streaming));
        });
    }

    const agreed = { "mcp-protocol-version": "2025-11-25" };

    for (const streaming of [true, false]) {
        it(`passes concurrent requests of a session with the version that was agreed, ${streaming ? "with" : "without"} streams`, async function () {
            this.timeout(60_000);
            const { url } = await start(streaming, agreed);
            const outcomes = await runSuite(url, folder(), "server-sse-multiple-streams");
            assert.deepEqual(Object.fromEntries(outcomes), { "server-sse-multiple-streams": "passes" });
        });
    }

    it("passes the end of a stream with the version that was agreed, and what comes to a client that comes back", async function () {
        this.timeout(60_000);
        const { served, url } = await start(true, agreed);
        const outcomes = await runSuite(url, folder(), "server-sse-polling");
        assert.deepEqual(Object.fromEntries(outcomes), { "server-sse-polling": "passes" });
        const comingBack = served.forwarded.filter(({ headers }) => headers["last-event-id"] !== undefined);
        assert.deepEqual(
            comingBack.map(({ method }) => method),
            ["GET"],
        );
    });
});

/** What the suite says of each scenario, as far as it is expected. */
function verdicts(outcomes: ReadonlyMap<string, string>): Record<string, string> {
    return Object.fromEntries(
        [...outcomes].map(([scenario, outcome]) => {
            const known = scenarios[scenario];
            const isExpected = typeof known === "object" && outcome.includes(known.message);
            return [scenario, isExpected ? known.message : outcome];
        }),
    );
}

function expected(streaming: boolean): Record<string, string> {
    return Object.fromEntries(
        Object.entries(scenarios).map(([scenario, known]) => {
            const fails = typeof known === "object" && (known.fails === "always" || !streaming);
            return [scenario, fails ? known.message : "passes"];
        }),
    );
}
