import type { Properties } from "../../provider/provider";
import { each, integer, limited, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { objectsAt, textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { list, writeOnly } from "../schema";
import { proxyNeeded } from "./firewall-policy";
import { fqdnTags } from "./reachability/fqdn-tags";

const rule = object({
    ...each(string, "name", "description"),
    ruleType: required(oneOf("ApplicationRule", "NetworkRule", "NatRule")),
    // Azure calls transport protocols ipProtocols, and those above them protocols
    protocols: list(object({ port: integer, protocolType: oneOf("Http", "Https", "Mssql") })),
    ipProtocols: list(oneOf("TCP", "UDP", "ICMP", "Any")),
    ...each(list(string), "sourceAddresses", "destinationAddresses", "destinationPorts", "destinationFqdns"),
    ...each(list(string), "fqdnTags", "targetFqdns"),
    ...each(string, "translatedAddress", "translatedPort"),
    ...notModelled("destinationIpGroups", "httpHeadersToInsert", "sourceIpGroups", "targetUrls", "terminateTLS"),
    ...notModelled("translatedFqdn", "webCategories"),
});

const collection = object({
    name: string,
    // https://learn.microsoft.com/azure/firewall-manager/rule-processing
    priority: limited(integer, { minimum: 100, maximum: 65000 }),
    ruleCollectionType: required(oneOf("FirewallPolicyFilterRuleCollection", "FirewallPolicyNatRuleCollection")),
    action: object({ type: oneOf("Allow", "Deny", "DNAT") }),
    rules: list(rule),
});

/** Microsoft.Network/firewallPolicies/ruleCollectionGroups: written one at a time, unique priorities, whole rules. */
export const firewallPolicyRuleCollectionGroup: ResourceType = {
    token: "azure-native:network:FirewallPolicyRuleCollectionGroup",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/firewallPolicies/{firewallPolicyName}/ruleCollectionGroups/{ruleCollectionGroupName}",
    properties: {
        id: writeOnly(string),
        name: string,
        priority: limited(integer, { minimum: 100, maximum: 65000 }),
        ruleCollections: list(collection),
        ...readOnly("etag", "provisioningState", "size", "type"),
    },
    serializedBy: "Microsoft.Network/firewallPolicies",
    // no published figures; with a firewall, a change of rules takes one to three minutes there
    seconds: { create: 30, update: 60, delete: 30 },
    outputs: ({ name, inputs }) => ({
        name,
        type: "Microsoft.Network/firewallPolicies/ruleCollectionGroups",
        size: `${(JSON.stringify(inputs.ruleCollections ?? []).length / 1_000_000).toFixed(6)}MB`,
    }),
    refuse: [groupPriorityIsTaken, collectionIsWrong, collectionPriorityIsTaken, ruleIsWrong],
};

function groupPriorityIsTaken({ type, id, inputs, cloud }: Put): ArmError | undefined {
    if (inputs.priority === undefined) {
        return new ArmError(400, "InvalidRequestFormat", `Rule collection group ${id} needs a priority.`);
    }
    const rival = cloud
        .all(type.token)
        .filter((other) => sameId(parentOf(other.id), parentOf(id)) && !sameId(other.id, id))
        .find(({ body }) => body.priority === inputs.priority);
    return rival
        ? new ArmError(
              400,
              "FirewallPolicyRuleCollectionGroupInvalidPriorityValue",
              `Priority ${inputs.priority} of rule collection group ${id} is that of ${rival.id}.`,
          )
        : undefined;
}

function collectionsOf({ inputs }: Put): Properties[] {
    return objectsAt(inputs, "ruleCollections");
}

function rulesOf(collection: Properties): Properties[] {
    return objectsAt(collection, "rules");
}

/** The action fits the kind of the collection, and so do its rules, which are of one type. */
function collectionIsWrong(put: Put): ArmError | undefined {
    for (const collection of collectionsOf(put)) {
        const isNat = collection.ruleCollectionType === "FirewallPolicyNatRuleCollection";
        const action = textAt(collection, "action.type");
        if (isNat !== (action === "DNAT") || action === undefined || collection.priority === undefined) {
            return invalid(
                `Rule collection ${collection.name} needs a priority and the action ${isNat ? "DNAT" : "Allow or Deny"}.`,
            );
        }
        const types = new Set(rulesOf(collection).map(({ ruleType }) => ruleType));
        if (types.size > 1 || (types.size === 1 && types.has("NatRule") !== isNat)) {
            return invalid(
                `Rule collection ${collection.name} of the type ${collection.ruleCollectionType} cannot hold rules of the types ${[...types].join(", ")}.`,
            );
        }
    }
    return undefined;
}

function collectionPriorityIsTaken(put: Put): ArmError | undefined {
    const collections = collectionsOf(put);
    for (const [index, { name, priority }] of collections.entries()) {
        const rival = collections.slice(0, index).find((other) => other.priority === priority || other.name === name);
        if (rival) {
            return invalid(`Rule collections ${rival.name} and ${name} have the same name or priority.`);
        }
    }
    return undefined;
}

/** For each type of rule what it cannot do without, one of each list; it has nothing else but a description. */
const partsOf: Record<string, string[][]> = {
    ApplicationRule: [["name"], ["sourceAddresses"], ["targetFqdns", "fqdnTags"], ["protocols", "fqdnTags"]],
    NetworkRule: [
        ["name"],
        ["sourceAddresses"],
        ["destinationAddresses", "destinationFqdns"],
        ["destinationPorts"],
        ["ipProtocols"],
    ],
    NatRule: [
        ["name"],
        ["sourceAddresses"],
        ["destinationAddresses"],
        ["destinationPorts"],
        ["ipProtocols"],
        ["translatedAddress"],
        ["translatedPort"],
    ],
};

function ruleIsWrong(put: Put): ArmError | undefined {
    const policyId = parentOf(put.id);
    const policy = put.cloud.find(policyId)?.body;
    for (const rule of collectionsOf(put).flatMap(rulesOf)) {
        const title = `${rule.ruleType} ${rule.name}`;
        const parts = partsOf[String(rule.ruleType)] ?? [];
        const missing = parts.find((names) => names.every((name) => isEmpty(rule, name)));
        if (missing) {
            return invalid(`${title} needs ${missing.join(" or ")}.`);
        }
        const known = ["ruleType", "description", ...parts.flat()];
        const foreign = Object.keys(rule).find((name) => !known.includes(name));
        if (foreign !== undefined) {
            return invalid(`${title} cannot have ${foreign}.`);
        }
        const tag = textsAt(rule, "fqdnTags").find((name) => !fqdnTags.has(name));
        if (tag !== undefined) {
            return invalid(`${title} has the FQDN tag ${tag}, which is none of: ${[...fqdnTags.keys()].join(", ")}.`);
        }
        if (textsAt(rule, "destinationFqdns").length > 0 && valueAt(policy, "dnsSettings.enableProxy") !== true) {
            return proxyNeeded(policyId, String(rule.name));
        }
    }
    return undefined;
}

function isEmpty(rule: Properties, part: string): boolean {
    const value = rule[part];
    return value === undefined || value === false || value === "" || (Array.isArray(value) && value.length === 0);
}

function invalid(message: string): ArmError {
    return new ArmError(400, "FirewallPolicyRuleCollectionGroupInvalid", message);
}
