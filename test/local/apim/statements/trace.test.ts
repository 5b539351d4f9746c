// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { loadLanguage } from "../../../../local/apim/language";
import { answer, Sample, serviceWith } from "../sample-gateway";

describe("trace", () => {
    it("writes what its code gives at that moment into the record, in order", async () => {
        const sample = new Sample(await loadLanguage());
        const trace = (message: string) =>
            `<trace source="mcp-gateway" severity="information"><message>${message}</message>` +
            `<metadata name="method" value="@(context.Request.Method)" /><metadata name="api" value="@(context.Api.Id)" /></trace>`;
        sample.gateway.deploy(serviceWith({ inbound: `${trace("first")}${trace("second")}${answer("200")}` }));
        const { record } = await sample.call();
        const metadata = { method: "GET", api: "orders" };
        assert.deepEqual(record.traces, [
            { source: "mcp-gateway", severity: "information", message: "first", metadata },
            { source: "mcp-gateway", severity: "information", message: "second", metadata },
        ]);
    });
});
