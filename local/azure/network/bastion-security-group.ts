import type { Properties } from "../../provider/provider";
import { objectsAt, textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { lastSegment, sameId } from "../arm-id";

/**
 * What the security group of AzureBastionSubnet must allow with rules of its own; the default rules do not count.
 * https://learn.microsoft.com/azure/bastion/bastion-nsg
 */
const needed: { direction: string; source: string; destination: string; ports: number[] }[] = [
    { direction: "Inbound", source: "Internet", destination: "*", ports: [443] },
    { direction: "Inbound", source: "GatewayManager", destination: "*", ports: [443] },
    { direction: "Inbound", source: "AzureLoadBalancer", destination: "*", ports: [443] },
    { direction: "Inbound", source: "VirtualNetwork", destination: "VirtualNetwork", ports: [8080, 5701] },
    { direction: "Outbound", source: "*", destination: "VirtualNetwork", ports: [22, 3389] },
    { direction: "Outbound", source: "*", destination: "AzureCloud", ports: [443] },
    { direction: "Outbound", source: "VirtualNetwork", destination: "VirtualNetwork", ports: [8080, 5701] },
    { direction: "Outbound", source: "*", destination: "Internet", ports: [80] },
];

/** Why Azure refuses the security group for AzureBastionSubnet; undefined when it takes it. */
export function bastionGroupProblem(groupId: string, group: Properties | undefined): ArmError | undefined {
    const rules = objectsAt(group, "securityRules").filter(({ access }) => access === "Allow");
    const isComplete = needed.every(({ direction, source, destination, ports }) =>
        ports.every((port) =>
            rules.some(
                (rule) =>
                    rule.direction === direction &&
                    covers(rule, "sourceAddressPrefix", "sourceAddressPrefixes", source) &&
                    covers(rule, "destinationAddressPrefix", "destinationAddressPrefixes", destination) &&
                    hasPort(rule, port),
            ),
        ),
    );
    return isComplete
        ? undefined
        : new ArmError(
              400,
              "NetworkSecurityGroupNotCompliantForAzureBastionSubnet",
              `Network security group ${lastSegment(groupId)} does not have necessary rules for Azure Bastion Subnet AzureBastionSubnet.`,
          );
}

function covers(rule: Properties, single: string, plural: string, wanted: string): boolean {
    const prefixes = [textAt(rule, single) ?? [], textsAt(rule, plural)].flat();
    // clients may be narrowed down to addresses
    const isPart = (prefix: string) => wanted === "Internet" && /^\d/.test(prefix);
    return prefixes.some((prefix) => prefix === "*" || sameId(wanted, prefix) || isPart(prefix));
}

function hasPort(rule: Properties, port: number): boolean {
    const ranges = [textAt(rule, "destinationPortRange") ?? [], textsAt(rule, "destinationPortRanges")].flat();
    return ranges.some((range) => {
        const [first = "", last = first] = range.split("-");
        return range === "*" || (Number(first) <= port && port <= Number(last));
    });
}
