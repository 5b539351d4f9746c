// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { answer, escaped, Sample, serviceWith } from "../sample-gateway";

describe("rate-limit-by-key", () => {
    let sample: Sample;
    let language: PolicyLanguage;
    before(async () => {
        language = await loadLanguage();
    });
    beforeEach(() => {
        sample = new Sample(language);
    });

    const limit = (calls: string, period: number, key = '@(context.Request.Headers.GetValueOrDefault("X-Key", ""))') =>
        `<rate-limit-by-key calls='${escaped(calls)}' renewal-period="${period}" counter-key='${escaped(key)}' retry-after-header-name="Retry-After" />`;
    const call = (key: string, after = 0) => {
        sample.time += after;
        return sample.call({ rawHeaders: ["X-Key", key] });
    };

    it("lets so many calls of a key pass in a sliding window, and says when to come back", async () => {
        sample.gateway.deploy(serviceWith({ inbound: limit("2", 60) + answer("299") }));
        assert.equal((await call("a")).status, 299);
        assert.equal((await call("a", 20_000)).status, 299);
        const { status, headers, body, record } = await call("a", 500);
        assert.equal(status, 429);
        assert.equal(headers.get("Retry-After"), "40");
        assert.deepEqual(JSON.parse(body), {
            statusCode: 429,
            message: "Rate limit is exceeded. Try again in 40 seconds.",
        });
        assert.equal(record.lastError?.reason, "RateLimitExceeded");
        assert.equal((await call("b")).status, 299);

        assert.equal((await call("a", 39_499)).status, 429);
        assert.equal((await call("a", 1)).status, 299);
        // the window has slid over the first call only
        assert.equal((await call("a")).headers.get("Retry-After"), "20");
    });

    it("does not count what it refuses", async () => {
        sample.gateway.deploy(serviceWith({ inbound: limit("1", 10) + answer("299") }));
        await call("a");
        for (let count = 0; count < 5; count++) assert.equal((await call("a", 1000)).status, 429);
        assert.equal((await call("a", 5000)).status, 299);
    });

    it("asks for the number of calls each time, and counts on when it sinks", async () => {
        const calls = '@(context.Request.Headers.ContainsKey("X-Throttled") ? 1 : 3)';
        sample.gateway.deploy(serviceWith({ inbound: limit(calls, 60) + answer("299") }));
        await call("a");
        await call("a", 10_000);
        await call("a", 10_000);
        const { status, headers } = await sample.call({ rawHeaders: ["X-Key", "a", "X-Throttled", "1"] });
        assert.equal(status, 429);
        // one call is allowed once all three have left the window
        assert.equal(headers.get("Retry-After"), "60");
    });

    it("has one counter for a key wherever it stands", async () => {
        sample.gateway.deploy(
            serviceWith({ inbound: limit("3", 60, '@("one")') + limit("3", 60, '@("one")') + answer("299") }),
        );
        assert.equal((await call("")).status, 299);
        assert.equal((await call("")).status, 429);
    });

    it("keeps its counters when something else is deployed", async () => {
        sample.gateway.deploy(serviceWith({ inbound: limit("1", 60) + answer("299") }));
        await call("a");
        sample.gateway.deploy(serviceWith({ inbound: limit("1", 60) + answer("298") }));
        assert.equal((await call("a")).status, 429);
    });
});
