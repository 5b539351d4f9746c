// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import type { Properties } from "../../../../local/provider/provider";
import { newCloud } from "../fixture";
import { example, wafPolicyId } from "../landscape";
import { arm, itRefuses, prepare, type RefusalCase } from "../refusal-case";

const token = "network:WebApplicationFirewallPolicy";
const defaults = { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1" };
const bots = { ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1" };

const limit: Properties = {
    name: "ClientLimit",
    priority: 10,
    ruleType: "RateLimitRule",
    action: "Block",
    rateLimitDuration: "OneMin",
    rateLimitThreshold: 300,
    groupByUserSession: [{ groupByVariables: [{ variableName: "ClientAddr" }] }],
    matchConditions: [
        { matchVariables: [{ variableName: "RequestUri" }], operator: "BeginsWith", matchValues: ["/orders"] },
    ],
};
const arguments_: Properties = {
    matchVariable: "RequestArgNames",
    selectorMatchOperator: "Equals",
    selector: "params.arguments.query",
    exclusionManagedRuleSets: [{ ...defaults, ruleGroups: [{ ruleGroupName: "SQLI", rules: [{ ruleId: "942100" }] }] }],
};

function refused(title: string, inputs: RefusalCase["inputs"], code: string, message: string): RefusalCase {
    return {
        title,
        given: ["resources:ResourceGroup"],
        token,
        inputs,
        message: arm(400, `ApplicationGatewayFirewall${code}`, message),
    };
}

function setting(name: string, value: string | number, problem: string): RefusalCase {
    return refused(
        `${name} is ${String(value).slice(0, 20)}`,
        { policySettings: { [name]: value } },
        "PolicySettingsInvalid",
        `The settings of firewall policy ${wafPolicyId} are invalid: ${problem}.`,
    );
}

function managed(title: string, managedRules: Properties, problem: string): RefusalCase {
    return refused(
        title,
        { managedRules },
        "InvalidManagedRules",
        `The managed rules of firewall policy ${wafPolicyId} are invalid: ${problem}.`,
    );
}

function excluding(title: string, exclusion: Properties, problem: string): RefusalCase {
    const managedRules = { managedRuleSets: [defaults], exclusions: [{ ...arguments_, ...exclusion }] };
    return managed(title, managedRules, problem);
}

function custom(title: string, change: Record<string, unknown>, code: string, message: string): RefusalCase {
    const rule = { ...limit, ...change };
    return refused(
        title,
        { customRules: [rule] },
        `CustomRule${code}`,
        `Custom Rule '${rule.name ?? ""}' ${message} in context 'properties.customRules[0]'.`,
    );
}

const base64 = "customBlockResponseBody must be Base64 and no longer than 32768 bytes";
const selectors = "an exclusion with EqualsAny has the selector *, and any other one names its selector";
const rateLimit = "needs rateLimitDuration, rateLimitThreshold above 0 and groupByUserSession with one variable";

describe("azure refuses a firewall policy of application gateways when", () => {
    itRefuses([
        setting("maxRequestBodySizeInKb", 2001, "maxRequestBodySizeInKb must be from 8 to 2000, not 2001"),
        setting("requestBodyInspectLimitInKB", 7, "requestBodyInspectLimitInKB must be from 8 to 2000, not 7"),
        setting("fileUploadLimitInMb", 0, "fileUploadLimitInMb must be from 1 to 4000, not 0"),
        setting(
            "customBlockResponseStatusCode",
            404,
            "customBlockResponseStatusCode must be 200, 403, 405, 406, 429 or 990 to 999, not 404",
        ),
        setting("customBlockResponseBody", '{"jsonrpc":"2.0"}', base64),
        setting("customBlockResponseBody", "A".repeat(32772), base64),
        managed(
            "a rule set does not exist",
            { managedRuleSets: [{ ...defaults, ruleSetVersion: "3.2" }] },
            "there is no rule set Microsoft_DefaultRuleSet 3.2",
        ),
        ...[[bots], [defaults, { ruleSetType: "OWASP", ruleSetVersion: "3.2" }], [defaults, bots, bots]].map(
            (managedRuleSets) =>
                managed(
                    `its rule sets are ${managedRuleSets.map(({ ruleSetType }) => ruleSetType).join(" and ")}`,
                    { managedRuleSets },
                    "it needs one default rule set, and may have one for bots",
                ),
        ),
        managed(
            "a group of rules has the name that it had in an older set",
            {
                managedRuleSets: [
                    {
                        ...defaults,
                        ruleGroupOverrides: [{ ruleGroupName: "REQUEST-942-APPLICATION-ATTACK-SQLI" }],
                    },
                ],
            },
            "rule set Microsoft_DefaultRuleSet 2.1 has no group REQUEST-942-APPLICATION-ATTACK-SQLI",
        ),
        managed(
            "a rule is not in its group",
            {
                managedRuleSets: [
                    {
                        ...defaults,
                        ruleGroupOverrides: [
                            { ruleGroupName: "SQLI", rules: [{ ruleId: "941100", state: "Disabled" }] },
                        ],
                    },
                ],
            },
            "group SQLI of rule set Microsoft_DefaultRuleSet 2.1 has no rule 941100",
        ),
        excluding("an exclusion is for everything", { selector: "*" }, selectors),
        excluding("an exclusion is for nothing", { selector: "" }, selectors),
        excluding(
            "an exclusion is for any name, and names one",
            { selectorMatchOperator: "EqualsAny", selector: "query" },
            selectors,
        ),
        excluding(
            "an exclusion is for a rule set of others",
            { exclusionManagedRuleSets: [{ ruleSetType: "OWASP", ruleSetVersion: "3.2" }] },
            "an exclusion is for OWASP 3.2, which the policy does not have",
        ),
        excluding(
            "an exclusion is for a rule that does not exist",
            {
                exclusionManagedRuleSets: [
                    { ...defaults, ruleGroups: [{ ruleGroupName: "SQLI", rules: [{ ruleId: "942420" }] }] },
                ],
            },
            "group SQLI of rule set Microsoft_DefaultRuleSet 2.1 has no rule 942420",
        ),
        custom(
            "a rule's name has a hyphen",
            { name: "client-limit" },
            "InvalidName",
            "needs a name that begins with a letter and has letters and digits only",
        ),
        custom(
            "a rule comes after all",
            { priority: 101 },
            "InvalidPriority",
            "has the priority 101, which is not from 1 to 100",
        ),
        custom("a rule matches nothing", { matchConditions: [] }, "InvalidMatchConditions", "needs a match condition"),
        custom(
            "a limit allows what is too much",
            { action: "Allow" },
            "InvalidAction",
            "action 'Allow' is not valid for rule type 'RateLimitRule'",
        ),
        ...["rateLimitDuration", "rateLimitThreshold", "groupByUserSession"].map((property) =>
            custom(`a limit has no ${property}`, { [property]: undefined }, "InvalidRateLimit", rateLimit),
        ),
        custom("a limit lets nothing through", { rateLimitThreshold: 0 }, "InvalidRateLimit", rateLimit),
        custom(
            "a rule without a limit has a threshold",
            { ruleType: "MatchRule" },
            "InvalidRateLimit",
            "is of the type 'MatchRule', which has no rate limit",
        ),
        refused(
            "two rules have the same priority",
            { customRules: [limit, { ...limit, name: "Other" }] },
            "CustomRuleConflict",
            "Custom Rule 'Other' has the name or the priority of 'ClientLimit' in context 'properties.customRules[1]'.",
        ),
    ]);

    it("something is wrong: not when rules, exclusions and the answer to a blocked request are right", async () => {
        const cloud = newCloud();
        await prepare(cloud, ["resources:ResourceGroup"]);
        await cloud.create(token, {
            ...example[token],
            policySettings: {
                mode: "Prevention",
                requestBodyInspectLimitInKB: 2000,
                customBlockResponseStatusCode: 403,
                customBlockResponseBody: Buffer.from('{"jsonrpc":"2.0"}').toString("base64"),
            },
            customRules: [limit],
            managedRules: {
                managedRuleSets: [defaults, bots],
                exclusions: [arguments_, { ...arguments_, selectorMatchOperator: "EqualsAny", selector: "*" }],
            },
        });
    });
});
