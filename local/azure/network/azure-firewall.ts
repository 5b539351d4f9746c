import type { Properties } from "../../provider/provider";
import { integer, map, notModelled, object, oneOf, readOnly, string } from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf, sameId } from "../arm-id";
import { immutable } from "../immutable";
import type { Put, ResourceType } from "../resource-type";
import { list, reference, tags, writeOnly } from "../schema";
import { firstUsable } from "./address-range";
import { firewallTiers, tierOf } from "./firewall-policy";
import { rangesOf } from "./placement";

const ipConfiguration = object({
    ...{ id: string, name: string, publicIPAddress: reference, subnet: reference },
    ...readOnly("etag", "privateIPAddress", "provisioningState", "type"),
});

/** Microsoft.Network/azureFirewalls: in a subnet of its own, with the rules of a policy that its tier can enforce. */
export const azureFirewall: ResourceType = {
    token: "azure-native:network:AzureFirewall",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/azureFirewalls/{azureFirewallName}",
    properties: {
        id: writeOnly(string),
        location: string,
        tags,
        additionalProperties: map(string),
        autoscaleConfiguration: object({ maxCapacity: integer, minCapacity: integer }),
        firewallPolicy: reference,
        ipConfigurations: list(ipConfiguration),
        sku: object({ name: oneOf("AZFW_VNet", "AZFW_Hub"), tier: oneOf(...firewallTiers) }),
        threatIntelMode: oneOf("Alert", "Deny", "Off"),
        zones: list(string),
        ...notModelled("applicationRuleCollections", "hubIPAddresses", "managementIpConfiguration"),
        ...notModelled("natRuleCollections", "networkRuleCollections", "virtualHub"),
        ...readOnly("etag", "ipGroups", "provisioningState", "name", "type"),
    },
    // https://learn.microsoft.com/azure/firewall/firewall-faq: five to ten minutes to deploy, a change of rules three to five
    seconds: { create: 480, update: 240, delete: 420 },
    outputs: ({ id, inputs, cloud }) => ({
        sku: { name: textAt(inputs, "sku.name") ?? "AZFW_VNet", tier: tierOf(inputs) },
        threatIntelMode:
            inputs.threatIntelMode ??
            textAt(cloud.find(textAt(inputs, "firewallPolicy.id") ?? "")?.body, "threatIntelMode") ??
            "Alert",
        ipConfigurations: objectsAt(inputs, "ipConfigurations").map((configuration) => {
            const [range = ""] = rangesOf(cloud.find(textAt(configuration, "subnet.id") ?? "")?.body ?? {});
            return {
                ...configuration,
                id: `${id}/azureFirewallIpConfigurations/${configuration.name}`,
                etag: `W/"${cloud.newGuid(id, "etag")}"`,
                type: "Microsoft.Network/azureFirewalls/azureFirewallIpConfigurations",
                provisioningState: "Succeeded",
                // the load balancer in front of the instances has the first address
                ...(range !== "" && { privateIPAddress: firstUsable(range) ?? "" }),
            };
        }),
    }),
    placement: {
        subnetIds: (body) =>
            objectsAt(body, "ipConfigurations").flatMap((configuration) => textAt(configuration, "subnet.id") ?? []),
        subnetName: "AzureFirewallSubnet",
        // https://learn.microsoft.com/azure/firewall/firewall-faq#why-does-azure-firewall-need-a--26-subnet-size
        longestPrefix: 26,
    },
    publicAddressIds: (body) =>
        objectsAt(body, "ipConfigurations").flatMap(
            (configuration) => textAt(configuration, "publicIPAddress.id") ?? [],
        ),
    refuse: [
        configurationIsWrong,
        networkIsElsewhere,
        policyIsWrong,
        immutable(
            (body) => textAt(body, "sku.name"),
            new ArmError(
                400,
                "AzureFirewallSkuCannotBeChanged",
                "The sku.name of an Azure firewall cannot be changed.",
            ),
        ),
    ],
    diagnostics: {
        logs: [
            ...["AZFWNetworkRule", "AZFWApplicationRule", "AZFWNatRule", "AZFWThreatIntel", "AZFWIdpsSignature"],
            ...["AZFWDnsQuery", "AZFWFqdnResolveFailure", "AZFWFatFlow", "AZFWFlowTrace", "AZFWDnsAdditional"],
            ...["AZFWApplicationRuleAggregation", "AZFWNetworkRuleAggregation", "AZFWNatRuleAggregation"],
            ...["AzureFirewallApplicationRule", "AzureFirewallNetworkRule", "AzureFirewallDnsProxy"],
        ],
        groups: ["allLogs"],
        metrics: ["AllMetrics"],
    },
};

/** The first configuration has the subnet, and each one a public address. */
function configurationIsWrong({ id, inputs }: Put): ArmError | undefined {
    const configurations = objectsAt(inputs, "ipConfigurations");
    const [first, ...others] = configurations.map((configuration) => textAt(configuration, "subnet.id"));
    return first !== undefined &&
        others.every((subnet) => subnet === undefined) &&
        configurations.every((configuration) => textAt(configuration, "publicIPAddress.id") !== undefined)
        ? undefined
        : new ArmError(
              400,
              "AzureFirewallInvalidIpConfiguration",
              `Azure firewall ${id} needs a subnet in its first ipConfiguration only, and a public address in each.`,
          );
}

/** https://learn.microsoft.com/azure/firewall/firewall-faq#are-there-any-firewall-resource-group-restrictions */
function networkIsElsewhere({ type, id, inputs }: Put): ArmError | undefined {
    const [subnet = ""] = type.placement?.subnetIds(inputs) ?? [];
    return sameId(parentOf(id), parentOf(parentOf(subnet)))
        ? undefined
        : new ArmError(
              400,
              "SecureGatewayReferencesSubnetInDifferentResourceGroup",
              `AzureFirewall ${id} references subnet (${subnet}) in a different resource group.`,
          );
}

/** https://learn.microsoft.com/azure/firewall-manager/policy-overview: Premium firewalls enforce Standard policies, too. */
const policyTiers: Record<string, string[]> = {
    Basic: ["Basic"],
    Standard: ["Standard"],
    Premium: ["Standard", "Premium"],
};

function policyIsWrong({ id, inputs, cloud }: Put): ArmError | undefined {
    const policyId = textAt(inputs, "firewallPolicy.id");
    if (policyId === undefined) {
        return undefined;
    }
    const policy = cloud.find(policyId);
    if (policy?.type !== "azure-native:network:FirewallPolicy") {
        return new ArmError(400, "InvalidRequestFormat", `Azure firewall ${id} needs the id of a firewall policy.`);
    }
    return policyTiers[tierOf(inputs)]?.includes(tierOf(policy.body))
        ? modeDiffers(id, inputs, policy.body)
        : new ArmError(
              400,
              "AzureFirewallPolicyTierMismatch",
              `Azure firewall ${id} of the tier ${tierOf(inputs)} cannot have the policy ${policyId} of the tier ${tierOf(policy.body)}.`,
          );
}

function modeDiffers(id: string, inputs: Properties, policy: Properties): ArmError | undefined {
    return inputs.threatIntelMode === undefined || inputs.threatIntelMode === policy.threatIntelMode
        ? undefined
        : new ArmError(
              400,
              "AzureFirewallThreatIntelModeConflict",
              `Azure firewall ${id} has a policy: its threatIntelMode is that of the policy, ${policy.threatIntelMode}.`,
          );
}
