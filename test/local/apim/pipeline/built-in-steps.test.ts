// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { largestBody } from "../../../../local/apim/pipeline/read-body";
import { answer, globalPolicy, Sample, Servers, service, serviceWith, variable } from "../sample-gateway";

describe("Built-in steps", () => {
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

    describe("refuse a request for nothing", () => {
        it("with 404, through the global policy's on-error", async () => {
            sample.gateway.deploy(service());
            const { status, body, record } = await sample.call({ target: "/nothing?x=1" });
            assert.equal(status, 404);
            assert.deepEqual(JSON.parse(body), { statusCode: 404, message: "Resource not found" });
            assert.equal(record.url, "https://mcp.contoso.com/nothing?x=1");
            assert.equal(record.apiId, undefined);
            const { source, reason, message } = record.lastError ?? {};
            assert.deepEqual(
                [source, reason, message],
                ["configuration", "OperationNotFound", "Unable to match incoming request to an operation."],
            );
            const text = globalPolicy({
                inbound: answer("500"),
                "on-error": answer("@(context.Response.StatusCode - 105)"),
            });
            sample.gateway.deploy(service({ policy: { id: "global", text } }));
            assert.equal((await sample.call({ target: "/nothing" })).status, 299);
        });

        for (const target of [
            "*",
            "//evil.example/orders/mcp",
            "/orders/mcp/../../x",
            "http://[",
            "/%",
            "mcp.contoso.com:443",
        ]) {
            it(`whatever its target is: ${target}`, async () => {
                sample.gateway.deploy(service());
                const { status, record } = await sample.call({ target });
                assert.equal(status, 404);
                assert.equal(record.defect, undefined);
            });
        }

        it("but take a whole URL for a target", async () => {
            sample.gateway.deploy(
                serviceWith({ inbound: answer("299", '@(context.Request.Url.Query.GetValueOrDefault("a", ""))') }),
            );
            const { status, body } = await sample.call({ target: "https://mcp.contoso.com/orders/mcp?a=1&a=2" });
            assert.deepEqual([status, body], [299, "1,2"]);
        });
    });

    it("ask for a subscription key where the API needs one, before any policy", async () => {
        const text = globalPolicy({ inbound: answer("500") });
        sample.gateway.deploy(
            service({ policy: { id: "global", text } }, { subscriptionRequired: true, policy: undefined }),
        );
        const missing = await sample.call();
        assert.equal(missing.status, 401);
        assert.equal(JSON.parse(missing.body).statusCode, 401);
        assert.match(
            missing.headers.get("WWW-Authenticate") ?? "",
            /^AzureApiManagementKey realm="https:\/\/mcp\.contoso\.com\/orders\/mcp"/,
        );
        assert.equal(missing.record.lastError?.reason, "SubscriptionKeyNotFound");
        for (const given of [
            { rawHeaders: ["ocp-apim-subscription-key", "x"] },
            { target: "/orders/mcp?subscription-key=x" },
        ]) {
            const { status, record } = await sample.call(given);
            assert.equal(status, 401);
            assert.equal(record.lastError?.reason, "SubscriptionKeyInvalid");
        }
    });

    describe("read a body into memory", () => {
        const read = (message: string) => variable("a", `@(context.${message}.Body.As<string>(preserveContent: true))`);
        const chunks = (count: number) => Array.from({ length: count }, () => Buffer.alloc(largestBody / 4, "a"));

        it("only up to a limit, and pass a larger one on unread", async () => {
            let bytes = 0;
            const origin = await servers.start((request, response) => {
                request.on("data", (chunk) => {
                    bytes += chunk.length;
                });
                request.on("end", () => response.end());
            });
            sample.origins.set("orders.internal", origin);
            sample.gateway.deploy(serviceWith({ inbound: read("Request") }));
            assert.equal((await sample.call({ body: Readable.from(chunks(4)) })).status, 200);
            assert.equal(bytes, largestBody);
            const { status, record } = await sample.call({ body: Readable.from([...chunks(4), Buffer.from("a")]) });
            assert.equal(status, 413);
            assert.equal(record.lastError?.source, "set-variable");
            sample.gateway.deploy(service());
            assert.equal((await sample.call({ body: Readable.from(chunks(5)) })).status, 200);
        });

        it("of a response as well", async () => {
            const origin = await servers.start((_request, response) => {
                for (const chunk of chunks(5)) response.write(chunk);
                response.end();
            });
            sample.origins.set("orders.internal", origin);
            sample.gateway.deploy(serviceWith({ outbound: read("Response") }));
            assert.equal((await sample.call()).status, 502);
        });

        it("and fail when the client goes away meanwhile", async () => {
            const body = new Readable({ read() {} });
            sample.gateway.deploy(serviceWith({ inbound: read("Request") }));
            body.push("a");
            const called = sample.call({ body });
            body.destroy(new Error("aborted"));
            const { record } = await called;
            assert.equal(record.lastError?.reason, "ClientConnectionFailure");
        });

        it("and not again once it has been sent on", async () => {
            sample.origins.set("orders.internal", await servers.echo([]));
            sample.gateway.deploy(serviceWith({ outbound: read("Request") }));
            const { status, record } = await sample.call({ body: "question" });
            assert.equal(status, 500);
            assert.equal(record.lastError?.reason, "ExpressionValueEvaluationFailure");
        });
    });
});
