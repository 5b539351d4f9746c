import type { network } from "@pulumi/azure-native/types/input";
import { listed, roleProblem } from "../shared";

/** Part of a request that a managed rule does not look at. */
export const WafMatchVariable = {
    /** Names of arguments: fields of JSON, and of the query. */
    RequestArgKeys: "RequestArgKeys",
    /** Values of arguments: fields of JSON, and of the query. */
    RequestArgValues: "RequestArgValues",
    /** Values of headers. */
    RequestHeaderValues: "RequestHeaderValues",
} as const;
export type WafMatchVariable = (typeof WafMatchVariable)[keyof typeof WafMatchVariable];

/** How the selector names the part of the request. */
export const WafSelectorOperator = {
    Equals: "Equals",
    StartsWith: "StartsWith",
    EndsWith: "EndsWith",
    Contains: "Contains",
} as const;
export type WafSelectorOperator = (typeof WafSelectorOperator)[keyof typeof WafSelectorOperator];

/**
 * One managed rule that does not look at one named part of requests, because honest calls of a server carry there what
 * looks like an attack. It holds for all servers of the host.
 */
export interface WafExclusion {
    /** Required. Name of the server that needs it. */
    server: string;
    /** Required. Id of the rule of the default rule set 2.1, for example `942430`. */
    rule: string;
    /** Required. Kind of the part that the rule does not look at. */
    matchVariable: WafMatchVariable;
    /** Optional. How `selector` names the part. Default: Equals. */
    operator?: WafSelectorOperator;
    /** Required. Name of the part, for example of an argument. */
    selector: string;
    /** Required. Why honest calls need it, and who reviewed that: 20 characters or more. */
    reason: string;
}

/** The default rule set of Azure. */
export const defaultRuleSet = { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1" } as const;

/**
 * Groups by the first digits of the ids of their rules:
 * https://learn.microsoft.com/azure/web-application-firewall/ag/application-gateway-crs-rulegroups-rules
 */
const groups: Readonly<Record<string, string>> = {
    "911": "METHOD-ENFORCEMENT",
    "920": "PROTOCOL-ENFORCEMENT",
    "921": "PROTOCOL-ATTACK",
    "930": "LFI",
    "931": "RFI",
    "932": "RCE",
    "933": "PHP",
    "934": "NODEJS",
    "941": "XSS",
    "942": "SQLI",
    "943": "FIX",
    "944": "JAVA",
    "99001": "MS-ThreatIntel-CVEs",
    "99005": "MS-ThreatIntel-WebShells",
    "99030": "MS-ThreatIntel-AppSec",
    "99031": "MS-ThreatIntel-SQLI",
};

/** The exclusion as Azure takes it; it must pass `exclusionProblems`. */
export function managedExclusion({
    rule,
    matchVariable,
    operator = WafSelectorOperator.Equals,
    selector,
}: WafExclusion): network.OwaspCrsExclusionEntryArgs {
    const ruleGroups = [{ ruleGroupName: groupOf(rule) ?? "", rules: [{ ruleId: rule }] }];
    return {
        matchVariable,
        selectorMatchOperator: operator,
        selector,
        exclusionManagedRuleSets: [{ ...defaultRuleSet, ruleGroups }],
    };
}

/** Problems in an exclusion, as sentences; empty when there are none. */
export function exclusionProblems(exclusion: WafExclusion, argument: string): string[] {
    const { server, rule, matchVariable, operator = WafSelectorOperator.Equals, selector, reason } = exclusion;
    const choice = (value: string, property: string, allowed: string[]) =>
        allowed.includes(value)
            ? undefined
            : `${argument}.${property} is "${value}"; it must be one of ${allowed.join(", ")}.`;
    return listed(
        roleProblem(server, `${argument}.server`),
        groupOf(rule) === undefined
            ? `${argument}.rule is "${rule}"; it must be the id of a rule of ${defaultRuleSet.ruleSetType} ${defaultRuleSet.ruleSetVersion}, for example "942430".`
            : undefined,
        choice(matchVariable, "matchVariable", Object.values(WafMatchVariable)),
        choice(operator, "operator", Object.values(WafSelectorOperator)),
        /^[A-Za-z0-9_.:-]+$/.test(selector)
            ? undefined
            : `${argument}.selector is "${selector}"; it must name one part of the request, without wildcards.`,
        reason.trim().length >= 20
            ? undefined
            : `${argument}.reason is "${reason}"; say in 20 characters or more why honest calls need it.`,
    );
}

function groupOf(rule: string): string | undefined {
    return /^\d{6}$/.test(rule)
        ? groups[rule.slice(0, 3)]
        : /^\d{8}$/.test(rule)
          ? groups[rule.slice(0, 5)]
          : undefined;
}
