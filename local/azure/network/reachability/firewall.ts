import type { Properties } from "../../../provider/provider";
import { objectsAt, textAt, textsAt, valueAt } from "../../../provider/values";
import { lastSegment, parentOf, sameId } from "../../arm-id";
import type { Stored } from "../../cloud";
import { type Decision, deny, firstMatch, limitedTo, type PortRule } from "./decision";
import { fqdnTags } from "./fqdn-tags";
import type { Place, Resources } from "./places";
import { addressNumber, addressRange, includes, intersection, portRange, type Range } from "./ranges";
import type { Protocol } from "./security-rules";
import { tagRanges } from "./service-tags";

/** A rule of a policy with what it belongs to. */
interface PolicyRule {
    name: string;
    action: string;
    rule: Properties;
}

/** The firewall that has a private address. */
export function firewallAt(address: number, { all }: Resources): Stored | undefined {
    return all("azure-native:network:AzureFirewall").find((firewall) => privateAddress(firewall) === address);
}

export function privateAddress({ body }: Stored): number {
    const [configuration] = objectsAt(body, "ipConfigurations");
    return addressNumber(textAt(configuration, "privateIPAddress") ?? "");
}

/** Whether the firewall resolves names for its clients. */
export function isDnsProxy(firewall: Stored, { find }: Resources): boolean {
    return valueAt(find(textAt(firewall.body, "firewallPolicy.id") ?? "")?.body, "dnsSettings.enableProxy") === true;
}

/**
 * What a firewall makes of packets that it is to pass on: network rules first and then application rules, each in the order
 * of priorities, inherited ones before others; what no rule names is denied.
 * https://learn.microsoft.com/azure/firewall/rule-processing
 */
export function passed(
    firewall: Stored,
    { source, to, protocol, resources }: { source: number; to: Place; protocol: Protocol; resources: Resources },
): Decision[] {
    const rules = rulesOf(firewall, resources).filter(({ rule }) => isFrom(rule, source));
    const network = firstMatch(
        rules.filter(({ rule }) => rule.ruleType === "NetworkRule" && isTo(rule, to, protocol)).map(asPortRule),
        source,
    );
    const web = firstMatch(
        rules
            .filter(({ rule }) => rule.ruleType === "ApplicationRule" && protocol === "Tcp" && isNamed(rule, to.fqdn))
            .map(({ name, action, rule }) => ({ name, allowed: action === "Allow", ports: webPorts(rule) })),
        // what reaches application rules is opened and sent anew
        privateAddress(firewall),
    );
    const unnamed = intersection(network.rest, web.rest);
    return [
        ...network.decisions,
        ...limitedTo(network.rest, web.decisions),
        ...limitedTo(unnamed, deny(`${lastSegment(firewall.id)}/no rule`, source)),
    ];
}

/** Where a firewall sends what arrives at one of its public addresses. */
export function translations(
    firewall: Stored,
    {
        source,
        destination,
        protocol,
        resources,
    }: { source: number; destination: number; protocol: Protocol; resources: Resources },
): { name: string; ports: Range[]; address: number; port: number }[] {
    return rulesOf(firewall, resources)
        .filter(({ rule }) => rule.ruleType === "NatRule" && isFrom(rule, source))
        .filter(({ rule }) => isTo(rule, { address: destination, subnet: undefined }, protocol))
        .map(({ name, rule }) => ({
            name,
            ports: textsAt(rule, "destinationPorts").map(portRange),
            address: addressNumber(textAt(rule, "translatedAddress") ?? ""),
            port: Number(textAt(rule, "translatedPort")),
        }));
}

/** All rules that a firewall has, in the order in which it asks those of one type. */
function rulesOf(firewall: Stored, resources: Resources): PolicyRule[] {
    return policiesOf(resources.find(textAt(firewall.body, "firewallPolicy.id") ?? ""), resources).flatMap((policy) =>
        byPriority(
            resources
                .all("azure-native:network:FirewallPolicyRuleCollectionGroup")
                .filter(({ id }) => sameId(parentOf(id), policy.id))
                .map(({ id, body }) => ({ ...body, name: lastSegment(id) })),
        ).flatMap((group) =>
            byPriority(objectsAt(group, "ruleCollections")).flatMap((collection) =>
                objectsAt(collection, "rules").map((rule) => ({
                    name: `${lastSegment(policy.id)}/${group.name}/${collection.name}/${rule.name}`,
                    action: textAt(collection, "action.type") ?? "",
                    rule,
                })),
            ),
        ),
    );
}

function policiesOf(policy: Stored | undefined, resources: Resources): Stored[] {
    const base = resources.find(textAt(policy?.body, "basePolicy.id") ?? "");
    return policy ? [...policiesOf(base, resources), policy] : [];
}

function byPriority(list: Properties[]): Properties[] {
    return list.toSorted((one, other) => Number(one.priority) - Number(other.priority));
}

function asPortRule({ name, action, rule }: PolicyRule): PortRule {
    return { name, allowed: action === "Allow", ports: textsAt(rule, "destinationPorts").map(portRange) };
}

function isFrom(rule: Properties, source: number): boolean {
    return holds(textsAt(rule, "sourceAddresses"), source);
}

function isTo(rule: Properties, to: Place, protocol: Protocol): boolean {
    const protocols = textsAt(rule, "ipProtocols").map((each) => each.toLowerCase());
    const isNamed = textsAt(rule, "destinationFqdns").some((fqdn) => fqdn.toLowerCase() === to.fqdn);
    return (
        protocols.some((each) => each === "any" || each === protocol.toLowerCase()) &&
        (isNamed || holds(textsAt(rule, "destinationAddresses"), to.address))
    );
}

function holds(list: string[], address: number): boolean {
    return list.some((each) => includes([addressRange(each) ?? tagRanges(each, [])].flat(), address));
}

/** `*` names everything, an address without a name included; `*.contoso.com` names everything that ends so. */
function isNamed(rule: Properties, fqdn: string | undefined): boolean {
    const patterns = [
        ...textsAt(rule, "targetFqdns"),
        ...textsAt(rule, "fqdnTags").flatMap((tag) => fqdnTags.get(tag) ?? []),
    ];
    return patterns.some((pattern) => pattern === "*" || (fqdn !== undefined && asExpression(pattern).test(fqdn)));
}

function asExpression(pattern: string): RegExp {
    return new RegExp(`^${pattern.toLowerCase().replaceAll(".", "\\.").replaceAll("*", ".+")}$`);
}

/** Tags stand for names with HTTPS. */
function webPorts(rule: Properties): Range[] {
    const ports = objectsAt(rule, "protocols").map(({ port }) => Number(port));
    return (ports.length === 0 ? [443] : ports).map((port) => ({ first: port, last: port }));
}
