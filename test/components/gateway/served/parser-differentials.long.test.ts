// Does not prove how API Management and Application Gateway split bytes into requests: here Node.js does.
import assert from "node:assert/strict";
import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { type RunningEdge, serveEdge } from "../../../../local/edge/serve-edge";
import { deployedEdge } from "../../../local/edge/deployed-sample";
import { sampleServer } from "../policy/sample-server";
import { bodies } from "./ambiguous-bodies";
import { headers, resource } from "./ambiguous-headers";
import { edgeOnly, gatewayOnly, http } from "./ambiguous-http";
import { type Change, call, type Expected, host, ping, resourceOf } from "./ambiguous-request";
import { readers, readingsOf } from "./message-readers";
import { bytesOf, type RawRequest, type RawTarget, sendRaw } from "./raw-request";
import { ServedServer } from "./served-server";

const server: PolicyServer = {
    ...sampleServer,
    resources: [...sampleServer.resources, { uri: resource, name: "sizes", right: { scope: "orders.read" } }],
    tools: sampleServer.tools.map((tool) => ({ ...tool, callsPerMinute: 100_000 })),
    limits: { ...sampleServer.limits, requestsPerAddress: 100_000, requestsPerUser: 100_000 },
};

describe("A request that could be read differently", function () {
    this.timeout(60_000);

    let served: ServedServer;
    let edge: RunningEdge;
    let token: string;
    let address = 0;
    let begun = 0;
    const arrived: { method: string; path: string; headers: string[]; body: string }[] = [];

    before(async () => {
        served = await ServedServer.start(server);
        const answer = served.backend;
        served.backend = (request, response) => {
            const { method = "", url: path = "", rawHeaders, text } = request;
            arrived.push({ method, path, headers: rawHeaders, body: text });
            answer(request, response);
        };
        const handle = served.gateway.handle.bind(served.gateway);
        served.gateway.handle = (request) => {
            begun++;
            return handle(request);
        };
        token = await served.token();
        const deployed = await deployedEdge();
        edge = await serveEdge(() => deployed, {
            now: () => served.time,
            upstream: () => `http://127.0.0.1:${served.port}`,
            log: { write: () => {} },
            // each is a client of its own, so that no limit of an address counts
            clientAddress: () => `203.0.${Math.floor(address / 250)}.${address++ % 250}`,
        });
    });

    after(async () => {
        await edge.close();
        await served.close();
    });

    /** What the client learns, and what the policy has decided. */
    async function answersTo(target: RawTarget, bytes: Uint8Array, ends?: boolean) {
        served.records.length = 0;
        begun = 0;
        arrived.length = 0;
        const statuses = await sendRaw(target, bytes, ends);
        // HTTP may refuse what the gateway has begun with
        while (served.records.length < begun) await new Promise((resolve) => setImmediate(resolve));
        for (const { defect } of served.records) assert.equal(defect, undefined, String(defect));
        const reasons = served.records.flatMap(({ traces }) => traces.map(({ metadata }) => metadata.reason ?? ""));
        return { statuses, reasons };
    }

    async function assertAnswered(target: RawTarget, change: Change, expected: Expected): Promise<void> {
        const { statuses, reasons } = await answersTo(target, bytesOf(requestOf(change, token)), change.ends);
        const isForwarded = reasons.length === 1 && reasons[0] === "forwarded";
        const actual = isForwarded ? "forwarded" : [statuses.join(), ...reasons].join(" ");
        assert.equal(actual, expected);
        if (!isForwarded) {
            assert.deepEqual(arrived, []);
            return;
        }
        const [forwarded, ...others] = arrived;
        assert.ok(forwarded && others.length === 0);
        assert.deepEqual([forwarded.method, forwarded.path], ["POST", "/"]);
        assert.ok(Buffer.from(forwarded.body).equals(bodyOf(change)), "other bytes were forwarded than were sent");
        // as the server behind answers
        const isNotification = JSON.parse(forwarded.body).id === undefined;
        assert.deepEqual(statuses, [isNotification ? 202 : 200]);
        assert.equal(readingsOf(forwarded.body).length, 1);
        assertClean(forwarded.headers);
    }

    function assertClean(headers: string[]): void {
        const names = headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
        const doubtful =
            /^(x-http-method.*|x-method-override|x-original-url|x-rewrite-url|x-ms-.*|x-forwarded-user|cookie|upgrade|expect|trailer|te|transfer-encoding)$/;
        assert.deepEqual(
            names.filter((name) => doubtful.test(name)),
            [],
        );
        assert.deepEqual(
            names.filter((name, index) => name !== "accept" && names.indexOf(name) !== index),
            [],
        );
        assert.ok(names.includes("x-mcp-signature"));
        assert.ok(!headers.some((value) => value.includes(token)));
    }

    const gateway = (): RawTarget => ({ port: served.port });
    const behindEdge = (): RawTarget => ({
        port: edge.port,
        edge: { host, certificateAuthority: edge.certificateAuthority },
    });

    describe("because of its body", () => {
        for (const [what, body, expected] of bodies) {
            it(`is ${outcome(expected)}: ${what}`, () => assertAnswered(gateway(), { body }, expected));
        }
    });

    describe("because of its headers", () => {
        for (const [what, change, expected] of headers) {
            it(`is ${outcome(expected)}: ${what}`, () => assertAnswered(gateway(), change, expected));
        }
    });

    describe("because of HTTP", () => {
        for (const [what, change, expected] of [...http, ...gatewayOnly]) {
            it(`is ${outcome(expected)}: ${what}`, () => assertAnswered(gateway(), change, expected));
        }
    });

    it("is judged by itself when another stands before it on the connection", async () => {
        const requests = [{ headers: ["Connection: keep-alive"] }, { headers: ["Authorization"], body: ping }];
        const bytes = Buffer.concat(requests.map((change) => bytesOf(requestOf(change, token))));
        for (const target of [gateway(), behindEdge()]) {
            const { statuses, reasons } = await answersTo(target, bytes);
            assert.deepEqual(statuses, [200, 401]);
            // both are under way at the same time
            assert.deepEqual(reasons.toSorted(), ["forwarded", "token"]);
            assert.deepEqual(
                arrived.map(({ body }) => body),
                [call],
            );
        }
    });

    describe("because of HTTP, by way of the edge,", () => {
        for (const [what, change, byGateway, expected = byGateway] of [...http, ...edgeOnly]) {
            it(`is ${outcome(expected)}: ${what}`, () => assertAnswered(behindEdge(), change, expected));
        }
    });
});

describe("Readers of messages", () => {
    const names = (text: string) =>
        Object.fromEntries(Object.entries(readers).map(([name, reader]) => [name, reader(text).method]));

    it("read differently what is ambiguous", () => {
        assert.deepEqual(names('{"method":"a","Method":"b","method":"c","metHod":"d"}'), {
            "JSON.parse": "c",
            "Newtonsoft.Json": "c",
            first: "a",
            last: "c",
            "first in any letter case": "a",
            "last in any letter case": "d",
        });
    });

    it("read alike what is not", () => {
        assert.deepEqual(readingsOf(call), [{ method: "tools/call", name: "search_orders" }]);
        assert.deepEqual(readingsOf(resourceOf("a:b")), [{ method: "resources/read", name: "a:b" }]);
    });
});

function outcome(expected: Expected): string {
    return expected === "forwarded" ? expected : `refused with ${expected}`;
}

function bodyOf({ body = call }: Change): Buffer {
    return Buffer.from(body);
}

function requestOf(change: Change, token: string): RawRequest {
    const { line = "POST /orders/mcp HTTP/1.1", headers: given = [], framed } = change;
    const body = bodyOf(change);
    const usual = [
        `Host: ${host}`,
        "X-MCP-Client-Address: 203.0.113.7",
        "Accept: application/json, text/event-stream",
        "Content-Type: application/json",
        "Authorization: Bearer {token}",
        "MCP-Protocol-Version: 2025-11-25",
        "Connection: close",
        ...(framed === undefined ? [`Content-Length: ${body.length}`] : []),
    ];
    const names = given.map(nameOf);
    const headers = [
        ...usual.filter((each) => !names.includes(nameOf(each))),
        ...given.filter((each) => each.includes(":") || each.includes(" ")),
    ];
    return {
        line,
        headers: headers.map((each) => each.replaceAll("{token}", token)),
        rest: framed === undefined ? body : Buffer.from(framed),
    };
}

function nameOf(line: string): string {
    return line.split(":")[0]?.toLowerCase() ?? "";
}
