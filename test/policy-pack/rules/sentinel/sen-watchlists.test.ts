// Does not prove that a list holds what is approved.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/sentinel/sen-watchlists";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const findings = (resources: Record<string, SampleResource>, parameters?: object) =>
    judge(rule, stackOf(resources), parameters).findings.map(({ message }) => message);

const inputs = { workspaceName: "log" };
const sentinel: SampleResource = { type: "securityinsights:SentinelOnboardingState", inputs };
const list = (watchlistAlias: string): SampleResource => ({
    type: "securityinsights:Watchlist",
    inputs: { ...inputs, watchlistAlias },
});
const detection = (query: string, enabled: unknown = true): SampleResource => ({
    type: "securityinsights:ScheduledAlertRule",
    inputs: { ...inputs, query, enabled: enabled as boolean },
});
const one = { aliases: ["McpTools"] };

describe("sen-watchlists", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("asks for the four lists, or those that are configured", () => {
        const aliases = ["BreakGlassAccounts", "EgressFqdns", "McpClients", "McpTools"];
        const missing = (alias: string) => [`there is no watchlist ${alias}`, `no rule looks anything up in ${alias}`];
        assert.deepEqual(findings({ sentinel }), aliases.flatMap(missing));
        assert.deepEqual(findings({ sentinel }, { aliases: ["Tools"] }), missing("Tools"));
        assert.deepEqual(findings({ sentinel }, { aliases: [] }), []);
    });

    it("wants each looked up by a rule that is on, with either kind of quotes", () => {
        const tools = list("McpTools");
        const unused = ["no rule looks anything up in McpTools"];
        for (const query of [
            'T | where A in (_GetWatchlist("McpTools"))',
            "let a = _GetWatchlist( 'McpTools' ); T | take 1",
            "_GetWatchlist('McpTools') | take 1",
        ]) {
            assert.deepEqual(findings({ sentinel, tools, rule: detection(query) }, one), [], query);
            for (const enabled of [false, "true"])
                assert.deepEqual(findings({ sentinel, tools, rule: detection(query, enabled) }, one), unused);
        }
        for (const query of [
            'T | where A == "McpTools"',
            '_GetWatchlist("McpTools2") | take 1',
            '_GetWatchlist("Other") | where A == "McpTools"',
            'T | take 1 // _GetWatchlist("McpTools")',
        ])
            assert.deepEqual(findings({ sentinel, tools, rule: detection(query) }, one), unused, query);
    });
});
