// Does not prove what API Management answers to such requests.
import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import type { PolicyLanguage } from "../../../local/apim/language";
import { header, language, Sample, Servers, serviceWith } from "./sample-gateway";

describe("A gateway", () => {
    let known: PolicyLanguage;
    const servers = new Servers();
    before(async () => {
        known = await language();
    });
    afterEach(() => servers.close());

    it("passes a request on to the backend, and the response back", async () => {
        const asked: { request: IncomingMessage; body: string }[] = [];
        const sample = new Sample(known);
        sample.origins.set("orders.internal", await servers.echo(asked));
        sample.gateway.deploy(serviceWith({ inbound: header("X-Who", '@("gateway " + context.Api.Id)') }));

        const { status, body, record } = await sample.call({ body: "question", target: "/orders/mcp?a=1" });

        assert.equal(status, 200);
        assert.equal(body, "answer");
        assert.equal(asked.length, 1);
        assert.equal(asked[0]?.body, "question");
        assert.equal(asked[0]?.request.url, "/?a=1");
        assert.equal(asked[0]?.request.headers.host, "orders.internal");
        assert.equal(asked[0]?.request.headers["x-who"], "gateway orders");
        assert.equal(record.defect, undefined);
    });
});
