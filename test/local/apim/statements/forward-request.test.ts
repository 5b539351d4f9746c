// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:net";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import {
    type Asked,
    answer,
    globalPolicy,
    header,
    requestOf,
    Sample,
    Servers,
    service,
    serviceWith,
    until,
    variable,
} from "../sample-gateway";

describe("forward-request", () => {
    let language: PolicyLanguage;
    let sample: Sample;
    const servers = new Servers();
    before(async () => {
        language = await loadLanguage();
    });
    beforeEach(() => {
        sample = new Sample(language);
    });
    afterEach(() => servers.close());

    async function backend(listener: (request: IncomingMessage, response: ServerResponse) => void) {
        sample.origins.set("orders.internal", await servers.start(listener));
    }

    describe("sends", () => {
        it("the path below the API and the query, to the backend's own path", async () => {
            const asked: Asked[] = [];
            sample.origins.set("orders.internal:8443", await servers.echo(asked));
            const operations = [{ name: "one", method: "GET", urlTemplate: "/items/{id}" }];
            const backends = new Map([["orders", { name: "orders", url: "https://orders.internal:8443/base/" }]]);
            sample.gateway.deploy(service({ backends }, { operations }));
            const { record } = await sample.call({ target: "/Orders/mcp/items/a%2Fb?x=1&y=%20" });
            assert.equal(asked[0]?.request.url, "/base/items/a%2Fb?x=1&y=%20");
            assert.equal(asked[0]?.request.headers.host, "orders.internal:8443");
            assert.deepEqual(record.backend, {
                id: "orders",
                method: "GET",
                url: "https://orders.internal:8443/base/items/a%2Fb?x=1&y=%20",
                responseCode: 200,
            });
        });

        it("no header that concerns only the client's connection", async () => {
            const asked: Asked[] = [];
            sample.origins.set("orders.internal", await servers.echo(asked));
            sample.gateway.deploy(service());
            const hop = [
                "Connection",
                "keep-alive, X-Mine",
                "X-Mine",
                "1",
                "Keep-Alive",
                "1",
                "TE",
                "trailers",
                "Upgrade",
                "x",
            ];
            await sample.call({ rawHeaders: ["Host", "mcp.contoso.com", ...hop, "X-Kept", "1", "X-Kept", "2"] });
            const { host, connection, ...headers } = asked[0]?.request.headers ?? {};
            assert.deepEqual(headers, { "x-kept": "1, 2" });
        });

        it("what a policy has set, also when the client's connection names it", async () => {
            const asked: Asked[] = [];
            sample.origins.set("orders.internal", await servers.echo(asked));
            sample.gateway.deploy(serviceWith({ inbound: header("X-Mine", "of the policy") }));
            await sample.call({ rawHeaders: ["Host", "mcp.contoso.com", "Connection", "X-Mine", "X-Mine", "1"] });
            assert.equal(asked[0]?.request.headers["x-mine"], "of the policy");
        });

        it("the body byte for byte, whether code has read it or not", async () => {
            const bytes = Buffer.from([0, 255, 0xe2, 0x82, 13, 10]);
            for (const inbound of ["", variable("a", "@(context.Request.Body.As<string>(preserveContent: true))")]) {
                const got: Buffer[] = [];
                await backend(async (request, response) => {
                    got.push(await buffer(request));
                    response.end();
                });
                sample.gateway.deploy(serviceWith({ inbound }));
                const { record } = await sample.call({
                    body: Readable.from([bytes.subarray(0, 3), bytes.subarray(3)]),
                });
                assert.deepEqual(got, [bytes]);
                assert.ok(record.requestSize > bytes.length);
            }
        });

        it("nothing of a body that code has read without preserving it", async () => {
            const asked: Asked[] = [];
            sample.origins.set("orders.internal", await servers.echo(asked));
            sample.gateway.deploy(serviceWith({ inbound: variable("a", "@(context.Request.Body.As<JObject>())") }));
            await sample.call({ body: "{}" });
            assert.equal(asked[0]?.body, "");
        });

        it("a body as it arrives", async () => {
            const body = new PassThrough();
            const first = new Promise<string>((resolve) => {
                void backend((request, response) => {
                    request.once("data", (chunk) => resolve(String(chunk)));
                    request.on("end", () => response.end("done"));
                });
            });
            await until(() => sample.origins.size > 0);
            sample.gateway.deploy(service());
            body.write("first");
            const answered = sample.call({ body });
            assert.equal(await first, "first");
            body.end("second");
            assert.equal((await answered).body, "done");
        });

        it("no body when the request has none", async () => {
            const asked: Asked[] = [];
            sample.origins.set("orders.internal", await servers.echo(asked));
            sample.gateway.deploy(service());
            await sample.call({ method: "DELETE" });
            assert.equal(asked[0]?.request.headers["content-length"] ?? "0", "0");
            assert.equal(asked[0]?.request.headers["transfer-encoding"], undefined);
        });
    });

    describe("passes on", () => {
        it("the response as it arrives: the first event comes before the backend ends", async () => {
            let backendResponse: ServerResponse | undefined;
            await backend((_request, response) => {
                backendResponse = response.writeHead(200, { "Content-Type": "text/event-stream" });
                response.write("data: 1\n\n");
            });
            sample.gateway.deploy(service());
            const { body, headers, record } = await sample.gateway.handle(requestOf({}));
            assert.ok(body instanceof Readable);
            assert.equal(headers.get("Content-Type"), "text/event-stream");
            assert.equal(headers.has("Transfer-Encoding"), false);
            const [chunk] = await once(body, "data");
            assert.equal(String(chunk), "data: 1\n\n");
            assert.equal(backendResponse?.writableEnded, false);

            sample.time += 500;
            backendResponse?.end("data: 2\n\n");
            const { responseSize, totalTime, backendTime, clientTime } = await record;
            assert.deepEqual([totalTime, backendTime, clientTime], [500, 500, 500]);
            assert.ok(responseSize > 18);
        });

        it("bytes, status, reason and headers untouched", async () => {
            const zipped = gzipSync("content");
            await backend((_request, response) => {
                response.writeHead(418, "Short and stout", {
                    "Content-Encoding": "gzip",
                    "Set-Cookie": ["a=1", "b=2"],
                });
                response.end(zipped);
            });
            sample.gateway.deploy(service());
            const { status, reason, headers, body } = await sample.gateway.handle(requestOf({}));
            assert.deepEqual([status, reason], [418, "Short and stout"]);
            assert.deepEqual(headers.values("Set-Cookie"), ["a=1", "b=2"]);
            assert.ok(body instanceof Readable);
            assert.deepEqual(await buffer(body), zipped);
        });

        it("what code has read of the response, and what it has put in its place", async () => {
            const read = variable("a", "@(context.Response.Body.As<string>(preserveContent: true))");
            await backend((_request, response) => response.end("from the backend"));
            sample.gateway.deploy(serviceWith({ outbound: read }));
            assert.equal((await sample.call()).body, "from the backend");
            const outbound = `${read}<set-body>@((string)context.Variables["a"] + "!")</set-body>`;
            sample.gateway.deploy(serviceWith({ outbound }));
            const { body, headers } = await sample.call();
            assert.equal(body, "from the backend!");
            assert.equal(headers.get("Content-Length"), "17");
        });

        it("nothing of a body that code has read without preserving it", async () => {
            const read = variable("a", "@(context.Response.Body.As<JObject>())");
            await backend((_request, response) => response.end("{}"));
            sample.gateway.deploy(serviceWith({ outbound: read }));
            const { status, body } = await sample.call();
            assert.deepEqual([status, body], [200, ""]);
        });

        it("redirections, and follows none", async () => {
            let asked = 0;
            await backend((_request, response) => {
                asked++;
                response.writeHead(302, { Location: "https://orders.internal/other" }).end();
            });
            sample.gateway.deploy(service());
            assert.equal((await sample.call()).status, 302);
            assert.equal(asked, 1);
        });

        it("no body where none belongs", async () => {
            await backend((request, response) => {
                response
                    .writeHead(
                        request.method === "HEAD" ? 200 : 204,
                        request.method === "HEAD" ? { "Content-Length": 7 } : {},
                    )
                    .end();
            });
            const operations = ["GET", "HEAD"].map((method) => ({ name: method, method, urlTemplate: "/" }));
            sample.gateway.deploy(service({}, { operations }));
            const { body, status } = await sample.gateway.handle(requestOf({}));
            assert.deepEqual([status, body], [204, null]);
            const head = await sample.gateway.handle(requestOf({ method: "HEAD" }));
            assert.deepEqual([head.status, head.body, head.headers.get("Content-Length")], [200, null, "7"]);
        });
    });

    describe("fails", () => {
        const reasons = answer(
            "299",
            '@(context.LastError.Source + " " + context.LastError.Reason + " " + (context.Response == null))',
        );

        it("when nobody answers to the name, nobody listens, or the connection is closed", async () => {
            sample.gateway.deploy(serviceWith({ "on-error": reasons }));
            assert.equal((await sample.call()).body, "forward-request BackendConnectionFailure True");
            const closed = createServer().listen(0, "127.0.0.1");
            await once(closed, "listening");
            const { port } = closed.address() as { port: number };
            closed.close();
            sample.origins.set("orders.internal", `http://127.0.0.1:${port}`);
            assert.equal((await sample.call()).body, "forward-request BackendConnectionFailure True");
            await backend((request) => request.socket.destroy());
            assert.equal((await sample.call()).body, "forward-request BackendConnectionFailure True");
        });

        it("when the headers do not come in time, and lets go of the backend", async () => {
            let left = false;
            await backend((request) =>
                request.socket.on("close", () => {
                    left = true;
                }),
            );
            const slow = '<forward-request timeout="1" follow-redirects="false" buffer-response="false" />';
            sample.gateway.deploy(
                serviceWith(
                    { "on-error": reasons },
                    { policy: { id: "global", text: globalPolicy({ backend: slow }) } },
                ),
            );
            assert.equal((await sample.call()).body, "forward-request Timeout True");
            await until(() => left);
        });

        it("without a backend", async () => {
            sample.gateway.deploy(service({}, { policy: undefined }));
            const { status, record } = await sample.call();
            assert.equal(status, 500);
            assert.equal(record.lastError?.message, "No backend has been chosen.");
        });
    });

    it("lets go of the backend when the client has gone, before the headers and behind them", async () => {
        for (const answers of [false, true]) {
            let closed = false;
            let arrived = false;
            await backend((request, response) => {
                arrived = true;
                request.socket.on("close", () => {
                    closed = true;
                });
                if (answers) response.write("first");
            });
            sample.gateway.deploy(service());
            const client = new AbortController();
            const handled = sample.gateway.handle(requestOf({ signal: client.signal }));
            await until(() => arrived);
            if (answers) await handled;
            client.abort();
            await until(() => closed);
            const { lastError, defect } = await (await handled).record;
            assert.equal(lastError?.reason, answers ? undefined : "ClientConnectionFailure");
            assert.equal(defect, undefined);
        }
    });

    it("lets go of the backend when nobody wants the rest of the answer", async () => {
        let closed = false;
        await backend((request, response) => {
            request.socket.on("close", () => {
                closed = true;
            });
            response.write("first");
        });
        sample.gateway.deploy(service());
        const { body, record } = await sample.gateway.handle(requestOf({}));
        assert.ok(body instanceof Readable);
        body.destroy();
        await until(() => closed);
        assert.equal((await record).responseCode, 200);
    });

    it("breaks the answer off when the backend does", async () => {
        let backendResponse: ServerResponse | undefined;
        await backend((_request, response) => {
            backendResponse = response;
            response.write("first");
        });
        sample.gateway.deploy(service());
        const { body, record } = await sample.gateway.handle(requestOf({}));
        assert.ok(body instanceof Readable);
        await once(body, "data");
        backendResponse?.destroy();
        await assert.rejects(buffer(body));
        assert.equal((await record).responseCode, 200);
    });

    it("lets go of the backend's response when another takes its place", async () => {
        let closed = false;
        await backend((request, response) => {
            request.socket.on("close", () => {
                closed = true;
            });
            response.write("endless");
        });
        sample.gateway.deploy(serviceWith({ outbound: answer("502") }));
        assert.equal((await sample.call()).status, 502);
        await until(() => closed);
    });

    it("gives a backend a rest whose circuit is open", async () => {
        let asked = 0;
        let retryAfter: string | undefined;
        let status = 500;
        await backend((_request, response) => {
            asked++;
            response.writeHead(status, retryAfter === undefined ? {} : { "Retry-After": retryAfter }).end();
        });
        const circuitBreaker = {
            name: "failing",
            count: 2,
            intervalSeconds: 60,
            statusCodeRanges: [{ min: 500, max: 599 }],
            tripSeconds: 30,
            acceptRetryAfter: true,
        };
        const url = "https://orders.internal";
        sample.gateway.deploy(service({ backends: new Map([["orders", { name: "orders", url, circuitBreaker }]]) }));
        const call = async (after: number) => {
            sample.time += after * 1000;
            return (await sample.call()).status;
        };
        assert.equal(await call(0), 500);
        assert.equal(await call(60), 500);
        assert.equal(await call(59), 500);
        assert.equal(await call(29.999), 503);
        assert.equal(asked, 3);
        status = 404;
        assert.equal(await call(0.001), 404);
        assert.equal(await call(0), 404);
        [status, retryAfter] = [503, "100"];
        assert.equal(await call(60), 503);
        assert.equal(await call(0), 503);
        assert.equal(asked, 7);
        assert.equal(await call(99), 503);
        assert.equal(asked, 7);
        [status, retryAfter] = [200, undefined];
        assert.equal(await call(1), 200);
    });
});
