// Does not prove that the rules hold in an environment: cross-proof.long.test.ts judges those.
import assert from "node:assert/strict";
import { Gateway } from "../../../../components/gateway/gateway";
import { GatewayApi } from "../../../../components/gateway/gateway-api";
import { ApiMode } from "../../../../components/gateway/gateway-api-args";
import { exampleContext, judgeStack } from "../../../../policy-pack/engine/examples";
import type { Resource } from "../../../../policy-pack/engine/resource";
import { judges } from "../../../../policy-pack/engine/rule";
import { rules } from "../../../../policy-pack/rules";
import { gatewayApiArgs } from "../../../components/gateway/gateway-api-sample";
import { gatewayArgs } from "../../../components/gateway/sample-args";
import { capture } from "../../../support/capture";
import { asJudged } from "../../environment";

/** Rules on resources of API Management, with how many of the resources they judge. */
const judgedBy: Readonly<Record<string, number>> = {
    "apim-backend-auth": 1,
    "apim-backend-tls": 1,
    "apim-https-only": 2,
    "apim-identity": 1,
    "apim-log-minimisation": 2,
    "apim-management-plane": 1,
    "apim-named-values-kv": 10,
    "apim-no-trusted-bypass": 1,
    "apim-private-ingress": 1,
    "apim-sku": 1,
    "apim-tls-floor": 1,
    "apim-tool-pinning": 2,
};

describe("the rules on API Management and what the components create", () => {
    // the same for every API, and the longest to make
    let gateway: Resource[];
    before(async () => {
        const { resources } = await capture(() => new Gateway("gateway", gatewayArgs));
        gateway = resources.flatMap(asJudged);
    });

    for (const mode of [ApiMode.Http, ApiMode.Native]) {
        it(`are kept with an API in ${mode} mode`, async () => {
            const { resources } = await capture(() => new GatewayApi("orders", { ...gatewayApiArgs, mode }));
            const stack = [...gateway, ...resources.flatMap(asJudged)];
            const parameters = { allowedTiers: [gatewayArgs.tier] };
            for (const [id, count] of Object.entries(judgedBy)) {
                const rule = rules.find((each) => each.id === id);
                assert.ok(rule, id);
                const context = exampleContext(rule, { parameters: id === "apim-sku" ? parameters : {} });
                const outcomes = judgeStack(rule, stack, { ...context, now: new Date(0) });
                const judged = outcomes.filter(({ resource }) => judges(rule, resource));
                assert.equal(judged.length, count, id);
                for (const { resource, outcome } of judged)
                    assert.deepEqual(outcome, { findings: [], undecided: [] }, `${id} ${resource.name}`);
            }
        });
    }

    it("stop an API of type MCP that passes on what its server says about tools", async () => {
        const { resources } = await capture(
            () => new GatewayApi("orders", { ...gatewayApiArgs, mode: ApiMode.Native }),
        );
        const stack = resources.flatMap(asJudged).filter(({ type }) => type !== "apimanagement:ApiPolicy");
        const rule = rules.find(({ id }) => id === "apim-tool-pinning");
        assert.ok(rule);
        const judged = judgeStack(rule, stack, { ...exampleContext(rule, { parameters: {} }), now: new Date(0) });
        assert.deepEqual(
            judged.map(({ resource, outcome }) => [resource.name, resource.type, outcome.findings.length]),
            [["orders-api", "apimanagement:Api", 1]],
        );
    });
});
