import { objectsAt, textAt } from "../../../provider/values";
import { lastSegment, sameId } from "../../arm-id";
import type { Stored } from "../../cloud";
import type { ResourceType } from "../../resource-type";
import { connectionsOf } from "../private-endpoint";
import { answered, frontendAt, publicFrontend } from "./application-gateway";
import { allow, at, type Decision, deny, limitedTo, then } from "./decision";
import { firewallAt, isDnsProxy, passed, privateAddress, translations } from "./firewall";
import { type Answer, dnsServer, ownerOf, resolved } from "./names";
import {
    indexed,
    inSameNetwork,
    type Place,
    placeOfAddress,
    placeOfSubnet,
    type Subnet,
    subnetOf,
    virtualNetworkTag,
} from "./places";
import { addressNumber, addressRange, allPorts, includes, joined, type Range, without } from "./ranges";
import { nextHop } from "./routes";
import { type Direction, filtered, type Protocol } from "./security-rules";
import { internetAddress, isTag, privateRanges, tagRanges } from "./service-tags";
import { admitted } from "./services";

export { publicDns } from "./names";
export type { Range } from "./ranges";
export type { Protocol } from "./security-rules";

export interface Question {
    /** Id of a subnet, an address (one in no subnet is outside), or a service tag, such as `Internet`. */
    from: string;
    /** Id of a subnet, an address, the name of a host, or a service tag. */
    to: string;
    protocol: Protocol;
    /** Ignored for `Icmp`. */
    port: number;
}

export interface Reach {
    allowed: boolean;
    /** What the packets meet, in order: rules, routes, records. When they are stopped, the last one stops them. */
    by: string[];
}

export interface NetworkModel {
    reach(question: Question): Reach;
    /** Destination ports on which the first address of one subnet reaches that of another: exact, lowest first. */
    openPorts(fromSubnet: string, toSubnet: string, protocol: Protocol): Range[];
}

/**
 * Who reaches whom, as the routes, security groups, firewalls, private endpoints and names of the resources have it.
 *
 * @param resources - In the shape of what a GET answers: those of the local cloud, or {@link recordsOf} inputs.
 * @param typeOf - The type of a token, for the names that services have.
 */
export function networkModel(resources: Stored[], typeOf: (token: string) => ResourceType | undefined): NetworkModel {
    const known = indexed(resources);

    function reach({ from, to, protocol, port }: Question): Reach {
        const source = sourceOf(from);
        const asked = destinationOf(to, source);
        if ("nothing" in asked) {
            return { allowed: false, by: asked.nothing };
        }
        const { allowed, by } = at(flow(source, asked.place, protocol), protocol === "Icmp" ? 0 : port);
        return { allowed, by: [...asked.by, ...by] };
    }

    function openPorts(fromSubnet: string, toSubnet: string, protocol: Protocol): Range[] {
        const decisions = flow(placeOfSubnet(knownSubnet(fromSubnet)), placeOfSubnet(knownSubnet(toSubnet)), protocol);
        return joined(decisions.filter(({ allowed }) => allowed).flatMap(({ ports }) => ports));
    }

    function knownSubnet(id: string): Subnet {
        const subnet = subnetOf(id, known);
        if (!subnet) {
            throw new Error(`There is no subnet ${id}.`);
        }
        return subnet;
    }

    function sourceOf(from: string): Place {
        if (from.startsWith("/")) {
            return placeOfSubnet(knownSubnet(from));
        }
        const range = isTag(from) ? lastOf(from, []) : addressRange(from);
        if (!range) {
            throw new Error(`'${from}' is no subnet, no address and no service tag.`);
        }
        return placeOfAddress(range.first, known);
    }

    function destinationOf(to: string, from: Place): { place: Place; by: string[] } | { nothing: string[] } {
        if (to.startsWith("/")) {
            return { place: placeOfSubnet(knownSubnet(to)), by: [] };
        }
        const networkId = from.subnet?.network.id;
        const address = addressRange(to);
        if (address) {
            return { place: placeOfAddress(address.first, known, networkId), by: [] };
        }
        if (isTag(to)) {
            const { first } = lastOf(to, from.subnet ? virtualNetworkTag(from.subnet) : []);
            return { place: placeOfAddress(first, known, networkId), by: [] };
        }
        const fqdn = to.toLowerCase();
        const answer = asked(fqdn, from);
        if ("nothing" in answer) {
            return answer;
        }
        const target = ownerOf(fqdn, resources, known, typeOf);
        const place = { ...placeOfAddress(answer.address, known, networkId), fqdn, ...(target && { target }) };
        return { place, by: answer.by };
    }

    /** The answer to a name, of the server that the network of the caller asks; the caller must reach that server. */
    function asked(fqdn: string, from: Place): { address: number; by: string[] } | { nothing: string[] } {
        const server = from.subnet && dnsServer(from.subnet.network);
        if (server === undefined) {
            return listed(resolved(fqdn, from.subnet?.network.id, known), []);
        }
        const proxy = firewallAt(addressNumber(server), known);
        const place = placeOfAddress(addressNumber(server), known, from.subnet?.network.id);
        if (!proxy || !place.subnet) {
            return { nothing: [`name server ${server}: no firewall has the address`] };
        }
        const { allowed, by } = at(flow(from, place, "Udp"), 53);
        return allowed ? listed(resolved(fqdn, place.subnet.network.id, known), by) : { nothing: by };
    }

    function flow(from: Place, to: Place, protocol: Protocol): Decision[] {
        const { subnet } = from;
        if (!subnet) {
            return fromOutside(from.address, to, protocol);
        }
        const out = filter(subnet, "Outbound", from.address, to.address, protocol);
        return then(out, (source) => routed(subnet, source, to, protocol));
    }

    function filter(subnet: Subnet, direction: Direction, source: number, destination: number, protocol: Protocol) {
        const virtualNetwork = virtualNetworkTag(subnet);
        return filtered(subnet.group, subnet.name, { direction, protocol, source, destination, virtualNetwork });
    }

    function routed(subnet: Subnet, source: number, to: Place, protocol: Protocol): Decision[] {
        const hop = nextHop(subnet, to, endpointRoute(subnet, to));
        switch (hop.type) {
            case "VnetLocal":
            case "InterfaceEndpoint":
                return then(allow(hop.by, source), () => arrived(source, to, protocol));
            case "Internet":
                return then(allow(hop.by, source), () => inPublic(source, to, protocol, {}));
            case "VirtualNetworkServiceEndpoint":
                return then(allow(hop.by, source), () => inPublic(source, to, protocol, { subnetId: subnet.id }));
            case "VirtualAppliance":
                return then(allow(hop.by, source), () =>
                    throughAppliance(hop.appliance ?? "", subnet, source, to, protocol),
                );
            default:
                return deny(hop.by, source);
        }
    }

    function throughAppliance(
        appliance: string,
        subnet: Subnet,
        source: number,
        to: Place,
        protocol: Protocol,
    ): Decision[] {
        const firewall = firewallAt(addressNumber(appliance), known);
        const at = firewall && placeOfAddress(privateAddress(firewall), known).subnet;
        if (!firewall || !at) {
            return deny(`${appliance}: no firewall has the address`, source);
        }
        if (!inSameNetwork(subnet, at)) {
            return deny(`${appliance}: in another network`, source);
        }
        if (to.address === privateAddress(firewall)) {
            return arrived(source, to, protocol);
        }
        return then(passed(firewall, { source, to, protocol, resources: known }), (sender) => {
            const hop = nextHop(at, to, endpointRoute(at, to));
            switch (hop.type) {
                case "VnetLocal":
                case "InterfaceEndpoint":
                    return arrived(sender, to, protocol);
                case "Internet":
                    return inPublic(sender, to, protocol, addressOfHolder(firewall));
                case "VirtualNetworkServiceEndpoint":
                    return inPublic(sender, to, protocol, { subnetId: at.id });
                default:
                    return deny(hop.by, sender);
            }
        });
    }

    /** At an address of a network: a firewall, a private endpoint, or something behind the subnet's security group. */
    function arrived(source: number, to: Place, protocol: Protocol): Decision[] {
        const firewall = firewallAt(to.address, known);
        if (firewall) {
            return atFirewall(firewall, source, protocol);
        }
        const endpoint = endpointAt(to);
        if (endpoint && statusOf(endpoint) !== "Approved") {
            return deny(`${lastSegment(endpoint.id)}: ${statusOf(endpoint)}`, source);
        }
        if (!to.subnet) {
            return deny("nobody has the address", source);
        }
        const frontend = frontendAt(to.address, known);
        if (frontend) {
            const inbound = filter(to.subnet, "Inbound", source, to.address, protocol);
            return then(inbound, (sender) => answered(frontend, sender, protocol));
        }
        const policies = textAt(to.subnet.body, "privateEndpointNetworkPolicies") ?? "Disabled";
        return endpoint && !["Enabled", "NetworkSecurityGroupEnabled"].includes(policies)
            ? allow(`${to.subnet.name}: private endpoints without network policies`, source)
            : filter(to.subnet, "Inbound", source, to.address, protocol);
    }

    /** A firewall answers for itself only when it is asked for names. */
    function atFirewall(firewall: Stored, source: number, protocol: Protocol): Decision[] {
        const dns = protocol !== "Icmp" && isDnsProxy(firewall, known) ? [{ first: 53, last: 53 }] : [];
        return [
            ...limitedTo(dns, allow(`${lastSegment(firewall.id)}: DNS proxy`, source)),
            ...limitedTo(without([allPorts], dns), deny(`${lastSegment(firewall.id)}: answers nothing`, source)),
        ];
    }

    /** At an address outside of the networks. */
    function inPublic(
        source: number,
        to: Place,
        protocol: Protocol,
        visitor: { subnetId?: string; publicAddress?: number },
    ): Decision[] {
        if (to.subnet || includes(privateRanges, to.address)) {
            return deny("no way from outside to a private address", source);
        }
        const address = known
            .all("azure-native:network:PublicIPAddress")
            .find(({ body }) => addressNumber(textAt(body, "ipAddress") ?? "") === to.address);
        if (address) {
            return atPublicAddress(address, source, to, protocol);
        }
        return to.target ? admitted(to.target, { source, ...visitor }) : allow("public address", source);
    }

    function fromOutside(source: number, to: Place, protocol: Protocol): Decision[] {
        if (includes(privateRanges, source)) {
            return deny("no way from a private address outside of the networks", source);
        }
        if (!to.subnet || !to.isSubnet) {
            return inPublic(source, to, protocol, { publicAddress: source });
        }
        // as if something in the subnet had a public address
        const firewall = firewallAt(to.address, known);
        return firewall
            ? deny(`${lastSegment(firewall.id)}: reached by its public addresses only`, source)
            : filter(to.subnet, "Inbound", source, to.address, protocol);
    }

    function atPublicAddress(address: Stored, source: number, to: Place, protocol: Protocol): Decision[] {
        const holder = resources.find(({ type, body }) =>
            typeOf(type)
                ?.publicAddressIds?.(body)
                .some((id) => sameId(id, address.id)),
        );
        if (holder?.type === "azure-native:network:AzureFirewall") {
            return translated(holder, source, to, protocol);
        }
        const [subnetId = ""] = (holder && typeOf(holder.type)?.placement?.subnetIds(holder.body)) ?? [];
        const subnet = subnetOf(subnetId, known);
        if (!holder || !subnet) {
            return deny(`${lastSegment(address.id)}: nobody holds the address`, source);
        }
        const inbound = filter(subnet, "Inbound", source, placeOfSubnet(subnet).address, protocol);
        const frontend = publicFrontend(holder, address.id);
        return frontend ? then(inbound, (sender) => answered(frontend, sender, protocol)) : inbound;
    }

    /** What arrives at a firewall from outside comes to the destination from the firewall itself. */
    function translated(firewall: Stored, source: number, { address }: Place, protocol: Protocol): Decision[] {
        const rules = translations(firewall, { source, destination: address, protocol, resources: known });
        let rest = [allPorts];
        const decisions: Decision[] = [];
        for (const { name, ports, address: inside, port } of rules) {
            const own = without(ports, without(ports, rest));
            const end = at(arrived(privateAddress(firewall), placeOfAddress(inside, known), protocol), port);
            decisions.push({ ...end, ports: own, by: [name, ...end.by] });
            rest = without(rest, own);
        }
        return [...decisions, ...limitedTo(rest, deny(`${lastSegment(firewall.id)}/no rule`, source))];
    }

    function addressOfHolder(firewall: Stored): { publicAddress?: number } {
        const [id = ""] = objectsAt(firewall.body, "ipConfigurations").flatMap(
            (configuration) => textAt(configuration, "publicIPAddress.id") ?? [],
        );
        const address = textAt(known.find(id)?.body, "ipAddress");
        return address === undefined ? {} : { publicAddress: addressNumber(address) };
    }

    function endpointAt(to: Place): Stored | undefined {
        return known
            .all("azure-native:network:PrivateEndpoint")
            .filter(({ body }) => sameId(textAt(body, "subnet.id") ?? "", to.subnet?.id ?? "-"))
            .find(({ body }) =>
                objectsAt(body, "customDnsConfigs")
                    .flatMap((config) => config.ipAddresses ?? [])
                    .flat()
                    .some((address) => addressNumber(String(address)) === to.address),
            );
    }

    /** How routes of a network treat a destination that is one of its private endpoints. */
    function endpointRoute(from: Subnet, to: Place): { routesApply: boolean } | undefined {
        if (!to.subnet || !inSameNetwork(from, to.subnet) || !endpointAt(to)) {
            return undefined;
        }
        const policies = textAt(to.subnet.body, "privateEndpointNetworkPolicies") ?? "Disabled";
        return { routesApply: ["Enabled", "RouteTableEnabled"].includes(policies) };
    }

    return { reach, openPorts };
}

/** An address that stands for a tag: the last one, which is in its service everywhere, not in that of one region. */
function lastOf(tag: string, virtualNetwork: Range[]): Range {
    const last = tagRanges(tag, virtualNetwork)[0]?.last ?? 0;
    const address = tag.toLowerCase() === "internet" ? addressNumber(internetAddress) : last;
    return { first: address, last: address };
}

function listed(answer: Answer, by: string[]): { address: number; by: string[] } | { nothing: string[] } {
    return "nothing" in answer ? { nothing: [...by, answer.nothing] } : { ...answer, by: [...by, answer.by] };
}

function statusOf({ body }: Stored): string {
    const [connection] = connectionsOf(body);
    return textAt(connection, "privateLinkServiceConnectionState.status") ?? "Pending";
}
