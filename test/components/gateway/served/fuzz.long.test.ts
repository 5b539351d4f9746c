// Does not prove more than its seeds reach. What decides here what may pass is written from the definition, not the policy.
import assert from "node:assert/strict";
import fc from "fast-check";
import { anySecret } from "../../../../components/gateway/policy/secret-patterns";
import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { sampleServer } from "../policy/sample-server";
import {
    callers,
    type Header,
    headers,
    type Message,
    messages,
    names,
    ownSession,
    requests,
    resultNames,
    results,
    resultValues,
    serversSession,
    values,
} from "./fuzz-corpus";
import { mutatedBytes, mutatedJson } from "./mutations";
import { objectionTo, type Received } from "./reference-check";
import { type Reply, ServedServer } from "./served-server";

const seed = 20260728;

/** A limit is what none of this is about. */
const boundless = { requestsPerAddress: 1_000_000, requestsPerUser: 1_000_000, requestsPerSession: 1_000_000 };
const server: PolicyServer = {
    ...sampleServer,
    tools: sampleServer.tools.map((tool) => ({ ...tool, callsPerMinute: 1_000_000 })),
    limits: { ...boundless, resultCharacters: 2_000 },
};

let cases = 0;
after(() => console.log(`    ${cases} requests of fuzzing, seed ${seed}`));

describe("Whatever clients send", function () {
    this.timeout(600_000);

    let served: ServedServer;
    let session: string;
    let arrived: Received[] = [];
    const tokens = new Map<string, string>();

    before(async () => {
        served = await ServedServer.start(server);
        served.backend = ({ method = "", headers, text }, response) => {
            arrived.push({ method, headers, body: text });
            if (method === "GET") response.writeHead(200, { "Content-Type": "text/event-stream" }).end(": here\n\n");
            else if (method === "DELETE") response.writeHead(204).end();
            else {
                const { id, method: rpcMethod } = JSON.parse(text);
                if (id === undefined || rpcMethod === undefined) response.writeHead(202).end();
                else {
                    if (rpcMethod === "initialize") response.setHeader("Mcp-Session-Id", serversSession);
                    response.setHeader("Content-Type", "application/json").end(`{"jsonrpc":"2.0","id":1,"result":{}}`);
                }
            }
        };
        for (const [name, { oid, scopes, roles, contexts }] of Object.entries(callers)) {
            const claims = { oid, scp: scopes.join(" "), roles, acrs: contexts };
            tokens.set(name, await served.token(claims));
        }
        const [initialize] = messages;
        assert.ok(initialize);
        const begun = await send({ ...plainly(initialize), caller: "everything" });
        session = String(begun.headers["mcp-session-id"]);
        assert.match(session, /\./);
    });

    after(() => served.close());

    async function send({ method, version, headers, body, caller }: Sent): Promise<Reply> {
        cases++;
        arrived = [];
        return served.call({
            method,
            version,
            headers: headers.map(([name, value]) => [name, value === ownSession ? session : value]),
            ...(body.length > 0 && { body }),
            token: tokens.get(caller) ?? null,
        });
    }

    /** Sends it and holds what must hold whatever it is. Whether it was forwarded. */
    async function isForwarded(sent: Sent): Promise<boolean> {
        const reply = await send(sent);
        const { defect } = reply.record;
        assert.equal(defect, undefined, String(defect instanceof Error ? defect.stack : defect));
        assert.ok(reply.status < 500, `the status is ${reply.status} because of ${reply.reason}`);
        const isJson = reply.headers["content-type"] === "application/json";
        assert.equal(reply.json !== undefined, isJson, "the answer is not what it says it is");
        const [request, ...others] = arrived;
        assert.equal(others.length, 0);
        if (!request) return false;
        assert.ok(Buffer.from(request.body).equals(sent.body), "other bytes were forwarded than were sent");
        const caller = callers[sent.caller];
        assert.ok(caller);
        assert.equal(objectionTo(server, request, caller), undefined);
        assert.equal(request.headers["x-mcp-user"], caller.oid);
        assert.equal(request.headers.authorization?.includes(tokens.get(sent.caller) ?? ""), false);
        const serversId = request.headers["mcp-session-id"];
        if (serversId !== undefined) assert.deepEqual([serversId, sent.caller], [serversSession, "everything"]);
        return true;
    }

    /** Holds it for each of them. How many were forwarded. */
    async function holds(arbitrary: fc.Arbitrary<Sent>, numRuns: number): Promise<number> {
        let forwarded = 0;
        const property = fc.asyncProperty(arbitrary, (sent) =>
            reproducibly(sent, async () => {
                if (await isForwarded(sent)) forwarded++;
            }),
        );
        await fc.assert(property, { seed, numRuns });
        return forwarded;
    }

    const caller = fc.oneof(
        { weight: 3, arbitrary: fc.constant("everything") },
        fc.constantFrom(...Object.keys(callers)),
    );
    const allowed = messages.filter((message) =>
        Object.values(callers).some((caller) => objectionTo(server, received(message), caller) === undefined),
    );
    const usual = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...allowed) }, fc.constantFrom(...messages));

    it("comes to the server as it is when the definition allows it, and not at all when it does not", async () => {
        for (const message of messages) {
            for (const [name, granted] of Object.entries(callers)) {
                const sent: Sent = { ...plainly(message), caller: name };
                await reproducibly(sent, async () => {
                    assert.equal(
                        await isForwarded(sent),
                        objectionTo(server, received(message), granted) === undefined,
                    );
                });
            }
        }
    });

    it("comes to the server whatever a good message holds besides", async () => {
        const json = fc.jsonValue({ maxDepth: 4 });
        const meta = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9./-]{0,12}$/), json, { maxKeys: 4 });
        const id = fc.oneof(fc.maxSafeInteger(), fc.stringMatching(/^[a-zA-Z0-9 "\\\u00e9\u20ac_-]{0,20}$/));
        const status = fc.constantFrom("open", "shipped", "delivered", "cancelled");
        const customerId = fc.stringMatching(/^C-[0-9]{8}$/);
        const search = fc.record({ status, customerId }, { requiredKeys: [] });
        const params = fc.oneof(
            fc.record(
                { name: fc.constant("search_orders"), arguments: search, _meta: meta },
                { requiredKeys: ["name"] },
            ),
            fc.record({ name: fc.constant("create_order"), arguments: fc.record({ customerId }), _meta: meta }),
        );
        const good = fc.record({ id, params, indent: fc.constantFrom(0, 1, "\t") }).map(({ id, params, indent }) => ({
            ...plainly({ version: "2025-11-25", headers: [], body: "" }),
            caller: "everything",
            body: Buffer.from(JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params }, null, indent)),
        }));
        const property = fc.asyncProperty(good, (sent) =>
            reproducibly(sent, async () => assert.ok(await isForwarded(sent))),
        );
        await fc.assert(property, { seed, numRuns: 300 });
    });

    it("is judged when it is any bytes", async () => {
        const bytes = fc.oneof(
            fc.uint8Array({ maxLength: 200 }),
            fc.string({ unit: "binary", maxLength: 100 }).map((text) => Buffer.from(text)),
            fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
        );
        const sent = fc.record({ ...postWith(caller), body: bytes.map((each) => Buffer.from(each)) });
        assert.equal(await holds(sent, 800), 0);
    });

    it("is judged when bytes of a message are changed", async () => {
        assert.ok((await holds(mutated(mutatedBytes), 4000)) > 0);
    });

    it("is judged when members of a message are changed", async () => {
        const sent = mutated((texts) => mutatedJson(texts, names, values).map((text) => Buffer.from(text)));
        assert.ok((await holds(sent, 4000)) > 0);
    });

    it("is judged whatever the method and the headers are", async () => {
        const header = fc.constantFrom(
            ...headers.flatMap(([name, ...all]) => all.map((value): Header => [name, value])),
        );
        const method = fc.constantFrom("POST", "POST", "POST", "GET", "DELETE", "PUT", "OPTIONS");
        const version = fc.constantFrom("own", "own", "2025-11-25", "2026-07-28", null);
        const sent = fc
            .record({
                method,
                version,
                message: usual,
                given: fc.array(header, { minLength: 1, maxLength: 3 }),
                caller,
            })
            .map(({ method, version, message, given, caller }) => ({
                method,
                version: version === "own" ? message.version : version,
                headers: [...message.headers, ...given],
                caller,
                body: Buffer.from(method === "POST" ? message.body : ""),
            }));
        assert.ok((await holds(sent, 2000)) > 0);
    });

    function mutated(change: (texts: string[]) => fc.Arbitrary<Buffer>): fc.Arbitrary<Sent> {
        const texts = messages.map(({ body }) => body);
        return usual.chain((message) =>
            fc.record({
                method: fc.constant("POST"),
                version: fc.constant(message.version),
                headers: fc.constant(message.headers),
                // the others are those that it is spliced with
                body: change([message.body, message.body, message.body, ...texts]),
                caller,
            }),
        );
    }
});

describe("Whatever the server answers", function () {
    this.timeout(600_000);

    const hidden = "O-[0-9]{10}";
    const secrets = [new RegExp(anySecret), new RegExp(hidden)];
    let served: ServedServer;
    let token: string;

    before(async () => {
        served = await ServedServer.start({ ...server, streaming: false, redactions: [hidden] });
        token = await served.token();
    });

    after(() => served.close());

    /** Holds for each of them what must hold. How many passed as results. */
    async function holds(answers: fc.Arbitrary<Answered>, numRuns: number): Promise<number> {
        let passed = 0;
        const property = fc.asyncProperty(answers, (answered) =>
            reproducibly(answered, async () => {
                const { status, contentType, body, request } = answered;
                served.backend = (_request, response) => {
                    if (contentType !== "") response.setHeader("Content-Type", contentType);
                    response.writeHead(status).end(body);
                };
                cases++;
                const reply = await served.call({ token, body: request });
                const { defect } = reply.record;
                assert.equal(defect, undefined, String(defect instanceof Error ? defect.stack : defect));
                assert.ok(
                    [200, 202, 204, 400, 404, 405, 502, 503].includes(reply.status),
                    `the status is ${reply.status} because of ${reply.reason}`,
                );
                assertHidden(reply.text, reply.json);
                if (reply.status !== 200) return;
                passed++;
                assert.equal(reply.headers["content-type"], "application/json");
                const { result, error } = reply.json;
                assert.equal((typeof result === "object" && result !== null) !== (typeof error === "object"), true);
            }),
        );
        await fc.assert(property, { seed, numRuns });
        return passed;
    }

    function assertHidden(text: string, json: unknown): void {
        if (text !== "") assert.notEqual(json, undefined, `the client gets no JSON: ${text}`);
        for (const each of textsOf(json)) {
            // what was hidden stood there as part of a word
            const words = each.replaceAll("[redacted]", "_");
            for (const secret of secrets) assert.doesNotMatch(words, secret);
        }
    }

    const fixed = { status: fc.constant(200), contentType: fc.constant("application/json") };
    const request = fc.constantFrom(...requests);

    it("is JSON for the client, or an error of the gateway, when it is any bytes", async () => {
        const body = fc
            .oneof(fc.uint8Array({ maxLength: 200 }), fc.json({ maxDepth: 4 }))
            .map((each) => Buffer.from(each));
        assert.equal(await holds(fc.record({ ...fixed, request, body }), 400), 0);
    });

    it("hides what the definition hides, or is withheld", async () => {
        const [call] = requests;
        let withheld = 0;
        for (const body of results) {
            served.backend = (_request, response) => {
                response.setHeader("Content-Type", "application/json").end(body);
            };
            const { status, text, json } = await served.call({ token, body: call });
            assertHidden(text, json);
            if (status === 502) withheld++;
        }
        // the one that tells by the names of its members
        assert.equal(withheld, 1);
    });

    it("hides what the definition hides when bytes of it are changed", async () => {
        assert.ok((await holds(fc.record({ ...fixed, request, body: mutatedBytes(results) }), 1800)) > 0);
    });

    it("hides what the definition hides when members of it are changed", async () => {
        const body = mutatedJson(results, resultNames, resultValues).map((text) => Buffer.from(text));
        assert.ok((await holds(fc.record({ ...fixed, request, body }), 1800)) > 0);
    });

    it("is one of the forms of the protocol, whatever its status and type", async () => {
        const status = fc.constantFrom(
            ...Array<number>(8).fill(200),
            ...[201, 202, 204, 206, 301, 304, 400, 401, 403, 404, 405, 418, 429, 500, 503],
        );
        const contentType = fc.constantFrom(
            ...[
                "application/json",
                "Application/JSON; charset=UTF-8",
                "application/json; charset=utf-16",
                "text/html",
                "",
            ],
            ...["text/event-stream", "TEXT/Event-Stream; charset=utf-8", "application/octet-stream"],
        );
        const body = fc.constantFrom(...results).map((text) => Buffer.from(text));
        assert.ok((await holds(fc.record({ status, contentType, request, body }), 500)) > 0);
    });
});

interface Sent {
    method: string;
    version: string | null;
    headers: Header[];
    body: Buffer;
    caller: string;
}

interface Answered {
    status: number;
    contentType: string;
    body: Buffer;
    request: object;
}

function plainly({ version, headers, body }: Message): Omit<Sent, "caller"> {
    return { method: "POST", version, headers, body: Buffer.from(body) };
}

function received({ version, headers, body }: Message): Received {
    const all: Header[] = version === null ? headers : [...headers, ["MCP-Protocol-Version", version]];
    return {
        method: "POST",
        headers: Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), value])),
        body,
    };
}

function postWith(caller: fc.Arbitrary<string>) {
    return {
        method: fc.constant("POST"),
        version: fc.constant("2025-11-25"),
        headers: fc.constant<Header[]>([]),
        caller,
    };
}

function textsOf(value: unknown): string[] {
    if (typeof value === "string") return [value];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, each]) => [name, ...textsOf(each)]);
}

/** Tells of what fails how to send it again. */
async function reproducibly(sent: { body: Buffer }, check: () => Promise<void>): Promise<void> {
    try {
        await check();
    } catch (error) {
        const { body, ...others } = sent;
        const words = `with ${JSON.stringify(others)} and, in base64, the body ${body.toString("base64")}`;
        throw new Error(`${error instanceof Error ? error.message : error}\n${words}`, { cause: error });
    }
}
