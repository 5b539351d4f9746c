// Does not prove that what ran did the right thing, only that it ran.
import assert from "node:assert/strict";
import { Coverage } from "../../../local/apim/coverage";
import { loadLanguage } from "../../../local/apim/language";
import { answer, globalPolicy, policy, Sample, service } from "./sample-gateway";

describe("Coverage", () => {
    const own = policy({
        inbound: [
            "\n<choose>",
            `\n<when condition='@(context.Request.Headers.ContainsKey("X-A"))'>\n${answer("299")}</when>`,
            `\n<when condition='@(context.Request.Headers.ContainsKey("X-B"))' />`,
            "\n</choose>",
            `\n<choose><when condition="@(true)">${answer("298")}</when></choose>`,
        ].join(""),
    });

    async function sampleWith(coverage: Coverage): Promise<Sample> {
        const sample = new Sample(await loadLanguage(), {}, coverage);
        sample.gateway.deploy(
            service({ policy: { id: "global", text: globalPolicy({}) } }, { policy: { id: "api", text: own } }),
        );
        return sample;
    }
    const missing = (coverage: Coverage) =>
        coverage
            .report()
            .filter(({ policyId }) => policyId === "api")
            .flatMap((each) => each.missing.map(({ line, construct, event }) => `${line} ${construct} ${event}`));

    it("tells what has not run of each document, and what can never be otherwise is no part of it", async () => {
        const coverage = new Coverage();
        const sample = await sampleWith(coverage);
        assert.deepEqual(
            coverage.report().map(({ policyId, covered, total }) => ({ policyId, covered, total })),
            [{ policyId: "api", covered: 0, total: 14 }],
        );

        await sample.call({ rawHeaders: ["X-A", "1"] });
        assert.deepEqual(missing(coverage), [
            "3 inbound/choose[1] none taken",
            "4 inbound/choose[1]/when[1] not taken",
            "6 inbound/choose[1]/when[2] taken",
            "6 inbound/choose[1]/when[2] not taken",
            "8 inbound/choose[2] runs",
            "8 inbound/choose[2]/when[1] taken",
            "8 inbound/choose[2]/when[1]/return-response[1] runs",
            "8 inbound/choose[2]/when[1]/return-response[1]/set-status[1] runs",
            "8 inbound/choose[2]/when[1]/return-response[1]/set-body[1] runs",
        ]);

        await sample.call({ rawHeaders: ["X-B", "1"] });
        assert.deepEqual(missing(coverage), [
            "3 inbound/choose[1] none taken",
            "6 inbound/choose[1]/when[2] not taken",
        ]);
        await sample.call();
        assert.deepEqual(missing(coverage), []);
    });

    it("adds up over gateways with the same document, and starts anew with another", async () => {
        const coverage = new Coverage();
        await (await sampleWith(coverage)).call({ rawHeaders: ["X-B", "1"] });
        const sample = await sampleWith(coverage);
        await sample.call({ rawHeaders: ["X-A", "1"] });
        assert.deepEqual(missing(coverage), [
            "3 inbound/choose[1] none taken",
            "6 inbound/choose[1]/when[2] not taken",
        ]);
        sample.gateway.deploy(service({}, { policy: { id: "api", text: policy({ inbound: answer("299") }) } }));
        assert.equal(missing(coverage).length, 3);
    });
});
