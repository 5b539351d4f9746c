import {
    defineRelation,
    every,
    get,
    proves,
    type Resource,
    type Stack,
    someReferring,
    text,
    unless,
} from "../../engine";
import { expandedQuery } from "./expanded-query";
import { alertRuleType, inSentinel, onboardingType, sampleOnboarding, savedSearchType } from "./sentinel";

const watchlistType = "securityinsights:Watchlist";

/** What is approved is a list of its own, which rules look up, so that an approval changes no query. */
export default defineRelation({
    id: "sen-watchlists",
    title: "Rules look up what is approved",
    severity: "low",
    level: "advisory",
    practices: ["5.2", "9.2"],
    references: {},
    component: "Sentinel",
    url: "https://learn.microsoft.com/azure/sentinel/watchlists",
    types: [onboardingType],
    reads: ["workspaceName"],
    related: {
        [watchlistType]: { required: ["workspaceName", "watchlistAlias"] },
        [alertRuleType]: { required: ["workspaceName", "enabled", "query"] },
        [savedSearchType]: { required: ["query"], optional: ["functionAlias"] },
    },
    presence: true,
    parameters: {
        aliases: {
            type: "array",
            items: { type: "string" },
            default: ["BreakGlassAccounts", "EgressFqdns", "McpClients", "McpTools"],
            description: "Aliases of the watchlists of emergency accounts, domain names, clients and tools.",
        },
    },
    why: "A name that is written into a query is approved for good: nobody finds it again when the client or the tool is gone.",
    fix: "Create a securityinsights.Watchlist with each watchlistAlias of the parameter aliases, and look it up by _GetWatchlist in the query of a rule that is on, or in a saved function that it calls.",
    check: (onboarding, stack, { parameters: { aliases } }) =>
        aliases.flatMap((alias) => [
            ...unless(
                someReferring(ofList, onboarding, stack, (list) => text(list, "watchlistAlias") === alias),
                "",
                `there is no watchlist ${alias}`,
            ),
            ...unless(
                someReferring(ofRule, onboarding, stack, (rule) => looksUp(alias, rule, stack)),
                "",
                `no rule looks anything up in ${alias}`,
            ),
        ]),
    examples: {
        parameters: { aliases: ["McpClients"] },
        compliant: [sample({})],
        violating: [
            { sentinel: sampleOnboarding() },
            sample({ clients: list({ watchlistAlias: "McpTools" }) }),
            sample({ clients: list({ workspaceName: "log-elsewhere" }) }),
            sample({ strangers: rule({ enabled: false }) }),
            sample({ strangers: rule({ workspaceName: "log-elsewhere" }) }),
            sample({ strangers: rule({ query: 'McpDecisions(ago(1h)) | where Client == "McpClients"' }) }),
        ],
    },
});

const ofList = inSentinel(watchlistType);
const ofRule = inSentinel(alertRuleType);

function looksUp(alias: string, rule: Resource, stack: Stack): boolean {
    const calls = [`_GetWatchlist ( "${alias}"`, `_GetWatchlist ( '${alias}'`];
    const isCalled = () => expandedQuery(rule, stack).some(({ code }) => calls.some((call) => code.includes(call)));
    return every([() => get(rule, "enabled") === true, isCalled], proves);
}

function sample(changes: object) {
    return {
        sentinel: sampleOnboarding(),
        clients: list({}),
        approved: {
            type: savedSearchType,
            inputs: { functionAlias: "Approved", query: "_GetWatchlist('McpClients') | project ClientId" },
        },
        strangers: rule({}),
        ...changes,
    };
}

function list(changes: object) {
    return { type: watchlistType, inputs: { workspaceName: "log-contoso", watchlistAlias: "McpClients", ...changes } };
}

function rule(changes: object) {
    const query = "let approved = Approved(); McpDecisions(ago(1h)) | where Client !in (approved)";
    return { type: alertRuleType, inputs: { workspaceName: "log-contoso", enabled: true, query, ...changes } };
}
