// Does not prove that Application Gateway answers so, and not what the managed rules of its firewall refuse.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { request as send } from "node:https";
import type { AddressInfo } from "node:net";
import { connect, type SecureVersion, type TLSSocket } from "node:tls";
import { Headers } from "../../../local/apim/context";
import { Unreachable } from "../../../local/apim/surroundings";
import type { DeployedEdge, DeployedFirewall } from "../../../local/edge/deployed";
import { type RunningEdge, serveEdge } from "../../../local/edge/serve-edge";
import type { EdgeSurroundings } from "../../../local/edge/serve-request";
import type { LogRow } from "../../../local/logs/log-sink";
import { deployedEdge, edgeId, firewallId } from "./deployed-sample";

const host = "mcp.contoso.example";
const gatewayHost = "apim-contoso-mcp-dev-gateway.azure-api.net";

interface Answer {
    status: number;
    headers: Headers;
    body: string;
}

interface Ask {
    method?: string;
    path?: string;
    headers?: string[];
    body?: string;
}

/** An edge, what it is deployed with, what lies behind it, and what it logs. */
interface Setup {
    edge: RunningEdge;
    deployed: DeployedEdge;
    firewall: DeployedFirewall;
    clock: { now: number };
    rows: { resourceId: string; table: string; row: LogRow }[];
}

describe("serveEdge", () => {
    const open: (() => unknown)[] = [];
    afterEach(async () => {
        for (const close of open.splice(0).reverse()) await close();
    });

    async function start(listener: RequestListener, given: Partial<EdgeSurroundings> = {}): Promise<Setup> {
        const upstream = await listen(listener);
        const deployed = await deployedEdge();
        const firewall = deployed.firewall;
        assert.ok(firewall);
        const clock = { now: Date.UTC(2026, 0, 1) };
        const rows: Setup["rows"] = [];
        const edge = await serveEdge(() => deployed, {
            now: () => clock.now,
            upstream: (fqdn) => {
                assert.equal(fqdn, gatewayHost);
                return upstream;
            },
            log: { write: (resourceId, table, row) => rows.push({ resourceId, table, row }) },
            ...given,
        });
        open.push(() => edge.close());
        return { edge, deployed, firewall, clock, rows };
    }

    async function listen(listener: RequestListener): Promise<string> {
        const server: Server = createServer({ maxHeaderSize: 64 * 1024 }, listener).listen(0, "127.0.0.1");
        await once(server, "listening");
        open.push(() => {
            server.closeAllConnections();
            server.close();
        });
        return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    describe("takes connections", () => {
        const handshake = async ({ port, certificateAuthority }: RunningEdge, maxVersion: SecureVersion) => {
            const socket = connect({ port, host: "127.0.0.1", servername: host, ca: certificateAuthority, maxVersion });
            open.push(() => socket.destroy());
            await once(socket, "secureConnect");
            return socket.getProtocol();
        };

        it("with TLS 1.3 and not below, and with a certificate for its host", async () => {
            const { edge } = await start((_, response) => response.end());
            assert.equal(await handshake(edge, "TLSv1.3"), "TLSv1.3");
            await assert.rejects(handshake(edge, "TLSv1.2"), { code: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION" });
        });

        it("for other names with the same certificate, and answers 404 to them", async () => {
            const { edge, rows } = await start(() => assert.fail("it was passed on"));
            const answer = await ask(edge, { headers: ["Host", "other.example"] });
            assert.equal(answer.status, 404);
            assert.match(answer.body, /404 Not Found.*Microsoft-Azure-Application-Gateway\/v2/s);
            assert.equal(answer.headers.get("Server"), "Microsoft-Azure-Application-Gateway/v2");
            assert.equal(rows[0]?.row.ErrorInfo, "ERRORINFO_INVALID_HOST");
            assert.equal(rows[0]?.row.ListenerName, undefined);
        });

        it("over HTTP/2, and offers it only when it is switched on", async () => {
            const { edge, rows } = await start((request, response) => {
                const seen = new Headers(request.rawHeaders);
                response.setHeader("Seen", JSON.stringify([seen.get("Host"), seen.values("Cookie")]));
                request.pipe(response);
            });
            const { headers, body } = await askHttp2(edge, { ":method": "POST", cookie: ["a=1", "b=2"] }, "hello");
            assert.equal(headers[":status"], 200);
            assert.deepEqual(JSON.parse(String(headers.seen)), [gatewayHost, ["a=1; b=2"]]);
            assert.equal(body, "hello");
            assert.equal(rows[0]?.row.HttpVersion, "HTTP/2.0");
            const without = { ...(await deployedEdge()), http2: false };
            const other = await serveEdge(() => without, {
                now: Date.now,
                upstream: () => assert.fail(),
                log: { write: () => {} },
            });
            open.push(() => other.close());
            const { port, certificateAuthority: ca } = other;
            const socket = connect({
                port,
                host: "127.0.0.1",
                servername: host,
                ca,
                ALPNProtocols: ["h2", "http/1.1"],
            });
            open.push(() => socket.destroy());
            await once(socket, "secureConnect");
            assert.equal(socket.alpnProtocol, "http/1.1");
        });
    });

    describe("writes headers", () => {
        const seen = async (given: Ask, surroundings: Partial<EdgeSurroundings> = {}): Promise<Headers> => {
            let headers: Headers | undefined;
            const { edge } = await start((request, response) => {
                headers = new Headers(request.rawHeaders);
                response.end();
            }, surroundings);
            assert.equal((await ask(edge, given)).status, 200);
            assert.ok(headers);
            return headers;
        };

        it("that tell the client's address, whatever the client says of it", async () => {
            const lies = ["X-MCP-Client-Address", "X-Forwarded-For", "Forwarded", "X-Azure-JA4-Fingerprint"];
            const headers = await seen(
                {
                    headers: [
                        "Host",
                        host,
                        ...lies.flatMap((name) => [name, "10.0.0.1", name.toLowerCase(), "10.0.0.2"]),
                    ],
                },
                { clientAddress: () => "203.0.113.9" },
            );
            assert.deepEqual(headers.values("X-MCP-Client-Address"), ["203.0.113.9"]);
            assert.deepEqual(headers.values("X-Forwarded-For"), ["203.0.113.9"]);
            assert.equal(headers.has("Forwarded"), false);
            assert.equal(headers.has("X-Azure-JA4-Fingerprint"), false);
        });

        it("that tell the backend what was asked", async () => {
            const lies = [
                "X-Forwarded-Proto",
                "X-Forwarded-Port",
                "X-Original-Host",
                "X-Original-URL",
                "X-AppGW-Trace-Id",
            ];
            const headers = await seen({
                path: "/orders/mcp?a=1",
                headers: ["Host", host, ...lies.flatMap((name) => [name, "lie"])],
            });
            assert.equal(headers.get("Host"), gatewayHost);
            assert.equal(headers.get("X-Forwarded-Proto"), "https");
            assert.equal(headers.get("X-Forwarded-Port"), "443");
            assert.equal(headers.get("X-Original-Host"), host);
            assert.equal(headers.get("X-Original-URL"), "/orders/mcp?a=1");
            assert.match(headers.get("X-AppGW-Trace-Id") ?? "", /^[0-9a-f]{32}$/);
        });

        it("and appends the address to what the client sent when no rewrite is deployed", async () => {
            let forwarded: string | undefined;
            const { edge, deployed } = await start((request, response) => {
                forwarded = request.headers["x-forwarded-for"] as string;
                response.end();
            });
            deployed.requestRewrites = [];
            await ask(edge, { headers: ["Host", host, "X-Forwarded-For", "10.0.0.1"] });
            assert.match(forwarded ?? "", /^10\.0\.0\.1, 127\.0\.0\.1:\d+$/);
        });

        it("as often as the client did", async () => {
            const headers = await seen({
                headers: ["Host", host, "Authorization", "Bearer a", "authorization", "Bearer b"],
            });
            assert.deepEqual(headers.values("Authorization"), ["Bearer a", "Bearer b"]);
        });

        it("without those of a connection, and without names that Application Gateway discards", async () => {
            const given = ["Connection", "X-Hop, close", "X-Hop", "1", "TE", "trailers", "Upgrade", "websocket"];
            const headers = await seen({ headers: ["Host", host, ...given, "X_Under", "1", "X-Kept", "1"] });
            const names = headers.raw().filter((_, index) => index % 2 === 0);
            assert.deepEqual(
                names.filter((name) => /hop|^te$|upgrade|under|kept/i.test(name)),
                ["X-Kept"],
            );
        });

        it("into responses of the backend, and removes what reveals it", async () => {
            const { edge } = await start((_, response) => {
                response.writeHead(201, [
                    ...["Server", "Kestrel", "X-Powered-By", "ASP.NET", "Referrer-Policy", "unsafe-url"],
                    ...["Keep-Alive", "timeout=9", "Set-Cookie", "a=1", "Set-Cookie", "b=2"],
                ]);
                response.end("made");
            });
            const { status, headers, body } = await ask(edge);
            assert.deepEqual([status, body], [201, "made"]);
            assert.deepEqual(headers.values("Referrer-Policy"), ["no-referrer"]);
            assert.equal(headers.get("Strict-Transport-Security"), "max-age=31536000; includeSubDomains");
            assert.deepEqual(headers.values("Set-Cookie"), ["a=1", "b=2"]);
            assert.equal(headers.has("Server") || headers.has("X-Powered-By"), false);
            assert.notEqual(headers.get("Keep-Alive"), "timeout=9");
        });
    });

    describe("refuses", () => {
        const refused: Record<string, [Ask, number, string]> = {
            TRACE: [{ method: "TRACE" }, 405, "ERRORINFO_INVALID_METHOD_TRACE"],
            "two hosts": [{ headers: ["Host", host, "Host", host] }, 400, "ERRORINFO_INVALID_HOST"],
            "a whole address": [{ path: `https://${host}/` }, 400, "ERRORINFO_REQUEST_URI_INVALID"],
            "a long address": [{ path: `/${"a".repeat(32 * 1024)}` }, 400, "ERRORINFO_REQUEST_URI_INVALID"],
            "long headers": [{ headers: ["Host", host, "A", "a".repeat(32 * 1024)] }, 400, "ERRORINFO_INVALID_REQUEST"],
        };
        for (const [what, [given, status, errorInfo]] of Object.entries(refused)) {
            it(what, async () => {
                const { edge, rows } = await start(() => assert.fail("it was passed on"));
                assert.equal((await ask(edge, given)).status, status);
                assert.equal(rows[0]?.row.ErrorInfo, errorInfo);
            });
        }

        it("long headers of HTTP/2 that HTTP/1.1 may have", async () => {
            const { edge } = await start((_, response) => response.end());
            const longs = { one: "a".repeat(7000), two: "a".repeat(7000) };
            assert.equal((await askHttp2(edge, longs)).headers[":status"], 200);
            assert.equal((await askHttp2(edge, { ...longs, three: "a".repeat(7000) })).headers[":status"], 400);
            assert.equal((await askHttp2(edge, { one: "a".repeat(9000) })).headers[":status"], 400);
            const headers = ["Host", host, "One", "a".repeat(30_000)];
            assert.equal((await ask(edge, { headers })).status, 200);
        });

        it("what is no HTTP", async () => {
            const { edge } = await start(() => assert.fail("it was passed on"));
            const socket = await connected(edge);
            socket.write("hello\r\n\r\n");
            const [answer] = await once(socket, "data");
            assert.match(String(answer), /^HTTP\/1\.1 400 Bad Request\r\n/);
        });
    });

    describe("has a firewall that", () => {
        it("limits the requests of each address, with the answer that is deployed", async () => {
            let client = "203.0.113.1";
            const { edge, firewall, clock, rows } = await start((_, response) => response.end(), {
                clientAddress: () => client,
            });
            for (const rule of firewall.rateLimits) rule.threshold = 2;
            const statuses = async (count: number) => {
                const all: number[] = [];
                for (let index = 0; index < count; index++) all.push((await ask(edge)).status);
                return all;
            };
            assert.deepEqual(await statuses(3), [200, 200, 403]);
            const blocked = await ask(edge);
            assert.equal(blocked.body, firewall.block.body);
            assert.equal(blocked.headers.has("Strict-Transport-Security"), false);
            client = "203.0.113.2";
            assert.deepEqual(await statuses(1), [200]);
            client = "203.0.113.1";
            clock.now += 60_000;
            assert.deepEqual(await statuses(3), [200, 200, 403]);
            for (const rule of firewall.rateLimits) rule.threshold = 3;
            assert.deepEqual(await statuses(2), [200, 403]);
            const row = rows.find(({ table }) => table === "AGWFirewallLogs");
            assert.equal(row?.resourceId, edgeId);
            const { RuleId, Action, ClientIp, PolicyId } = row?.row ?? {};
            assert.deepEqual(
                { RuleId, Action, ClientIp, PolicyId },
                {
                    RuleId: "requestsPerAddress",
                    Action: "Blocked",
                    ClientIp: "203.0.113.1",
                    PolicyId: firewallId,
                },
            );
        });

        const long = "a".repeat(128 * 1024 + 1);

        it("refuses bodies that are too long, whether they say so or not", async () => {
            let passed = 0;
            const { edge, rows } = await start((request, response) => {
                passed++;
                request.resume().on("end", () => response.end());
            });
            const declared = await ask(edge, { method: "POST", body: long });
            const chunked = await ask(edge, {
                method: "POST",
                body: long,
                headers: ["Host", host, "Transfer-Encoding", "chunked"],
            });
            const version2 = await askHttp2(edge, { ":method": "POST" }, long);
            assert.deepEqual([declared.status, chunked.status, version2.headers[":status"]], [413, 413, 413]);
            assert.equal(passed, 0);
            assert.equal((await ask(edge, { method: "POST", body: long.slice(1) })).status, 200);
            assert.deepEqual(
                rows.filter(({ table }) => table === "AGWFirewallLogs").map(({ row }) => row.Message),
                Array(3).fill("Request body length exceeded the limit"),
            );
        });

        it("refuses them as soon as it is known that they are", async () => {
            const { edge } = await start(() => assert.fail("it was passed on"));
            for (const begin of [
                "Content-Length: 131073\r\n\r\n",
                `Transfer-Encoding: chunked\r\n\r\n20001\r\n${long}`,
            ]) {
                const socket = await connected(edge);
                socket.write(`POST / HTTP/1.1\r\nHost: ${host}\r\n${begin}`);
                const [answer] = await once(socket, "data");
                assert.match(String(answer), /^HTTP\/1\.1 413 /);
            }
        });

        it("only logs when it detects, and does nothing when it is switched off", async () => {
            const { edge, deployed, firewall, rows } = await start((request, response) => {
                request.resume().on("end", () => response.end());
            });
            for (const rule of firewall.rateLimits) rule.threshold = 1;
            firewall.mode = "Detection";
            const statuses = [];
            for (const body of [long, long]) statuses.push((await ask(edge, { method: "POST", body })).status);
            assert.deepEqual(statuses, [200, 200]);
            const found = () => rows.filter(({ table }) => table === "AGWFirewallLogs");
            assert.deepEqual(
                found().map(({ row }) => [row.RuleId, row.Action]),
                [
                    [undefined, "Detected"],
                    ["requestsPerAddress", "Detected"],
                    [undefined, "Detected"],
                ],
            );
            delete deployed.firewall;
            assert.equal((await ask(edge, { method: "POST", body: long })).status, 200);
            assert.equal(found().length, 3);
        });

        it("keeps secrets out of the log", async () => {
            const { edge, firewall, rows } = await start((_, response) => response.end("secret-answer"));
            for (const rule of firewall.rateLimits) rule.threshold = 1;
            const headers = ["Host", host, "Authorization", "Bearer secret-token", "Cookie", "a=secret-cookie"];
            const given = {
                method: "POST",
                path: "/orders/mcp?access_token=secret-query",
                headers: [...headers, "Mcp-Session-Id", "secret-session"],
                body: '{"secret-body":1}',
            };
            assert.deepEqual([(await ask(edge, given)).status, (await ask(edge, given)).status], [200, 403]);
            assert.deepEqual(
                rows.map(({ table }) => table),
                ["AGWAccessLogs", "AGWFirewallLogs", "AGWAccessLogs"],
            );
            assert.doesNotMatch(JSON.stringify(rows), /secret/);
            assert.equal(rows[1]?.row.RequestUri, "/orders/mcp?access_token=******");
            firewall.scrubbed = [];
            await ask(edge, given);
            assert.equal(rows[3]?.row.RequestUri, given.path);
        });
    });

    describe("passes on", () => {
        it("a request only when its body is complete", async () => {
            let arrived: (() => void) | undefined;
            const asked = new Promise<void>((resolve) => {
                arrived = resolve;
            });
            let bodySent = false;
            const { edge } = await start((request, response) => {
                assert.ok(bodySent);
                assert.equal(request.headers["content-length"], "10");
                assert.equal(request.headers["transfer-encoding"], undefined);
                arrived?.();
                request.pipe(response);
            });
            const socket = await connected(edge);
            socket.write(`POST / HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`);
            // another request overtakes the unfinished one
            assert.equal((await ask(edge, { headers: ["Host", "other.example"] })).status, 404);
            bodySent = true;
            socket.write("5\r\nworld\r\n0\r\n\r\n");
            await asked;
            const [answer] = await once(socket, "data");
            assert.match(String(answer), /^HTTP\/1\.1 200 OK\r\n/);
        });

        for (const version of ["HTTP/1.1", "HTTP/2"]) {
            it(`each piece of an answer as it comes, over ${version}`, async () => {
                let answer: ServerResponse | undefined;
                const { edge } = await start((_, response) => {
                    answer = response;
                    response.writeHead(200, { "Content-Type": "text/event-stream" });
                    response.flushHeaders();
                });
                const stream = version === "HTTP/2" ? streamHttp2(edge) : await stream1(edge);
                if (version === "HTTP/2") await once(stream, "response");
                answer?.write("data: 1\n\n");
                const [first] = await once(stream, "data");
                assert.equal(String(first), "data: 1\n\n");
                answer?.write("data: 2\n\n");
                const [second] = await once(stream, "data");
                assert.equal(String(second), "data: 2\n\n");
                answer?.end();
                await once(stream, "end");
            });

            it(`no faster than the client takes it, over ${version}`, async () => {
                const whole = 64 * 1024 * 1024;
                let sent = 0;
                let blocked: (() => void) | undefined;
                const isBlocked = new Promise<void>((resolve) => {
                    blocked = resolve;
                });
                const chunk = Buffer.alloc(1024 * 1024);
                const { edge } = await start((_, response) => {
                    const more = () => {
                        while (sent < whole) {
                            sent += chunk.length;
                            if (!response.write(chunk)) {
                                // drained at once as long as somebody reads
                                const timer = setTimeout(() => blocked?.(), 200);
                                response.once("drain", () => {
                                    clearTimeout(timer);
                                    more();
                                });
                                return;
                            }
                        }
                        response.end();
                        blocked?.();
                    };
                    more();
                });
                const stream = version === "HTTP/2" ? streamHttp2(edge) : await stream1(edge);
                await isBlocked;
                assert.ok(sent < whole, `${sent} bytes have left the backend`);
                let received = 0;
                for await (const piece of stream) received += piece.length;
                assert.equal(received, whole);
            });

            it(`an answer that breaks off as one that breaks off, over ${version}`, async () => {
                const { edge, rows } = await start((_, response) => {
                    response.write("half", () => response.destroy());
                });
                const stream = version === "HTTP/2" ? streamHttp2(edge) : await stream1(edge);
                await assert.rejects(async () => {
                    for await (const piece of stream) assert.equal(String(piece), "half");
                });
                assert.equal(rows[0]?.row.ErrorInfo, "ERRORINFO_UPSTREAM_CLOSED_CONNECTION");
            });

            it(`that the client has left, over ${version}`, async () => {
                let left: (() => void) | undefined;
                const hasLeft = new Promise<void>((resolve) => {
                    left = resolve;
                });
                const { edge, rows } = await start((_, response) => {
                    response.on("close", () => left?.());
                    response.write("half");
                });
                const stream = version === "HTTP/2" ? streamHttp2(edge) : await stream1(edge);
                await once(stream, "data");
                stream.destroy();
                await hasLeft;
                await until(() => rows.length === 1);
                assert.equal(rows[0]?.row.HttpStatus, 499);
                assert.equal(rows[0]?.row.ErrorInfo, "ERRORINFO_CLIENT_CLOSED_REQUEST");
            });
        }

        it("nothing of a request that the client did not finish", async () => {
            const { edge, rows } = await start(() => assert.fail("it was passed on"));
            const socket = await connected(edge);
            socket.write(`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 10\r\n\r\nhello`);
            socket.end();
            await until(() => rows.length === 1);
            assert.equal(rows[0]?.row.HttpStatus, 499);
        });

        it("answers without a body", async () => {
            const { edge } = await start((_, response) => response.writeHead(204).end());
            assert.equal((await ask(edge, { method: "DELETE" })).status, 204);
            assert.equal((await askHttp2(edge, { ":method": "HEAD" })).headers[":status"], 204);
        });

        it("a body without content as what it is", async () => {
            let seen: IncomingMessage["headers"] = {};
            const { edge } = await start((request, response) => {
                seen = request.headers;
                response.end();
            });
            await askHttp2(edge, { ":method": "POST" });
            assert.deepEqual([seen["content-length"], seen["transfer-encoding"]], ["0", undefined]);
            await ask(edge);
            assert.deepEqual([seen["content-length"], seen["transfer-encoding"]], [undefined, undefined]);
        });
    });

    describe("says what is wrong behind it", () => {
        it("with 502 when nobody answers to the name, without a look of the firewall", async () => {
            const { edge, firewall, rows } = await start(() => {}, {
                upstream: () => {
                    throw new Unreachable("nobody");
                },
            });
            for (const rule of firewall.rateLimits) rule.threshold = 0;
            assert.equal((await ask(edge)).status, 502);
            assert.deepEqual(
                rows.map(({ row }) => row.ErrorInfo),
                ["ERRORINFO_UPSTREAM_NO_LIVE"],
            );
        });

        it("with 502 when nobody listens", async () => {
            const gone = await listen(() => {});
            await open.pop()?.();
            const { edge, rows } = await start(() => {}, { upstream: () => gone });
            assert.equal((await ask(edge)).status, 502);
            assert.equal(rows[0]?.row.ErrorInfo, "ERRORINFO_UPSTREAM_NO_LIVE");
        });

        it("with 502 when it hangs up", async () => {
            const { edge, rows } = await start((request) => request.socket.destroy());
            const { status, headers } = await ask(edge);
            assert.equal(status, 502);
            assert.equal(headers.has("Strict-Transport-Security"), false);
            assert.equal(rows[0]?.row.ErrorInfo, "ERRORINFO_UPSTREAM_CLOSED_CONNECTION");
        });

        it("with 504 when it is silent for longer than the deployed time, or breaks off when it has begun", async () => {
            let begins = false;
            const { edge, deployed, rows } = await start((_, response) => {
                if (begins) response.write("half");
            });
            deployed.backend.timeoutSeconds = 0.1;
            assert.equal((await ask(edge)).status, 504);
            begins = true;
            await assert.rejects(ask(edge));
            assert.deepEqual(
                rows.map(({ row }) => [row.HttpStatus, row.ErrorInfo]),
                [
                    [504, "ERRORINFO_UPSTREAM_TIMED_OUT"],
                    [200, "ERRORINFO_UPSTREAM_TIMED_OUT"],
                ],
            );
        });

        it("with 500 when the edge itself fails", async () => {
            const { edge, rows } = await start(() => {}, {
                upstream: () => {
                    throw new TypeError("a defect");
                },
            });
            const { status, body } = await ask(edge);
            assert.deepEqual([status, body], [500, "The local edge fails: a defect\n"]);
            assert.equal(rows.length, 0);
        });

        it("and breaks off when it fails after the beginning of an answer", async () => {
            const { edge } = await start((_, response) => response.end("half"), {
                log: {
                    write: () => {
                        throw new TypeError("a defect");
                    },
                },
            });
            await assert.rejects(ask(edge));
        });
    });

    it("logs each request with the columns of Log Analytics", async () => {
        let trace: string | undefined;
        const setup = await start((request, response) => {
            trace = request.headers["x-appgw-trace-id"] as string;
            setup.clock.now += 250;
            response.end();
        });
        const { edge, rows } = setup;
        await ask(edge, { path: "/orders/mcp?a=1", headers: ["Host", host, "User-Agent", "test"] });
        const { ClientPort, ServerRouted, ...row } = rows[0]?.row ?? { TimeGenerated: "" };
        assert.equal(rows[0]?.resourceId, edgeId);
        assert.equal(rows[0]?.table, "AGWAccessLogs");
        assert.ok(Number(ClientPort) > 0);
        assert.match(String(ServerRouted), /^127\.0\.0\.1:\d+$/);
        assert.deepEqual(row, {
            TimeGenerated: "2026-01-01T00:00:00.250Z",
            OperationName: "ApplicationGatewayAccess",
            InstanceId: "appgw_0",
            ListenerName: "https",
            RuleName: "gateway",
            BackendPoolName: "gateway",
            BackendSettingName: "gateway",
            Host: gatewayHost,
            ClientIp: "127.0.0.1",
            HttpMethod: "GET",
            HttpVersion: "HTTP/1.1",
            HttpStatus: 200,
            OriginalHost: host,
            RequestUri: "/orders/mcp",
            UserAgent: "test",
            SslEnabled: "on",
            SslProtocol: "TLSv1.3",
            SslCipher: "TLS_AES_256_GCM_SHA384",
            SslClientVerify: "NONE",
            ServerStatus: 200,
            ServerResponseLatency: 0.25,
            TimeTaken: 0.25,
            TransactionId: trace,
            WafMode: "Prevention",
            WafPolicyId: firewallId,
            ErrorInfo: "ERRORINFO_NO_ERROR",
        });
    });

    /** A connection with TLS on which tests write what they like. */
    async function connected({ port, certificateAuthority }: RunningEdge): Promise<TLSSocket> {
        const socket = connect({ port, host: "127.0.0.1", servername: host, ca: certificateAuthority });
        open.push(() => socket.destroy());
        await once(socket, "secureConnect");
        return socket;
    }

    async function stream1(edge: RunningEdge, { method, path, headers, body }: Ask = {}): Promise<IncomingMessage> {
        const request = send({
            ...{ port: edge.port, host: "127.0.0.1", servername: host, ca: edge.certificateAuthority },
            ...{ method, path, headers: withLength(headers ?? ["Host", host], method, body), agent: false },
        });
        request.end(body);
        const [response] = await once(request, "response");
        return response;
    }

    async function ask(edge: RunningEdge, given: Ask = {}): Promise<Answer> {
        const response = await stream1(edge, given);
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const headers = new Headers(response.rawHeaders);
        return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString() };
    }

    function streamHttp2(edge: RunningEdge, headers: Record<string, string | string[]> = {}, body?: string) {
        const session = connectHttp2(`https://${host}`, {
            createConnection: () =>
                connect({
                    ...{ port: edge.port, host: "127.0.0.1", servername: host, ca: edge.certificateAuthority },
                    ALPNProtocols: ["h2"],
                }),
        });
        session.on("error", () => {}); // streams say it
        open.push(() => session.destroy());
        const stream = session.request(headers, { endStream: false });
        stream.end(body);
        return stream;
    }

    async function askHttp2(edge: RunningEdge, given: Record<string, string | string[]>, body?: string) {
        const stream = streamHttp2(edge, given, body);
        const [headers] = await once(stream, "response");
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk);
        return { headers, body: Buffer.concat(chunks).toString() };
    }
});

function withLength(headers: string[], method: string | undefined, body: string | undefined): string[] {
    return headers.includes("Transfer-Encoding") || (method !== "POST" && body === undefined)
        ? headers
        : [...headers, "Content-Length", String(body?.length ?? 0)];
}

async function until(condition: () => boolean): Promise<void> {
    for (let turn = 0; !condition(); turn++) {
        assert.ok(turn < 100_000, "it never came true");
        await new Promise((resolve) => setImmediate(resolve));
    }
}
