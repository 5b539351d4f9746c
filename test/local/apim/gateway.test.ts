// Does not prove what API Management answers to such requests.
import assert from "node:assert/strict";
import { loadLanguage, type PolicyLanguage } from "../../../local/apim/language";
import {
    type Asked,
    answer,
    header,
    policy,
    requestOf,
    Sample,
    Servers,
    service,
    serviceWith,
    variable,
} from "./sample-gateway";

describe("A gateway", () => {
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

    it("passes a request on to the backend, and the response back, and records both", async () => {
        const asked: Asked[] = [];
        sample.origins.set("orders.internal", await servers.echo(asked));
        sample.gateway.deploy(serviceWith({ inbound: header("X-Who", '@("gateway " + context.Api.Id)') }));

        const { status, body, headers, record } = await sample.call({ body: "question", target: "/orders/mcp?a=1" });

        assert.deepEqual([status, body, headers.get("Content-Type")], [200, "answer", "text/plain"]);
        assert.deepEqual([asked.length, asked[0]?.body, asked[0]?.request.url], [1, "question", "/?a=1"]);
        assert.equal(asked[0]?.request.headers["x-who"], "gateway orders");
        const { correlationId, responseSize, ...facts } = record;
        assert.match(correlationId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        assert.ok(responseSize > "answer".length);
        assert.deepEqual(facts, {
            time: sample.time,
            apiId: "orders",
            operationId: "post",
            method: "POST",
            url: "https://mcp.contoso.com/orders/mcp?a=1",
            callerIpAddress: "10.0.0.4",
            responseCode: 200,
            totalTime: 0,
            backendTime: 0,
            clientTime: 0,
            requestSize: "POST /orders/mcp?a=1 HTTP/1.1\r\nHost: mcp.contoso.com\r\n\r\nquestion".length,
            backend: { id: "orders", method: "POST", url: "https://orders.internal/?a=1", responseCode: 200 },
            traces: [],
        });
    });

    it("gives each request the id that its record has", async () => {
        sample.gateway.deploy(serviceWith({ inbound: answer("200", "@(context.RequestId.ToString())") }));
        const [one, other] = [await sample.call(), await sample.call()];
        assert.equal(one.body, one.record.correlationId);
        assert.notEqual(one.body, other.body);
    });

    it("knows the caller by its IPv4 address, however a socket has it", async () => {
        sample.gateway.deploy(serviceWith({ inbound: answer("200", "@(context.Request.IpAddress)") }));
        const { body, record } = await sample.call({ callerAddress: "::ffff:10.0.0.4" });
        assert.deepEqual([body, record.callerIpAddress], ["10.0.0.4", "10.0.0.4"]);
    });

    it("takes what breaks while code runs for a defect, which no code catches", async () => {
        let breaks = false;
        sample = new Sample(language, {
            managedIdentityToken: async () => {
                breaks = true;
                return "token";
            },
            now: () => {
                if (!breaks) return 0;
                breaks = false;
                throw new TypeError("a defect");
            },
        });
        const inbound =
            '<authentication-managed-identity resource="r" client-id="{{id}}" output-token-variable-name="token" />' +
            answer(
                "298",
                '@{ try { return DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(); } catch (Exception) { return "caught"; } }',
            );
        sample.gateway.deploy(
            serviceWith({ inbound, "on-error": answer("299") }, { namedValues: new Map([["id", "one"]]) }),
        );
        const { status, record } = await sample.call();
        assert.equal(status, 500);
        assert.ok(record.defect instanceof TypeError);
    });

    it("serves nothing before something is deployed", async () => {
        await assert.rejects(sample.gateway.handle(requestOf({})), /Nothing is deployed/);
    });

    it("refuses to be deployed with every problem at once, and goes on as before", async () => {
        sample.gateway.deploy(serviceWith({ inbound: answer("299") }));
        const wrong = service(
            { policy: { id: "global", text: "<policies />" } },
            {
                policy: {
                    id: "api",
                    text: policy({
                        inbound: `\n<set-backend-service backend-id="other" />\n${variable("a", "b {{none}}")}\n${header("Connection", "x")}`,
                    }),
                },
                operations: [
                    { name: "all", method: "GET", urlTemplate: "/*" },
                    {
                        name: "get",
                        method: "GET",
                        urlTemplate: "/",
                        policy: { id: "operation", text: policy({ inbound: "<mock-response />" }) },
                    },
                ],
            },
        );
        assert.throws(
            () => sample.gateway.deploy(wrong),
            (error: Error) => {
                assert.deepEqual(error.message.split("\n"), [
                    "The policies cannot be deployed:",
                    'API orders, operation all: The template "/*" has more than names and {parameters} as segments.',
                    "global:1:1 policies: The sections are inbound, backend, outbound, on-error, each once, not .",
                    'api:5:1 inbound/set-header[1]: API Management sets no header "Connection".',
                    "operation:2:18 inbound/mock-response: <mock-response> is no statement of the policy subset.",
                ]);
                return true;
            },
        );
        assert.equal((await sample.call()).status, 299);
    });

    it("refuses to be deployed without what its policies refer to, also when only that has changed", () => {
        const inbound = `\n<set-backend-service backend-id="other" />\n${variable("a", "b {{none}}")}`;
        const other = { name: "other", url: "https://other" };
        const text = policy({ inbound });
        const api = { policy: { id: "api", text } };
        const complete = { backends: new Map([["other", other]]), namedValues: new Map([["none", "x"]]) };
        sample.gateway.deploy(service(complete, api));
        assert.throws(
            () => sample.gateway.deploy(service({}, api)),
            (error: Error) => {
                assert.deepEqual(error.message.split("\n").slice(1), [
                    "api:3:1 inbound/set-backend-service[1]: There is no backend other.",
                    "api:4:31 inbound/set-variable[1]: There is no named value none.",
                ]);
                return true;
            },
        );
    });

    it("reads a named value when the statement runs, so that a change counts at once", async () => {
        const namedValues = new Map([["level", "low"]]);
        const inbound = variable("a", "value: {{level}}") + answer("200", '@((string)context.Variables["a"])');
        sample.gateway.deploy(serviceWith({ inbound }, { namedValues }));
        assert.equal((await sample.call()).body, "value: low");
        namedValues.set("level", "high");
        assert.equal((await sample.call()).body, "value: high");
        sample.gateway.deploy(serviceWith({ inbound }, { namedValues: new Map([["level", "other"]]) }));
        assert.equal((await sample.call()).body, "value: other");
    });

    it("takes a named value that is gone since for a defect, and not for a decision", async () => {
        const namedValues = new Map([["level", "low"]]);
        sample.gateway.deploy(
            serviceWith({ inbound: variable("a", "value: {{level}}"), "on-error": answer("299") }, { namedValues }),
        );
        namedValues.clear();
        const { status, record } = await sample.call();
        assert.equal(status, 500);
        assert.match(String(record.defect), /Named value level is gone/);
    });

    it("lets a request end with what was deployed when it began", async () => {
        let answered = () => {};
        const asked = new Promise<void>((resolve) => {
            void servers
                .start((_request, response) => {
                    answered = () => response.end("old");
                    resolve();
                })
                .then((origin) => sample.origins.set("orders.internal", origin));
        });
        sample.gateway.deploy(serviceWith({ outbound: header("X-Version", '@("old")') }));
        while (sample.origins.size === 0) await new Promise((resolve) => setImmediate(resolve));
        const before = sample.call();
        await asked;
        sample.gateway.deploy(serviceWith({ inbound: answer("299") }));
        answered();
        assert.equal((await before).headers.get("X-Version"), "old");
        assert.equal((await sample.call()).status, 299);
    });
});
