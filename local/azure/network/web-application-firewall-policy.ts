import type { Properties } from "../../provider/provider";
import {
    boolean,
    integer,
    limited,
    notModelled,
    object,
    oneOf,
    readOnly,
    required,
    string,
} from "../../provider/schema";
import { objectsAt, textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Cloud, Stored } from "../cloud";
import type { Put, ResourceType } from "../resource-type";
import { list, tags, writeOnly } from "../schema";
import { type RuleSet, ruleSets } from "./web-application-firewall-rule-sets";

const states = oneOf("Enabled", "Disabled");
const selectedRuleSets = list(
    object({
        ruleSetType: required(string),
        ruleSetVersion: required(string),
        ruleGroups: list(
            object({ ruleGroupName: required(string), rules: list(object({ ruleId: required(string) })) }),
        ),
    }),
);

const customRule = object({
    name: string,
    priority: required(integer),
    ruleType: required(oneOf("MatchRule", "RateLimitRule", "Invalid")),
    action: required(oneOf("Allow", "Block", "Log", "JSChallenge")),
    state: states,
    rateLimitDuration: oneOf("OneMin", "FiveMins"),
    rateLimitThreshold: integer,
    groupByUserSession: list(
        object({
            groupByVariables: required(
                list(object({ variableName: required(oneOf("ClientAddr", "GeoLocation", "None")) })),
            ),
        }),
    ),
    matchConditions: required(
        list(
            object({
                matchValues: required(list(string)),
                matchVariables: required(
                    list(
                        object({
                            selector: string,
                            variableName: required(
                                oneOf(
                                    ...["RemoteAddr", "RequestMethod", "QueryString", "PostArgs", "RequestUri"],
                                    ...["RequestHeaders", "RequestBody", "RequestCookies"],
                                ),
                            ),
                        }),
                    ),
                ),
                negationConditon: boolean,
                operator: required(
                    oneOf(
                        ...["IPMatch", "Equal", "Contains", "LessThan", "GreaterThan", "LessThanOrEqual", "Any"],
                        ...["GreaterThanOrEqual", "BeginsWith", "EndsWith", "Regex", "GeoMatch"],
                    ),
                ),
                transforms: list(
                    oneOf(
                        ...["Uppercase", "Lowercase", "Trim", "UrlDecode", "UrlEncode", "RemoveNulls"],
                        "HtmlEntityDecode",
                    ),
                ),
            }),
        ),
    ),
    ...readOnly("etag"),
});

const managedRules = object({
    managedRuleSets: required(
        list(
            object({
                ruleSetType: required(string),
                ruleSetVersion: required(string),
                ruleGroupOverrides: list(
                    object({
                        ruleGroupName: required(string),
                        rules: list(
                            object({
                                ruleId: required(string),
                                action: oneOf("AnomalyScoring", "Allow", "Block", "Log", "JSChallenge"),
                                sensitivity: oneOf("None", "Low", "Medium", "High"),
                                state: states,
                            }),
                        ),
                    }),
                ),
            }),
        ),
    ),
    exclusions: list(
        object({
            matchVariable: required(
                oneOf(
                    ...["RequestHeaderNames", "RequestCookieNames", "RequestArgNames"],
                    ...["RequestHeaderKeys", "RequestHeaderValues", "RequestCookieKeys", "RequestCookieValues"],
                    ...["RequestArgKeys", "RequestArgValues"],
                ),
            ),
            selector: required(string),
            selectorMatchOperator: required(oneOf("Equals", "Contains", "StartsWith", "EndsWith", "EqualsAny")),
            exclusionManagedRuleSets: selectedRuleSets,
        }),
    ),
    ...notModelled("exceptions"),
});

const policySettings = object({
    customBlockResponseBody: string,
    customBlockResponseStatusCode: integer,
    fileUploadEnforcement: boolean,
    fileUploadLimitInMb: integer,
    jsChallengeCookieExpirationInMins: integer,
    logScrubbing: object({
        scrubbingRules: list(
            object({
                matchVariable: required(
                    oneOf(
                        ...["RequestHeaderNames", "RequestCookieNames", "RequestArgNames", "RequestPostArgNames"],
                        ...["RequestJSONArgNames", "RequestIPAddress"],
                    ),
                ),
                selector: string,
                selectorMatchOperator: required(oneOf("Equals", "EqualsAny")),
                state: states,
            }),
        ),
        state: states,
    }),
    maxRequestBodySizeInKb: integer,
    mode: oneOf("Prevention", "Detection"),
    requestBodyCheck: boolean,
    requestBodyEnforcement: boolean,
    requestBodyInspectLimitInKB: integer,
    state: states,
});

/** Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies: what the firewall of application gateways does. */
export const webApplicationFirewallPolicy: ResourceType = {
    token: "azure-native:network:WebApplicationFirewallPolicy",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/{policyName}",
    names: { policyName: limited(string, { maxLength: 128 }) },
    properties: {
        id: writeOnly(string),
        location: string,
        tags,
        customRules: list(customRule),
        managedRules: required(managedRules),
        policySettings,
        ...readOnly("applicationGatewayForContainers", "applicationGateways", "httpListeners", "pathBasedRules"),
        ...readOnly("etag", "provisioningState", "resourceState", "name", "type"),
    },
    // no published figures; one record, and for each gateway that has it a change of its rules
    seconds: { create: 8, update: 40, delete: 8 },
    outputs: ({ inputs }) => ({
        applicationGatewayForContainers: [],
        resourceState: valueAt(inputs, "policySettings.state") === "Disabled" ? "Disabled" : "Enabled",
    }),
    derived: ({ id }, cloud) => {
        const uses = gatewaysWith(id, cloud).map((gateway) => ({ id: gateway.id }));
        const parts = cloud
            .all("azure-native:network:ApplicationGateway")
            .flatMap(({ body }) => objectsAt(body, "httpListeners"))
            .filter((listener) => hasPolicy(listener, id));
        return {
            applicationGateways: uses,
            httpListeners: parts.map((listener) => ({ id: listener.id ?? "" })),
            pathBasedRules: [],
        };
    },
    refuse: [settingsAreWrong, ruleSetsAreWrong, customRulesAreWrong],
    refuseDelete: [
        ({ id, cloud }) => {
            const users = gatewaysWith(id, cloud).map((gateway) => gateway.id);
            return users.length === 0
                ? undefined
                : new ArmError(
                      400,
                      "ApplicationGatewayFirewallPolicyCannotBeDeleted",
                      `Firewall policy ${id} cannot be deleted because it is in use by: ${users.join(", ")}.`,
                  );
        },
    ],
};

function hasPolicy(part: Properties, policyId: string): boolean {
    return sameId(textAt(part, "firewallPolicy.id") ?? "", policyId);
}

function gatewaysWith(policyId: string, cloud: Cloud): Stored[] {
    return cloud
        .all("azure-native:network:ApplicationGateway")
        .filter(({ body }) => [body, ...objectsAt(body, "httpListeners")].some((part) => hasPolicy(part, policyId)));
}

/** Bounds of settings: https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#application-gateway-limits */
const bounds: Record<string, [least: number, most: number]> = {
    maxRequestBodySizeInKb: [8, 2000],
    requestBodyInspectLimitInKB: [8, 2000],
    fileUploadLimitInMb: [1, 4000],
    jsChallengeCookieExpirationInMins: [5, 1440],
};

/** https://learn.microsoft.com/azure/web-application-firewall/ag/configure-custom-response-code */
const customStatusCodes = [200, 403, 405, 406, 429, ...Array.from({ length: 10 }, (_, index) => 990 + index)];
const longestBody = 32 * 1024;

function settingsAreWrong({ id, inputs }: Put): ArmError | undefined {
    const settings = valueAt(inputs, "policySettings");
    const outside = Object.entries(bounds).find(([name, [least, most]]) => {
        const value = valueAt(settings, name);
        return value !== undefined && !(Number(value) >= least && Number(value) <= most);
    });
    if (outside) {
        const [name, [least, most]] = outside;
        return invalidSettings(id, `${name} must be from ${least} to ${most}, not ${valueAt(settings, name)}`);
    }
    const status = valueAt(settings, "customBlockResponseStatusCode");
    if (status !== undefined && !customStatusCodes.includes(Number(status))) {
        return invalidSettings(
            id,
            `customBlockResponseStatusCode must be 200, 403, 405, 406, 429 or 990 to 999, not ${status}`,
        );
    }
    const body = textAt(settings, "customBlockResponseBody");
    const isBase64 = body === undefined || Buffer.from(body, "base64").toString("base64") === body;
    if (!isBase64 || Buffer.byteLength(body ?? "") > longestBody) {
        return invalidSettings(id, `customBlockResponseBody must be Base64 and no longer than ${longestBody} bytes`);
    }
    return undefined;
}

function invalidSettings(id: string, problem: string): ArmError {
    return new ArmError(
        400,
        "ApplicationGatewayFirewallPolicySettingsInvalid",
        `The settings of firewall policy ${id} are invalid: ${problem}.`,
    );
}

function ruleSetsAreWrong({ id, inputs }: Put): ArmError | undefined {
    const chosen = objectsAt(inputs, "managedRules.managedRuleSets");
    const unknown = chosen.find((each) => ruleSetOf(each) === undefined);
    if (unknown) {
        return invalidRules(id, `there is no rule set ${nameOf(unknown)}`);
    }
    const isBots = (each: Properties) => each.ruleSetType === "Microsoft_BotManagerRuleSet";
    if (chosen.filter((each) => !isBots(each)).length !== 1 || chosen.filter(isBots).length > 1) {
        return invalidRules(id, "it needs one default rule set, and may have one for bots");
    }
    for (const each of chosen) {
        const problem = groupProblem(each, objectsAt(each, "ruleGroupOverrides"));
        if (problem !== undefined) {
            return invalidRules(id, problem);
        }
    }
    return exclusionProblem(id, inputs, chosen);
}

/** https://learn.microsoft.com/azure/web-application-firewall/ag/application-gateway-waf-configuration */
function exclusionProblem(id: string, inputs: Properties, chosen: Properties[]): ArmError | undefined {
    for (const exclusion of objectsAt(inputs, "managedRules.exclusions")) {
        const isAny = exclusion.selectorMatchOperator === "EqualsAny";
        if (isAny ? exclusion.selector !== "*" : ["", "*"].includes(String(exclusion.selector))) {
            return invalidRules(
                id,
                "an exclusion with EqualsAny has the selector *, and any other one names its selector",
            );
        }
        for (const each of objectsAt(exclusion, "exclusionManagedRuleSets")) {
            if (!chosen.some((other) => nameOf(other) === nameOf(each))) {
                return invalidRules(id, `an exclusion is for ${nameOf(each)}, which the policy does not have`);
            }
            const problem = groupProblem(each, objectsAt(each, "ruleGroups"));
            if (problem !== undefined) {
                return invalidRules(id, problem);
            }
        }
    }
    return undefined;
}

function ruleSetOf({ ruleSetType, ruleSetVersion }: Properties): RuleSet | null | undefined {
    return ruleSets[String(ruleSetType)]?.[String(ruleSetVersion)];
}

function nameOf({ ruleSetType, ruleSetVersion }: Properties): string {
    return `${ruleSetType} ${ruleSetVersion}`;
}

/** What is wrong with groups and rules that are picked from a rule set. */
function groupProblem(ruleSet: Properties, groups: Properties[]): string | undefined {
    const known = ruleSetOf(ruleSet);
    for (const { ruleGroupName, rules } of known ? groups : []) {
        const ids = known?.[String(ruleGroupName)];
        if (!ids) {
            return `rule set ${nameOf(ruleSet)} has no group ${ruleGroupName}`;
        }
        const picked = objectsAt({ rules: rules ?? [] }, "rules").map((rule) => String(rule.ruleId));
        const unknown = picked.find((rule) => !ids.map(String).includes(rule));
        if (unknown !== undefined) {
            return `group ${ruleGroupName} of rule set ${nameOf(ruleSet)} has no rule ${unknown}`;
        }
    }
    return undefined;
}

function invalidRules(id: string, problem: string): ArmError {
    return new ArmError(
        400,
        "ApplicationGatewayFirewallInvalidManagedRules",
        `The managed rules of firewall policy ${id} are invalid: ${problem}.`,
    );
}

function customRulesAreWrong({ inputs }: Put): ArmError | undefined {
    const rules = objectsAt(inputs, "customRules");
    for (const [index, rule] of rules.entries()) {
        const error = (code: string, message: string) =>
            new ArmError(
                400,
                `ApplicationGatewayFirewallCustomRule${code}`,
                `Custom Rule '${rule.name ?? ""}' ${message} in context 'properties.customRules[${index}]'.`,
            );
        if (!/^[a-z][a-z0-9]{0,127}$/i.test(textAt(rule, "name") ?? "")) {
            return error("InvalidName", "needs a name that begins with a letter and has letters and digits only");
        }
        if (!(Number(rule.priority) >= 1 && Number(rule.priority) <= 100)) {
            return error("InvalidPriority", `has the priority ${rule.priority}, which is not from 1 to 100`);
        }
        const rival = rules
            .slice(0, index)
            .find(({ priority, name }) => priority === rule.priority || name === rule.name);
        if (rival) {
            return error("Conflict", `has the name or the priority of '${rival.name}'`);
        }
        if (objectsAt(rule, "matchConditions").length === 0) {
            return error("InvalidMatchConditions", "needs a match condition");
        }
        const problem = rateLimitProblem(rule);
        if (problem) {
            return error(...problem);
        }
    }
    return undefined;
}

/** https://learn.microsoft.com/azure/web-application-firewall/ag/rate-limiting-overview */
function rateLimitProblem(rule: Properties): [code: string, message: string] | undefined {
    const groups = objectsAt(rule, "groupByUserSession").flatMap((each) => objectsAt(each, "groupByVariables"));
    const own = [rule.rateLimitDuration, rule.rateLimitThreshold, groups[0]];
    if (rule.ruleType !== "RateLimitRule") {
        return own.some((value) => value !== undefined)
            ? ["InvalidRateLimit", `is of the type '${rule.ruleType}', which has no rate limit`]
            : undefined;
    }
    if (rule.action === "Allow") {
        return ["InvalidAction", "action 'Allow' is not valid for rule type 'RateLimitRule'"];
    }
    return own.every((value) => value !== undefined) && groups.length === 1 && Number(rule.rateLimitThreshold) >= 1
        ? undefined
        : [
              "InvalidRateLimit",
              "needs rateLimitDuration, rateLimitThreshold above 0 and groupByUserSession with one variable",
          ];
}
