import { defineRule, unless } from "../../engine";

const reads = {
    type: "customRules[].ruleType",
    action: "customRules[].action",
    state: "customRules[].state",
    threshold: "customRules[].rateLimitThreshold",
    duration: "customRules[].rateLimitDuration",
    variable: "customRules[].groupByUserSession[].groupByVariables[].variableName",
};

interface CustomRule {
    ruleType?: string;
    action?: string;
    state?: string;
    rateLimitThreshold?: number;
    rateLimitDuration?: string;
    groupByUserSession?: { groupByVariables?: { variableName?: string }[] }[];
}

// https://learn.microsoft.com/azure/web-application-firewall/ag/rate-limiting-overview
const minutes: Readonly<Record<string, number>> = { OneMin: 1, FiveMins: 5 };

/** One client cannot take the edge from all others: each address has a limit of its own. */
export default defineRule({
    id: "net-waf-rate-limit",
    title: "The web application firewall limits each client",
    severity: "high",
    level: "mandatory",
    practices: ["4.1", "4.4"],
    references: { mcsb: ["NS-6"], azurePolicy: ["e52e8487"] },
    url: "https://learn.microsoft.com/azure/web-application-firewall/ag/rate-limiting-overview",
    types: ["network:WebApplicationFirewallPolicy"],
    reads: Object.values(reads),
    optional: [reads.state],
    parameters: {
        maximumRequestsPerMinute: {
            type: "integer",
            default: 1000,
            minimum: 1,
            description: "Most requests in a minute that one client address may send.",
        },
    },
    why: "Every request that passes the edge costs the gateway a token check; a flood is cheapest to stop where it comes in.",
    fix: 'Add a rule to customRules with ruleType "RateLimitRule", action "Block", a rateLimitThreshold within the limit for its rateLimitDuration, and groupByUserSession by the variable "ClientAddr"; leave its state enabled.',
    check: ({ customRules }, { parameters: { maximumRequestsPerMinute } }) =>
        unless(
            (customRules ?? []).some((rule: CustomRule) => limits(rule, maximumRequestsPerMinute)),
            reads.threshold,
            `no rule blocks clients that send more than ${maximumRequestsPerMinute} requests in a minute`,
            Object.values(reads),
        ),
    examples: {
        compliant: [
            { inputs: { customRules: [limiting({ state: "Enabled" })] } },
            {
                inputs: {
                    customRules: [
                        { ruleType: "MatchRule", action: "Block" },
                        limiting({ rateLimitThreshold: 5000, rateLimitDuration: "FiveMins" }),
                    ],
                },
            },
        ],
        violating: [
            { inputs: {} },
            ...[
                { ruleType: "MatchRule" },
                { action: "Log" },
                { state: "Disabled" },
                { rateLimitThreshold: 1001 },
                { rateLimitThreshold: 5001, rateLimitDuration: "FiveMins" },
                { rateLimitDuration: "OneHour" },
                { groupByUserSession: [{ groupByVariables: [{ variableName: "None" }] }] },
                { groupByUserSession: [{ groupByVariables: [] }] },
            ].map((changes) => ({ inputs: { customRules: [limiting(changes)] } })),
        ],
    },
});

function limits(rule: CustomRule, maximum: number): boolean {
    const perMinute = (rule.rateLimitThreshold ?? Number.NaN) / (minutes[rule.rateLimitDuration ?? ""] ?? 0);
    return (
        rule.ruleType === "RateLimitRule" &&
        rule.action === "Block" &&
        rule.state !== "Disabled" &&
        perMinute <= maximum &&
        isPerClient(rule)
    );
}

function isPerClient({ groupByUserSession = [] }: CustomRule): boolean {
    const variables = groupByUserSession.flatMap(({ groupByVariables }) => groupByVariables ?? []);
    return variables.some(({ variableName }) => variableName === "ClientAddr");
}

function limiting(changes: object) {
    return {
        ruleType: "RateLimitRule",
        action: "Block",
        rateLimitThreshold: 1000,
        rateLimitDuration: "OneMin",
        groupByUserSession: [{ groupByVariables: [{ variableName: "ClientAddr" }] }],
        ...changes,
    };
}
