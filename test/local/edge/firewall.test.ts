// Does not prove what the managed rules of Microsoft refuse: they are not run.
import assert from "node:assert/strict";
import { bodyFinding, customRuleFinding, longestBody } from "../../../local/edge/firewall";
import { RateLimiter } from "../../../local/edge/rate-limiter";

const firewall = {
    id: "/firewall",
    mode: "Prevention",
    bodyLimit: 10,
    uploadLimit: 100,
    block: { status: 403, body: "" },
    rateLimits: [],
    scrubbed: [],
} as const;
const rule = { name: "one", threshold: 1, windowSeconds: 60 };

describe("The firewall of the edge", () => {
    it("limits requests whose address fits every condition of a rule", () => {
        const limiter = new RateLimiter();
        const ask = (uri: string) => {
            const rateLimits = [{ ...rule, uriPrefixes: [["/a", "/b"], ["/b/c"]] }];
            return customRuleFinding({ ...firewall, rateLimits, scrubbed: [] }, limiter, { uri, address: "1", now: 0 });
        };
        assert.deepEqual(["/b/c", "/a", "/b", "/b/c"].map(ask), [
            undefined,
            undefined,
            undefined,
            { rule: "one", message: "Rate limit exceeded" },
        ]);
    });

    const form = "multipart/form-data; boundary=x";
    const part = (disposition: string, size: number) =>
        Buffer.from(`--x\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${"y".repeat(size)}\r\n--x--`);
    const own = { ...firewall, rateLimits: [], scrubbed: [] };

    it("refuses a body that is longer than the limit, and none of that length", () => {
        assert.equal(bodyFinding(own, "application/json", Buffer.alloc(10)), undefined);
        assert.ok(bodyFinding(own, "application/json", Buffer.alloc(11)));
        assert.ok(bodyFinding(own, undefined, "too long"));
    });

    it("measures a form by the limit of files when it uploads one", () => {
        const limits = { ...own, bodyLimit: 100, uploadLimit: 200 };
        assert.ok(bodyFinding(limits, form, part('name="a"', 100)));
        assert.equal(bodyFinding(limits, form, part('name="a"; filename="b"', 4000)), undefined);
        assert.ok(bodyFinding(limits, form, part('name="a"; filename="b"', 4300)));
        assert.ok(bodyFinding(limits, "application/json", part('name="a"; filename="b"', 100)));
    });

    it("reads no more than may pass, and everything when it only detects", () => {
        assert.equal(longestBody(own, "application/json"), 10);
        assert.equal(longestBody(own, form), 100 + 4096);
        assert.equal(longestBody({ ...own, mode: "Detection" }, form), Number.POSITIVE_INFINITY);
    });
});
