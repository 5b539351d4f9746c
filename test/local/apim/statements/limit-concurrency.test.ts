// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { loadLanguage } from "../../../../local/apim/language";
import { forward, globalPolicy, Sample, Servers, serviceWith, until } from "../sample-gateway";

describe("limit-concurrency", () => {
    const servers = new Servers();
    afterEach(() => servers.close());

    it("lets so many requests of a key in at a time, and forgets those that have left, however they did", async () => {
        const waiting: ServerResponse[] = [];
        const sample = new Sample(await loadLanguage());
        sample.origins.set("orders.internal", await servers.start((_request, response) => waiting.push(response)));
        const key = '@(context.Request.Headers.GetValueOrDefault("X-Key", ""))'.replaceAll('"', "&quot;");
        const backend = `<limit-concurrency key="${key}" max-count="2">${forward}</limit-concurrency>`;
        sample.gateway.deploy(serviceWith({}, { policy: { id: "global", text: globalPolicy({ backend }) } }));
        const call = (name: string) => sample.call({ rawHeaders: ["X-Key", name] });

        const inside = [call("a"), call("a")];
        await until(() => waiting.length === 2);
        const { status, body, record } = await call("a");
        assert.equal(status, 429);
        assert.equal(JSON.parse(body).statusCode, 429);
        assert.equal(record.lastError?.source, "limit-concurrency");
        inside.push(call("b"));
        await until(() => waiting.length === 3);

        waiting[0]?.destroy();
        await Promise.race(inside);
        inside.push(call("a"));
        await until(() => waiting.length === 4);
        assert.equal((await call("a")).status, 429);
        for (const response of waiting.slice(1)) response.end();
        const statuses = (await Promise.all(inside)).map((answered) => answered.status);
        assert.deepEqual(statuses.toSorted(), [200, 200, 200, 500]);
    });
});
