// Does not prove that the rules hold in an environment: cross-proof.long.test.ts judges those.
import assert from "node:assert/strict";
import { Gateway } from "../../../components";
import { exampleContext, judgeStack } from "../../../policy-pack/engine/examples";
import { rules } from "../../../policy-pack/rules";
import { asJudged } from "../../policy-pack/environment";
import { capture } from "../../support/capture";
import { gatewayArgs, publicZoneId, sampleExclusion } from "./sample-args";

/** Rules that judge the edge and its names, with the parameters of somebody who reviewed the exclusion. */
const parametersOf: Readonly<Record<string, object>> = {
    "gov-known-types": {},
    "log-diagnostic-categories": {},
    "log-diagnostic-dedicated": {},
    "log-diagnostics-complete": {},
    "net-ddos": {},
    "net-edge-https-only": {},
    "net-edge-tls13": {},
    "net-private-dns": {},
    "net-public-ip-allowlist": {},
    "net-waf": { exclusions: ["942430 RequestArgValues Equals params.arguments.query"] },
    "net-waf-rate-limit": {},
};

describe("Gateway: the rules of the policy pack on the edge", () => {
    for (const preview of [false, true]) {
        it(`hold ${preview ? "in a preview, which decides all of them" : "once deployed"}`, async () => {
            const wafExclusions = { search: sampleExclusion };
            const { resources } = await capture(
                () => new Gateway("gateway", { ...gatewayArgs, wafExclusions, publicDnsZoneId: publicZoneId }),
                { preview },
            );
            const stack = resources.flatMap(asJudged);
            const judging = rules.filter(({ id }) => Object.hasOwn(parametersOf, id));
            assert.deepEqual(judging.map(({ id }) => id).sort(), Object.keys(parametersOf));
            for (const rule of judging) {
                const parameters = { ...parametersOf[rule.id] };
                const judged = judgeStack(rule, stack, { ...exampleContext(rule, { parameters }), now: new Date(0) });
                assert.notDeepEqual(judged, [], `${rule.id} judges nothing`);
                for (const { resource, outcome } of judged) {
                    assert.deepEqual(outcome, { findings: [], undecided: [] }, `${rule.id} ${resource.name}`);
                }
            }
        });
    }
});
