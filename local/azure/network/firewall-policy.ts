import {
    any,
    boolean,
    each,
    integer,
    limited,
    notModelled,
    object,
    oneOf,
    readOnly,
    string,
} from "../../provider/schema";
import { objectsAt, textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { isBelow, parentOf, sameId } from "../arm-id";
import type { Cloud } from "../cloud";
import { usersOf } from "../references";
import type { Put, ResourceType } from "../resource-type";
import { list, reference, tags, writeOnly } from "../schema";

const groupType = "azure-native:network:FirewallPolicyRuleCollectionGroup";
/** Lowest first. */
export const firewallTiers = ["Basic", "Standard", "Premium"];

/** Microsoft.Network/firewallPolicies: what its tier allows, and nothing that is in use goes. */
export const firewallPolicy: ResourceType = {
    token: "azure-native:network:FirewallPolicy",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/firewallPolicies/{firewallPolicyName}",
    properties: {
        id: writeOnly(string),
        location: string,
        tags,
        basePolicy: reference,
        dnsSettings: object({ ...each(boolean, "enableProxy", "requireProxyForNetworkRules"), servers: list(string) }),
        identity: any,
        insights: object({
            isEnabled: boolean,
            logAnalyticsResources: object({
                defaultWorkspaceId: reference,
                workspaces: list(object({ region: string, workspaceId: reference })),
            }),
            retentionDays: limited(integer, { minimum: 0 }),
        }),
        intrusionDetection: object({
            configuration: object({
                bypassTrafficSettings: list(
                    object({
                        ...each(string, "description", "name"),
                        protocol: oneOf("TCP", "UDP", "ICMP", "ANY"),
                        ...each(list(string), "destinationAddresses", "destinationPorts", "sourceAddresses"),
                        ...notModelled("destinationIpGroups", "sourceIpGroups"),
                    }),
                ),
                privateRanges: list(string),
                signatureOverrides: list(object({ id: string, mode: oneOf("Off", "Alert", "Deny") })),
            }),
            mode: oneOf("Off", "Alert", "Deny"),
            profile: oneOf("Off", "Emerging", "Core", "Extended"),
        }),
        sku: object({ tier: oneOf(...firewallTiers) }),
        snat: object({ autoLearnPrivateRanges: oneOf("Enabled", "Disabled"), privateRanges: list(string) }),
        sql: object({ allowSqlRedirect: boolean }),
        threatIntelMode: oneOf("Alert", "Deny", "Off"),
        threatIntelWhitelist: object(each(list(string), "fqdns", "ipAddresses")),
        transportSecurity: object({ certificateAuthority: object(each(string, "keyVaultSecretId", "name")) }),
        ...notModelled("explicitProxy"),
        ...readOnly("childPolicies", "etag", "firewalls", "provisioningState", "ruleCollectionGroups", "size"),
        ...readOnly("name", "type"),
    },
    serializedBy: "Microsoft.Network/firewallPolicies",
    // no published figures; a policy without rules is one record, a change reaches the firewalls that have it
    seconds: { create: 10, update: 30, delete: 15 },
    outputs: ({ inputs }) => ({
        sku: { tier: tierOf(inputs) },
        threatIntelMode: inputs.threatIntelMode ?? "Alert",
        size: "0.5MB",
    }),
    derived: ({ id }, cloud) => ({
        childPolicies: childrenOf(id, cloud).map((child) => ({ id: child })),
        firewalls: firewallsOf(id, cloud).map((firewall) => ({ id: firewall })),
        ruleCollectionGroups: cloud
            .all(groupType)
            .filter((group) => isBelow(group.id, id))
            .map((group) => ({ id: group.id })),
    }),
    refuse: [tierIsTooLow, tierChanges, basePolicyIsWrong, proxyIsOff, workspaceIsMissing],
    refuseDelete: [
        ({ id, cloud }) => {
            const users = [...firewallsOf(id, cloud), ...childrenOf(id, cloud)];
            return users.length === 0
                ? undefined
                : new ArmError(
                      400,
                      "FirewallPolicyCannotBeDeleted",
                      `Firewall policy ${id} cannot be deleted because it is in use by: ${users.join(", ")}.`,
                  );
        },
    ],
};

/** Tier of a policy or a firewall. */
export function tierOf(body: Put["inputs"] | undefined): string {
    return textAt(body, "sku.tier") ?? "Standard";
}

function firewallsOf(id: string, cloud: Cloud): string[] {
    return usersOf(cloud, "azure-native:network:AzureFirewall", (body) =>
        sameId(textAt(body, "firewallPolicy.id") ?? "", id),
    );
}

function childrenOf(id: string, cloud: Cloud): string[] {
    return usersOf(cloud, "azure-native:network:FirewallPolicy", (body) =>
        sameId(textAt(body, "basePolicy.id") ?? "", id),
    );
}

function tierIsTooLow({ id, inputs }: Put): ArmError | undefined {
    if (tierOf(inputs) === "Premium") {
        return undefined;
    }
    const higher = [
        ...(inputs.intrusionDetection === undefined ? [] : ["Intrusion Detection"]),
        ...(inputs.transportSecurity === undefined ? [] : ["Transport Security"]),
    ];
    return higher.length === 0
        ? undefined
        : new ArmError(
              400,
              "FirewallPolicyHigherTierOnlyProperties",
              `Firewall Policy ${id} contains higher tier only properties - ${higher.join(", ")}`,
          );
}

function tierChanges({ id, inputs, before }: Put): ArmError | undefined {
    return before && firewallTiers.indexOf(tierOf(inputs)) < firewallTiers.indexOf(tierOf(before))
        ? new ArmError(
              400,
              "FirewallPolicySkuTierDowngradeNotAllowed",
              `The tier of firewall policy ${id} cannot be changed from ${tierOf(before)} to ${tierOf(inputs)}.`,
          )
        : undefined;
}

function basePolicyIsWrong({ id, type, inputs, cloud }: Put): ArmError | undefined {
    const base = textAt(inputs, "basePolicy.id");
    return base === undefined || (cloud.find(base)?.type === type.token && !sameId(base, id))
        ? undefined
        : new ArmError(400, "InvalidRequestFormat", `The base policy of ${id} must be another firewall policy.`);
}

/** Names in network rules need the firewall to resolve them, as its clients do. */
function proxyIsOff({ id, inputs, cloud }: Put): ArmError | undefined {
    const proxy = valueAt(inputs, "dnsSettings.enableProxy") === true;
    const named = cloud
        .all(groupType)
        .filter((group) => sameId(parentOf(group.id), id))
        .flatMap(({ body }) => objectsAt(body, "ruleCollections"))
        .flatMap((collection) => objectsAt(collection, "rules"))
        .find((rule) => textsAt(rule, "destinationFqdns").length > 0);
    return named && !proxy ? proxyNeeded(id, String(named.name)) : undefined;
}

export function proxyNeeded(policyId: string, rule: string): ArmError {
    return new ArmError(
        400,
        "FirewallPolicyDnsProxyNotEnabled",
        `Network rule ${rule} has destinationFqdns: firewall policy ${policyId} needs dnsSettings.enableProxy.`,
    );
}

function workspaceIsMissing({ id, inputs }: Put): ArmError | undefined {
    return valueAt(inputs, "insights.isEnabled") === true &&
        textAt(inputs, "insights.logAnalyticsResources.defaultWorkspaceId.id") === undefined
        ? new ArmError(
              400,
              "InvalidRequestFormat",
              `Insights of firewall policy ${id} need logAnalyticsResources.defaultWorkspaceId.`,
          )
        : undefined;
}
