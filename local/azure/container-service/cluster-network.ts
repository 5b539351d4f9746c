import { Address4 } from "ip-address";
import type { Properties } from "../../provider/provider";
import { objectsAt, textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { lastSegment, parentOf, sameId } from "../arm-id";
import type { Cloud } from "../cloud";
import { contains, overlap, prefixLength, rangeProblem } from "../network/address-range";
import { delegations } from "../network/delegations";
import { rangesOf, servicesOf } from "../network/placement";
import type { Put } from "../resource-type";
import { invalidParameter } from "./cluster-error";
import { mostNodes } from "./pool-rules";

export const delegation = "Microsoft.ContainerService/managedClusters";

/** What AKS takes for ranges that the request does not name. */
export const usualRanges = { podCidr: "10.244.0.0/16", serviceCidr: "10.0.0.0/16", dnsServiceIP: "10.0.0.10" };

export function nodeSubnets(body: Properties): string[] {
    return [...new Set(objectsAt(body, "agentPoolProfiles").flatMap((pool) => textAt(pool, "vnetSubnetID") ?? []))];
}

export function apiServerSubnet(body: Properties): string | undefined {
    return textAt(body, "apiServerAccessProfile.subnetId");
}

export function isOverlay(body: Properties): boolean {
    return textAt(body, "networkProfile.networkPluginMode") === "overlay";
}

/** https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium, https://learn.microsoft.com/azure/aks/azure-cni-overlay */
export function dataplaneIsWrong({ inputs }: Put): ArmError | undefined {
    const at = (name: string) => textAt(inputs, `networkProfile.${name}`);
    const plugin = at("networkPlugin") ?? "azure";
    const [dataplane, policy] = [at("networkDataplane"), at("networkPolicy")];
    if (at("networkPluginMode") === "overlay" && plugin !== "azure") {
        return invalidParameter(
            "networkProfile.networkPluginMode",
            `overlay needs the networkPlugin azure, not ${plugin}`,
        );
    }
    if (dataplane === "cilium" && plugin !== "azure") {
        return invalidParameter(
            "networkProfile.networkDataplane",
            `cilium needs the networkPlugin azure, not ${plugin}`,
        );
    }
    if (dataplane === "cilium" && !isOverlay(inputs)) {
        return invalidParameter(
            "networkProfile.networkDataplane",
            "cilium needs the networkPluginMode overlay: with addresses of the network for pods it is not modelled by the local cloud",
        );
    }
    return (dataplane === "cilium") === (policy === "cilium")
        ? undefined
        : invalidParameter(
              "networkProfile.networkPolicy",
              `networkDataplane cilium and networkPolicy cilium need each other, not ${dataplane ?? "azure"} and ${policy ?? "none"}`,
          );
}

/** https://learn.microsoft.com/azure/aks/container-network-security-l7-policy-concepts#limitations */
export function advancedNetworkingIsWrong({ inputs }: Put): ArmError | undefined {
    const advanced = valueAt(inputs, "networkProfile.advancedNetworking");
    const has = (path: string) => valueAt(advanced, path) === true;
    if (!has("enabled")) {
        return has("observability.enabled") || has("security.enabled")
            ? invalidParameter("networkProfile.advancedNetworking.enabled", "observability and security need it")
            : undefined;
    }
    const level = has("security.enabled") ? (textAt(advanced, "security.advancedNetworkPolicies") ?? "FQDN") : "None";
    if (level !== "None" && textAt(inputs, "networkProfile.networkDataplane") !== "cilium") {
        return invalidParameter(
            "networkProfile.advancedNetworking.security",
            `advanced network policies need the networkDataplane cilium`,
        );
    }
    return level === "L7" && textAt(inputs, "serviceMeshProfile.mode") === "Istio"
        ? invalidParameter(
              "networkProfile.advancedNetworking.security.advancedNetworkPolicies",
              "L7 policies are not compatible with the Istio add-on",
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/aks/azure-cni-overlay#ip-address-planning */
export function rangesAreWrong({ id, inputs, cloud }: Put): ArmError | undefined {
    const given = (name: keyof typeof usualRanges) => textAt(inputs, `networkProfile.${name}`) ?? usualRanges[name];
    const [services, dns] = [given("serviceCidr"), given("dnsServiceIP")];
    const pods = isOverlay(inputs) ? [given("podCidr")] : [];
    for (const range of [services, ...pods]) {
        const problem = rangeProblem(range, id);
        if (problem) {
            return problem;
        }
    }
    if (prefixLength(services) < 12) {
        return invalidParameter("networkProfile.serviceCidr", `${services} is wider than /12`);
    }
    const first = new Address4(services).startAddress().bigInt();
    if (!Address4.isValid(dns) || !contains(services, dns) || new Address4(dns).bigInt() <= first + 1n) {
        return invalidParameter(
            "networkProfile.dnsServiceIP",
            `${dns} must be in serviceCidr ${services}, and neither of its first two addresses`,
        );
    }
    const crossed = pods.find((range) => overlap(range, services));
    if (crossed !== undefined) {
        return invalidParameter("networkProfile.podCidr", `${crossed} overlaps with serviceCidr ${services}`);
    }
    return rangesOverlapNetwork(inputs, services, pods, cloud);
}

function rangesOverlapNetwork(
    inputs: Properties,
    services: string,
    pods: string[],
    cloud: Cloud,
): ArmError | undefined {
    const networks = new Set(nodeSubnets(inputs).map(parentOf));
    const space = [...networks].flatMap((network) =>
        textsAt(cloud.find(network)?.body, "addressSpace.addressPrefixes"),
    );
    const ofServices = space.find((range) => overlap(range, services));
    if (ofServices !== undefined) {
        return new ArmError(
            400,
            "ServiceCidrOverlapExistingSubnetsCidr",
            `The specified service CIDR ${services} is conflicted with an existing subnet CIDR ${ofServices}.`,
        );
    }
    const ofPods = space.find((range) => pods.some((each) => overlap(range, each)));
    return ofPods === undefined
        ? undefined
        : invalidParameter(
              "networkProfile.podCidr",
              `${pods.join(", ")} overlaps with ${ofPods} of the virtual network`,
          );
}

/** Nodes are in subnets of one network, which have room for all of them and are nobody else's. */
export function nodeSubnetIsWrong({ inputs, cloud }: Put): ArmError | undefined {
    const pools = objectsAt(inputs, "agentPoolProfiles");
    const subnets = nodeSubnets(inputs);
    if (subnets.length > 0 && pools.some((pool) => textAt(pool, "vnetSubnetID") === undefined)) {
        return invalidParameter(
            "agentPoolProfiles.vnetSubnetID",
            "all agent pools of a cluster have a subnet, or none has",
        );
    }
    if (new Set(subnets.map((subnet) => parentOf(subnet).toLowerCase())).size > 1) {
        return invalidParameter("agentPoolProfiles.vnetSubnetID", "all subnets must be in the same virtual network");
    }
    for (const subnet of subnets) {
        const problem = subnetProblem(subnet, pools, cloud);
        if (problem) {
            return problem;
        }
    }
    return undefined;
}

/** Addresses that Azure keeps of a subnet. */
const reserved = 5;

/** Why nodes cannot be in the subnet. */
export function subnetProblem(subnetId: string, pools: Properties[], cloud: Cloud): ArmError | undefined {
    const subnet = cloud.find(subnetId);
    if (subnet?.type !== "azure-native:network:Subnet") {
        return invalidParameter("agentPoolProfiles.vnetSubnetID", `${subnetId} is no subnet`);
    }
    const services = servicesOf(subnet.body);
    if (services.length > 0) {
        return new ArmError(
            400,
            "ResourceNotPermittedOnDelegatedSubnet",
            `Nodes cannot be in the subnet ${subnetId}: it is delegated to ${services.join(", ")}.`,
        );
    }
    const there = pools.filter((pool) => sameId(textAt(pool, "vnetSubnetID") ?? "", subnetId));
    const needed = there.reduce((sum, pool) => sum + mostNodes(pool), 0);
    const [range = "0.0.0.0/32"] = rangesOf(subnet.body);
    const available = 2 ** (32 - prefixLength(range)) - reserved;
    return needed > available
        ? new ArmError(
              400,
              "InsufficientSubnetSize",
              `Pre-allocated IPs ${needed} exceeds IPs available ${available} in Subnet Cidr ${range}, Subnet Name ${lastSegment(subnetId)}. http://aka.ms/aks/insufficientsubnetsize`,
          )
        : undefined;
}

/** https://learn.microsoft.com/azure/aks/api-server-vnet-integration */
export function apiServerSubnetIsWrong({ id, inputs, before, cloud }: Put): ArmError | undefined {
    const isIn = (body: Properties | undefined) =>
        valueAt(body, "apiServerAccessProfile.enableVnetIntegration") === true;
    const subnetId = apiServerSubnet(inputs);
    const at = "apiServerAccessProfile.subnetId";
    if (isIn(before) && !isIn(inputs)) {
        return invalidParameter(
            "apiServerAccessProfile.enableVnetIntegration",
            "it cannot be disabled once it is enabled",
        );
    }
    if (!isIn(inputs)) {
        return subnetId === undefined ? undefined : invalidParameter(at, "it needs enableVnetIntegration");
    }
    const [nodes] = nodeSubnets(inputs);
    if (subnetId === undefined) {
        return nodes === undefined ? undefined : invalidParameter(at, "with a subnet for nodes it is needed, too");
    }
    if (isIn(before) && !sameId(apiServerSubnet(before ?? {}) ?? "", subnetId)) {
        return invalidParameter(at, "the subnet of the API server cannot be changed");
    }
    const subnet = cloud.find(subnetId);
    if (subnet?.type !== "azure-native:network:Subnet") {
        return invalidParameter(at, `${subnetId} is no subnet`);
    }
    if (nodes !== undefined && !sameId(parentOf(nodes), parentOf(subnetId))) {
        return invalidParameter(at, `${subnetId} is in another virtual network than the nodes`);
    }
    if (!servicesOf(subnet.body).some((service) => sameId(service, delegation))) {
        return new ArmError(
            400,
            "SubnetMissingRequiredDelegation",
            `Subnet ${subnetId} requires any of the following delegation(s) [${delegation}] to reference ${id}.`,
        );
    }
    const longest = delegations[delegation] ?? 0;
    const small = rangesOf(subnet.body).find((range) => prefixLength(range) > longest);
    if (small !== undefined) {
        return invalidParameter(at, `${subnetId} with the prefix ${small} is too small: /${longest} is the smallest`);
    }
    return undefined; // its delegation keeps everything else out
}

/** https://learn.microsoft.com/azure/aks/egress-outboundtype#outbound-type-of-userdefinedrouting */
export function outboundIsWrong({ inputs, cloud }: Put): ArmError | undefined {
    const outbound = textAt(inputs, "networkProfile.outboundType") ?? "loadBalancer";
    if (outbound === "none") {
        return textAt(inputs, "bootstrapProfile.artifactSource") === "Cache"
            ? undefined
            : invalidParameter("networkProfile.outboundType", "none needs the bootstrapProfile.artifactSource Cache");
    }
    if (outbound !== "userDefinedRouting") {
        return undefined;
    }
    const subnets = nodeSubnets(inputs);
    if (subnets.length === 0) {
        return invalidParameter(
            "networkProfile.outboundType",
            "userDefinedRouting needs a subnet of one's own for nodes",
        );
    }
    for (const subnet of subnets) {
        const table = textAt(cloud.find(subnet)?.body, "routeTable.id");
        if (table === undefined) {
            return new ArmError(
                400,
                "ExistingRouteTableNotAssociatedWithSubnet",
                `An existing route table has not been associated with subnet ${subnet}. Please update the route table association.`,
            );
        }
        const leads = objectsAt(cloud.find(table)?.body, "routes").some(
            (route) =>
                route.addressPrefix === "0.0.0.0/0" &&
                ["VirtualAppliance", "VirtualNetworkGateway"].includes(textAt(route, "nextHopType") ?? ""),
        );
        if (!leads) {
            return new ArmError(
                400,
                "InvalidUserDefinedRouting",
                `The outboundType userDefinedRouting needs a route for 0.0.0.0/0 to an appliance or gateway in ${table} of subnet ${subnet}, and there is none.`,
            );
        }
    }
    return undefined;
}
