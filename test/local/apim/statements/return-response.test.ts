// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { answer, header, Sample, Servers, serviceWith } from "../sample-gateway";

describe("return-response", () => {
    let language: PolicyLanguage;
    const servers = new Servers();
    before(async () => {
        language = await loadLanguage();
    });
    afterEach(() => servers.close());

    it("ends the pipeline at once: nothing is forwarded, and outbound does not run", async () => {
        const sample = new Sample(language);
        sample.gateway.deploy(
            serviceWith({
                inbound: `${answer("299", '@("own")')}${answer("500")}`,
                outbound: header("X-Outbound", "1"),
            }),
        );
        const { status, reason, headers, body, record } = await sample.call();
        assert.deepEqual([status, reason, body], [299, "Chosen", "own"]);
        assert.deepEqual(headers.raw(), ["Content-Length", "3"]);
        assert.equal(record.backend, undefined);
    });

    it("makes a new response, with the former one in view until it is there", async () => {
        const sample = new Sample(language);
        const origin = await servers.start((_request, response) => {
            response.writeHead(404, { "X-Backend": "b", "X-Id": "7" }).end("not there");
        });
        sample.origins.set("orders.internal", origin);
        const outbound = [
            "<return-response>",
            '<set-status code="@(context.Response.StatusCode + 100)" reason="Other" />',
            header("X-Seen", '@(context.Response.Headers.GetValueOrDefault("X-Id", "") + context.Response.StatusCode)'),
            '<set-body>@(context.Response.Body.As&lt;string>(preserveContent: true) + "!")</set-body>',
            "</return-response>",
        ];
        sample.gateway.deploy(serviceWith({ outbound: outbound.join("") }));
        const { status, headers, body } = await sample.call();
        assert.deepEqual([status, body], [504, "not there!"]);
        assert.deepEqual(headers.raw(), ["X-Seen", "7404", "Content-Length", "10"]);
    });

    it("fails when a status is computed that no response has", async () => {
        const sample = new Sample(language);
        sample.gateway.deploy(serviceWith({ inbound: answer('@(int.Parse("42"))') }));
        const { status, record } = await sample.call();
        assert.equal(status, 500);
        assert.equal(record.lastError?.source, "set-status");
        assert.equal(record.lastError?.path, "return-response[1]/set-status[1]");
    });
});
