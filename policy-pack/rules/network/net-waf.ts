import {
    defineRelation,
    elements,
    get,
    idPart,
    type Link,
    nameAt,
    namesOf,
    someReferred,
    text,
    unless,
} from "../../engine";

const gateway = "network:ApplicationGateway";
const policy = "network:WebApplicationFirewallPolicy";

const reads = {
    tier: "sku.tier",
    policy: "firewallPolicy.id",
    mode: "policySettings.mode",
    state: "policySettings.state",
    body: "policySettings.requestBodyCheck",
    sets: "managedRules.managedRuleSets",
    exclusions: "managedRules.exclusions",
    exceptions: "managedRules.exceptions",
    custom: "customRules[].action",
};

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
const settings = { mode: "Prevention", state: "Enabled", requestBodyCheck: true };
const broad = { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1" };
const bots = { ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1" };

interface RuleSet {
    ruleSetType?: string;
    ruleSetVersion?: string;
    ruleGroupOverrides?: object[];
}

interface Exclusion {
    matchVariable?: string;
    selector?: string;
    selectorMatchOperator?: string;
    exclusionManagedRuleSets?: { ruleGroups?: { rules?: { ruleId?: string }[] }[] }[];
}

/**
 * Every request passes a web application firewall that blocks.
 *
 * Managed rules refuse honest JSON-RPC that carries SQL or code, so exclusions there must be: each of one rule and one
 * named part of the request, reviewed, and listed in the parameter. What would weaken more than that is refused: overrides
 * and exceptions of managed rules, and custom rules that let a request past them.
 */
export default defineRelation({
    id: "net-waf",
    title: "The web application firewall blocks attacks",
    severity: "critical",
    level: "mandatory",
    practices: ["1.1", "4.4"],
    references: {
        mcsb: ["NS-6"],
        azurePolicy: ["564feb30", "12430be1", "ca85ef9a", "ebea0d86"],
        checkov: ["CKV_AZURE_120", "CKV_AZURE_122", "CKV_AZURE_135"],
        psrule: [
            "AppGw.UseWAF",
            "AppGw.WAFEnabled",
            "AppGw.Prevention",
            "AppGwWAF.Enabled",
            "AppGwWAF.Exclusions",
            "AppGwWAF.PreventionMode",
            "AppGwWAF.RuleGroups",
        ],
    },
    url: "https://learn.microsoft.com/azure/web-application-firewall/ag/ag-overview",
    types: [gateway, policy],
    reads: Object.values(reads),
    // of one of the types each, or safe when absent
    optional: Object.values(reads),
    related: { [policy]: { required: ["policyName"] } },
    presence: true,
    parameters: {
        exclusions: {
            type: "array",
            items: { type: "string" },
            default: [],
            description:
                'Reviewed exclusions: id of the managed rule, match variable, operator and selector, as in "942430 RequestArgValues Equals query".',
        },
    },
    why: "What reaches the gateway has been read by nobody: known attacks on parsers and bots are refused before they cost anything.",
    fix: 'Set sku.tier of the gateway to "WAF_v2" and firewallPolicy.id to a policy of the stack with policySettings.mode "Prevention", policySettings.state "Enabled", policySettings.requestBodyCheck true, and the managed rule sets Microsoft_DefaultRuleSet 2.1 or OWASP 3.2, or newer, and Microsoft_BotManagerRuleSet; without overrides, exceptions, custom rules that allow, and exclusions that are not on the list.',
    check: (resource, stack, { parameters: { exclusions } }) => {
        const is = (path: string, value: unknown, message: string) =>
            unless(get(resource, path) === value, path, message);
        if (resource.type === gateway)
            return [
                ...is(reads.tier, "WAF_v2", "the gateway must be one with a web application firewall"),
                ...unless(
                    someReferred(toPolicy, resource, stack),
                    reads.policy,
                    "the gateway must have a firewall policy that is judged here",
                ),
            ];
        const sets = elements(resource, reads.sets).map((path) => get(resource, path) as RuleSet);
        const actions = elements(resource, "customRules").map((path) => text(resource, `${path}.action`));
        return [
            ...is(reads.mode, "Prevention", "attacks must be blocked, and not only noted"),
            ...is(reads.state, "Enabled", "the policy must be enabled"),
            ...is(reads.body, true, "the body of requests must be read, for that is where the call of a tool is"),
            ...unless(sets.some(isBroad), reads.sets, "a current managed rule set is missing"),
            ...unless(
                sets.some(({ ruleSetType }) => ruleSetType === "Microsoft_BotManagerRuleSet"),
                reads.sets,
                "the managed rules against bots are missing",
            ),
            ...unless(
                !sets.some(({ ruleGroupOverrides }) => ruleGroupOverrides?.length),
                reads.sets,
                "managed rules are overridden: exclude what they must not look at",
            ),
            ...unless(
                elements(resource, reads.exceptions).length === 0,
                reads.exceptions,
                "some requests pass the managed rules",
            ),
            ...unless(!actions.includes("Allow"), reads.custom, "a custom rule lets requests past the managed rules"),
            ...unless(
                elements(resource, reads.exclusions).every((path) =>
                    isListed(get(resource, path) as Exclusion, exclusions),
                ),
                reads.exclusions,
                "an exclusion is not on the list, or is of more than one rule and one named part of the request",
            ),
        ];
    },
    examples: {
        parameters: { exclusions: ["942430 RequestArgValues Equals query", "942430 RequestArgValues EqualsAny *"] },
        compliant: [
            { gateway: applicationGateway("WAF_v2", "waf-contoso"), policy: firewallPolicy({}) },
            {
                policy: firewallPolicy({
                    managedRules: managed({
                        managedRuleSets: [
                            { ruleSetType: "OWASP", ruleSetVersion: "3.2", ruleGroupOverrides: [] },
                            bots,
                        ],
                        exclusions: [exclusion({})],
                        exceptions: [],
                    }),
                    customRules: [{ action: "Block" }],
                }),
            },
        ],
        violating: [
            { gateway: applicationGateway("Standard_v2", "waf-contoso"), policy: firewallPolicy({}) },
            { gateway: applicationGateway("WAF_v2", "waf-other"), policy: firewallPolicy({}) },
            ...[
                { policySettings: { ...settings, mode: "Detection" } },
                { policySettings: { ...settings, state: "Disabled" } },
                { policySettings: { ...settings, requestBodyCheck: false } },
                { managedRules: managed({ managedRuleSets: [bots] }) },
                { managedRules: managed({ managedRuleSets: [broad] }) },
                { managedRules: managed({ managedRuleSets: [{ ...broad, ruleSetVersion: "1.1" }, bots] }) },
                {
                    managedRules: managed({
                        managedRuleSets: [{ ruleSetType: "OWASP", ruleSetVersion: "3.1" }, bots],
                    }),
                },
                {
                    managedRules: managed({
                        managedRuleSets: [{ ...broad, ruleGroupOverrides: [{ ruleGroupName: "SQLI" }] }, bots],
                    }),
                },
                { managedRules: managed({ exceptions: [{ matchVariable: "RequestURI" }] }) },
                { customRules: [{ action: "Block" }, { action: "Allow" }] },
                ...[
                    exclusion({ selector: "code" }),
                    exclusion({ selectorMatchOperator: "EqualsAny", selector: "*" }),
                    exclusion({ exclusionManagedRuleSets: [] }),
                    exclusion({
                        exclusionManagedRuleSets: [
                            { ruleGroups: [{ rules: [{ ruleId: "942430" }] }, { ruleGroupName: "SQLI" }] },
                        ],
                    }),
                ].map((wrong) => ({ managedRules: managed({ exclusions: [exclusion({}), wrong] }) })),
            ].map((changes) => ({ policy: firewallPolicy(changes) })),
        ],
    },
});

const toPolicy: Link = {
    type: gateway,
    input: "firewallPolicy",
    names: (each) =>
        namesOf([reads.policy], (path) => idPart(text(each, path), "ApplicationGatewayWebApplicationFirewallPolicies")),
    to: policy,
    nameOf: nameAt("policyName"),
};

/** Whether a set covers attacks in general, in a version that is not superseded. */
function isBroad({ ruleSetType, ruleSetVersion }: RuleSet): boolean {
    const oldest = { Microsoft_DefaultRuleSet: 2.1, OWASP: 3.2 }[ruleSetType ?? ""];
    return Number(ruleSetVersion) >= (oldest ?? Number.POSITIVE_INFINITY);
}

/** Whether each rule of an exclusion is on the list for its part of the request; without rules, it is of all. */
function isListed(exclusion: Exclusion, list: readonly string[]): boolean {
    const { matchVariable, selectorMatchOperator, selector } = exclusion;
    const rules = orAll(exclusion.exclusionManagedRuleSets)
        .flatMap(({ ruleGroups }) => orAll(ruleGroups))
        .flatMap((group) => orAll(group.rules));
    return (
        selectorMatchOperator !== "EqualsAny" &&
        rules.every(({ ruleId }) => list.includes([ruleId, matchVariable, selectorMatchOperator, selector].join(" ")))
    );
}

function orAll<T extends object>(list: T[] = []): Partial<T>[] {
    return list.length === 0 ? [{}] : list;
}

function applicationGateway(tier: string, name: string) {
    const id = `${group}/providers/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/${name}`;
    return { type: gateway, inputs: { sku: { tier }, firewallPolicy: { id } } };
}

function firewallPolicy(changes: object) {
    const inputs = { policyName: "waf-contoso", policySettings: settings, managedRules: managed({}), ...changes };
    return { type: policy, inputs };
}

function managed(changes: object) {
    return { managedRuleSets: [broad, bots], ...changes };
}

function exclusion(changes: object) {
    return {
        matchVariable: "RequestArgValues",
        selectorMatchOperator: "Equals",
        selector: "query",
        exclusionManagedRuleSets: [{ ruleGroups: [{ rules: [{ ruleId: "942430" }] }] }],
        ...changes,
    };
}
