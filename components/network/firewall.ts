import * as azurenetwork from "@pulumi/azure-native/network";
import type { network } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";
import {
    checkedArmId,
    createPublicAddress,
    knownAfter,
    protection,
    resourceId,
    resourceName,
    sendLogs,
    tags,
} from "../shared";
import { addressPlan } from "./address-plan";
import { type EgressRule, isApplicationRule, portsOf } from "./egress";
import { egressOf, type NetworkArgs } from "./network-args";

/** What the firewall lets through: rules on addresses and ports, which Azure judges first, and rules on domain names. */
export function ruleCollections(
    egress: Readonly<Record<string, EgressRule>>,
    ranges: Readonly<Record<string, string>>,
): network.FirewallPolicyFilterRuleCollectionArgs[] {
    const rules = Object.entries(egress);
    const applicationRules = rules.filter(([, rule]) => isApplicationRule(rule));
    const networkRules = rules.filter(([, rule]) => !isApplicationRule(rule));
    return [
        allowed(
            "network",
            100,
            networkRules.map(([name, rule]) => networkRule(name, rule, ranges)),
        ),
        allowed(
            "application",
            200,
            applicationRules.map(([name, rule]) => applicationRule(name, rule, ranges)),
        ),
    ];
}

function allowed(
    name: string,
    priority: number,
    rules: (network.NetworkRuleArgs | network.ApplicationRuleArgs)[],
): network.FirewallPolicyFilterRuleCollectionArgs {
    return {
        ruleCollectionType: "FirewallPolicyFilterRuleCollection",
        name,
        priority,
        action: { type: "Allow" },
        rules,
    };
}

function networkRule(
    name: string,
    rule: EgressRule,
    ranges: Readonly<Record<string, string>>,
): network.NetworkRuleArgs {
    const ports = portsOf(rule);
    const { zone, fqdns, serviceTag, reason } = rule;
    return {
        ruleType: "NetworkRule",
        name,
        description: reason,
        sourceAddresses: [ranges[zone] ?? ""],
        ...(serviceTag === undefined ? { destinationFqdns: fqdns } : { destinationAddresses: [serviceTag] }),
        ipProtocols: [...new Set(ports.map(({ protocol }) => protocol))],
        destinationPorts: [...new Set(ports.map(({ port }) => String(port)))],
    };
}

function applicationRule(
    name: string,
    rule: EgressRule,
    ranges: Readonly<Record<string, string>>,
): network.ApplicationRuleArgs {
    const { zone, fqdns, fqdnTag, reason } = rule;
    return {
        ruleType: "ApplicationRule",
        name,
        description: reason,
        sourceAddresses: [ranges[zone] ?? ""],
        ...(fqdnTag === undefined ? { targetFqdns: fqdns } : { fqdnTags: [fqdnTag] }),
        protocols: portsOf(rule).map(({ protocol, port }) => ({
            protocolType: protocol === "HTTPS" ? "Https" : "Http",
            port,
        })),
    };
}

export interface Firewall {
    resource: azurenetwork.AzureFirewall;
    /** The address that all egress comes from. */
    publicAddress: pulumi.Output<string>;
}

/**
 * A firewall that lets through what is listed, denies what its signatures or threat intelligence know as an attack, and
 * resolves names. Without TLS inspection it sees of HTTPS no more than the name of the server. Serves practices ZT-2,
 * 10.3 and 5.1.
 */
export function createFirewall(
    name: string,
    subnetId: pulumi.Output<string>,
    args: NetworkArgs,
    parent: pulumi.Resource,
): Firewall {
    const { policyId, rules } = createPolicy(name, args, parent);
    const { ddosProtection, availabilityZones = ["1", "2", "3"], workspaceId } = args;
    const publicAddress = createPublicAddress(
        `${name}-firewall`,
        args,
        { component: "network", ddosProtection, availabilityZones, workspaceId },
        parent,
    );
    const azureFirewallName = resourceName("Microsoft.Network/azureFirewalls", args.naming, name);
    const firewall = new azurenetwork.AzureFirewall(
        `${name}-firewall`,
        {
            azureFirewallName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            sku: { name: "AZFW_VNet", tier: "Premium" },
            firewallPolicy: { id: policyId },
            ipConfigurations: [
                { name: "default", subnet: { id: subnetId }, publicIPAddress: { id: publicAddress.id } },
            ],
            zones: availabilityZones,
            tags: tags(args, "network"),
        },
        // a firewall without rules denies everything, and a node that boots then never recovers
        { parent, dependsOn: rules, ...protection("Microsoft.Network/azureFirewalls", args) },
    );
    const id = knownAfter(firewall, resourceId(args, "Microsoft.Network/azureFirewalls", azureFirewallName));
    const source = { type: "Microsoft.Network/azureFirewalls", resourceId: id, workspaceId } as const;
    sendLogs(`${name}-firewall`, source, parent);
    return { resource: firewall, publicAddress: publicAddress.address };
}

function createPolicy(
    name: string,
    args: NetworkArgs,
    parent: pulumi.Resource,
): { policyId: pulumi.Output<string>; rules: pulumi.Resource } {
    const firewallPolicyName = resourceName("Microsoft.Network/firewallPolicies", args.naming, name);
    const workspaceId = checkedArmId(args.workspaceId, "workspaceId", "Microsoft.OperationalInsights/workspaces");
    const policy = new azurenetwork.FirewallPolicy(
        `${name}-firewall-policy`,
        {
            firewallPolicyName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            sku: { tier: "Premium" },
            threatIntelMode: "Deny",
            intrusionDetection: { mode: "Deny" },
            dnsSettings: { enableProxy: true },
            insights: { isEnabled: true, logAnalyticsResources: { defaultWorkspaceId: { id: workspaceId } } },
            tags: tags(args, "network"),
        },
        { parent },
    );
    const rules = new azurenetwork.FirewallPolicyRuleCollectionGroup(
        `${name}-firewall-rules`,
        {
            ruleCollectionGroupName: "egress",
            firewallPolicyName: knownAfter(policy, firewallPolicyName),
            resourceGroupName: args.resourceGroupName,
            priority: 1000,
            ruleCollections: ruleCollections(egressOf(args), addressPlan(args)),
        },
        { parent },
    );
    const id = resourceId(args, "Microsoft.Network/firewallPolicies", firewallPolicyName);
    return { policyId: knownAfter(policy, id), rules };
}
