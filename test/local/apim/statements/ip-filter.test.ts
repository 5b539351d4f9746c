// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { loadLanguage, type PolicyLanguage } from "../../../../local/apim/language";
import { answer, Sample, serviceWith } from "../sample-gateway";

describe("ip-filter", () => {
    let language: PolicyLanguage;
    before(async () => {
        language = await loadLanguage();
    });

    const filter = (from: string, to: string) =>
        `<ip-filter action="allow"><address-range from="${from}" to="${to}" /><address-range from="fd00::1" to="fd00::4" /></ip-filter>`;

    for (const callerAddress of ["10.0.0.4", "10.0.0.15", "10.0.0.9", "::ffff:10.0.0.4", "fd00::3"]) {
        it(`lets ${callerAddress} pass`, async () => {
            const sample = new Sample(language);
            sample.gateway.deploy(serviceWith({ inbound: filter("10.0.0.4", "10.0.0.15") + answer("299") }));
            assert.equal((await sample.call({ callerAddress })).status, 299);
        });
    }

    for (const callerAddress of ["10.0.0.3", "10.0.0.16", "9.0.0.4", "fd00::5", "::1"]) {
        it(`refuses ${callerAddress}`, async () => {
            const sample = new Sample(language);
            sample.gateway.deploy(serviceWith({ inbound: filter("10.0.0.4", "10.0.0.15") + answer("299") }));
            const { status, body, record } = await sample.call({ callerAddress });
            assert.equal(status, 403);
            assert.deepEqual(JSON.parse(body), { statusCode: 403, message: "Forbidden" });
            assert.equal(record.lastError?.reason, "CallerIpNotAllowed");
            assert.equal(
                record.lastError?.message,
                `Caller IP address ${callerAddress} is not allowed. Access denied.`,
            );
        });
    }

    it("refuses a caller whose address is none", async () => {
        const sample = new Sample(language);
        sample.gateway.deploy(serviceWith({ inbound: filter("10.0.0.4", "10.0.0.15") + answer("299") }));
        const { status, record } = await sample.call({ callerAddress: "unknown" });
        assert.equal(status, 403);
        assert.equal(record.lastError?.reason, "FailedToParseCallerIP");
    });

    for (const [from, to] of [
        ["10.0.0.9", "10.0.0.4"],
        ["10.0.0.4", "fd00::9"],
        ["10.0.0.0/24", "10.0.0.9"],
    ] as const) {
        it(`is not deployed with ${from} to ${to}`, () => {
            const sample = new Sample(language);
            assert.throws(
                () => sample.gateway.deploy(serviceWith({ inbound: filter(from, to) })),
                /api:2:\d+ inbound\/ip-filter\[1\]: .* is no range of addresses/,
            );
        });
    }
});
