import * as azurenetwork from "@pulumi/azure-native/network";
import type { network } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { knownAfter, resourceId, resourceName, tags } from "../shared";
import { errorBody } from "./error-body";
import type { GatewayArgs } from "./gateway-args";
import { defaultRuleSet, managedExclusion } from "./waf-exclusion";

/** More than the 100 KiB of a message that API Management can validate; what is larger is refused, so all is inspected. */
const bodyLimitInKb = 128;

/**
 * A web application firewall that blocks what the managed rules know as an attack or a bot, and who calls too often.
 * Its log names the rule and the part of the request, and not what stood there. The id waits for it.
 *
 * Serves practices 1.1, 4.1, 4.4 and PP-1.
 */
export function createFirewallPolicy(name: string, args: GatewayArgs, parent: pulumi.Resource): pulumi.Output<string> {
    const type = "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies";
    const policyName = resourceName(type, args.naming, name);
    const policy = new azurenetwork.WebApplicationFirewallPolicy(
        `${name}-waf`,
        {
            policyName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            policySettings,
            managedRules: {
                managedRuleSets: [
                    { ...defaultRuleSet, ruleGroupOverrides: [] },
                    { ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1", ruleGroupOverrides: [] },
                ],
                exclusions: Object.values(args.wafExclusions ?? {}).map(managedExclusion),
            },
            customRules: [limitPerAddress(args.requestsPerMinute ?? 1000)],
            tags: tags(args, "gateway"),
        },
        { parent },
    );
    return knownAfter(policy, resourceId(args, type, policyName));
}

const policySettings: network.PolicySettingsArgs = {
    mode: "Prevention",
    state: "Enabled",
    requestBodyCheck: true,
    requestBodyEnforcement: true,
    requestBodyInspectLimitInKB: bodyLimitInKb,
    maxRequestBodySizeInKb: bodyLimitInKb,
    fileUploadEnforcement: true,
    fileUploadLimitInMb: 1, // the least; no call uploads a file
    customBlockResponseStatusCode: 403,
    customBlockResponseBody: Buffer.from(errorBody(-32600, "The request was refused.")).toString("base64"),
    logScrubbing: {
        state: "Enabled",
        scrubbingRules: [
            ...["Authorization", "Cookie", "Mcp-Session-Id"].map((selector) => ({
                matchVariable: "RequestHeaderNames",
                selectorMatchOperator: "Equals",
                selector,
                state: "Enabled",
            })),
            ...["RequestCookieNames", "RequestArgNames", "RequestPostArgNames", "RequestJSONArgNames"].map(
                (matchVariable) => ({ matchVariable, selectorMatchOperator: "EqualsAny", state: "Enabled" }),
            ),
        ],
    },
};

/** https://learn.microsoft.com/azure/web-application-firewall/ag/rate-limiting-configure */
function limitPerAddress(rateLimitThreshold: number): network.WebApplicationFirewallCustomRuleArgs {
    return {
        name: "requestsPerAddress",
        priority: 1,
        state: "Enabled",
        ruleType: "RateLimitRule",
        action: "Block",
        rateLimitDuration: "OneMin",
        rateLimitThreshold,
        groupByUserSession: [{ groupByVariables: [{ variableName: "ClientAddr" }] }],
        // every request has a path
        matchConditions: [
            { matchVariables: [{ variableName: "RequestUri" }], operator: "BeginsWith", matchValues: ["/"] },
        ],
    };
}
