import type { Properties } from "../../provider/provider";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Stored } from "../cloud";
import { isRegistered } from "../features/registration-state";
import type { Put } from "../resource-type";
import { contains } from "./address-range";
import { rangesOf, servicesOf } from "./placement";
import { at } from "./reachability/decision";
import { allAddresses } from "./reachability/ranges";
import { filtered } from "./reachability/security-rules";
import { tagRanges } from "./reachability/service-tags";

/**
 * The tag of a gateway that was made while its subscription had the feature EnableApplicationGatewayNetworkIsolation: it
 * is managed inside Azure, so its network may be closed. Others are managed over the internet, for as long as they exist.
 * https://learn.microsoft.com/azure/application-gateway/application-gateway-private-deployment
 */
const isolationTag = "EnhancedNetworkControl";
const delegation = "Microsoft.Network/applicationGateways";

/** Ports on which Azure manages a gateway that is not isolated. */
const managementPorts = [65200, 65535];

/** What a gateway's network is, besides the gateway. */
interface Surroundings {
    gatewayId: string;
    subnetId: string;
    group: Stored | undefined;
    routeTable: Stored | undefined;
}

/** Whether the gateway is isolated, or will be once it is there. */
export function isIsolated({ before, cloud }: Put): boolean {
    return before
        ? textAt(before, `tags.${isolationTag}`) === "True"
        : isRegistered("Microsoft.Network", "EnableApplicationGatewayNetworkIsolation", cloud);
}

export function tagsOf(put: Put): Properties {
    return isIsolated(put) ? { tags: { [isolationTag]: "True" } } : {};
}

/** One subnet, which an isolated gateway has to have delegated to it, and frontends that the gateway can have. */
export function frontendsAreWrong(put: Put): ArmError | undefined {
    const { id, inputs, cloud } = put;
    const [own, ...others] = objectsAt(inputs, "gatewayIPConfigurations").map((it) => textAt(it, "subnet.id") ?? "");
    if (own === undefined || own === "" || others.length > 0) {
        return new ArmError(
            400,
            "ApplicationGatewayMustHaveOneGatewayIPConfiguration",
            `Application gateway ${id} needs one gatewayIPConfiguration, with its subnet.`,
        );
    }
    const frontends = objectsAt(inputs, "frontendIPConfigurations");
    const [publicOnes, privateOnes] = [
        frontends.filter((it) => textAt(it, "publicIPAddress.id") !== undefined),
        frontends.filter((it) => textAt(it, "subnet.id") !== undefined),
    ];
    if (frontends.length === 0 || publicOnes.length > 1 || privateOnes.length > 1) {
        return frontendError(id, "needs one public or one private frontendIPConfiguration, or one of each");
    }
    if (publicOnes.length + privateOnes.length !== frontends.length) {
        return new ArmError(
            400,
            "ApplicationGatewayFrontendIpCannotHavePublicIpAndSubnet",
            `A frontendIPConfiguration of application gateway ${id} needs either publicIPAddress or subnet.`,
        );
    }
    // https://learn.microsoft.com/troubleshoot/azure/application-gateway/error-codes/application-gateway-frontend-ip-cannot-have-public-ip-subnet-error
    if (publicOnes.length === 0 && !isIsolated(put)) {
        const tier = textAt(inputs, "sku.tier");
        return new ArmError(
            400,
            "ApplicationGatewayFrontendIpCannotHavePublicIpAndSubnet",
            `Application Gateway ${id} does not support Application Gateway without Public IP for the selected SKU tier ${tier}. Supported SKU tiers are Standard,WAF.`,
        );
    }
    const subnet = cloud.find(own);
    const wrong = privateOnes.find((it) => !isStaticIn(it, subnet, own));
    if (wrong) {
        return frontendError(id, "needs a private frontend to be Static, with an address of the gateway's own subnet");
    }
    return isIsolated(put) && !servicesOf(subnet?.body).some((service) => sameId(service, delegation))
        ? new ArmError(
              400,
              "SubnetMissingRequiredDelegation",
              `Subnet ${own} requires any of the following delegation(s) [${delegation}] to reference ${id}.`,
          )
        : undefined;
}

function frontendError(id: string, problem: string): ArmError {
    return new ArmError(
        400,
        "ApplicationGatewayFrontendIPConfigurationInvalid",
        `Application gateway ${id} ${problem}.`,
    );
}

function isStaticIn(frontend: Properties, subnet: Stored | undefined, subnetId: string): boolean {
    const address = textAt(frontend, "privateIPAddress") ?? "";
    return (
        frontend.privateIPAllocationMethod === "Static" &&
        sameId(textAt(frontend, "subnet.id") ?? "", subnetId) &&
        /^\d+(\.\d+){3}$/.test(address) &&
        rangesOf(subnet?.body ?? {}).some((range) => contains(range, `${address}/32`))
    );
}

/** The network of a gateway that is not isolated is closed to those who manage it. */
export function gatewayIsCutOff(put: Put): ArmError | undefined {
    const { type, id, inputs, cloud } = put;
    const [subnetId = ""] = type.placement?.subnetIds(inputs) ?? [];
    const subnet = cloud.find(subnetId);
    return isIsolated(put) || !subnet
        ? undefined
        : problemIn(around(id, subnet.id, subnet.body, (other) => cloud.find(other)));
}

/** A change of a security group, a route table or a subnet would cut off a gateway that is there already. */
export function gatewayWouldBeCutOff({ id, inputs, before, cloud }: Put): ArmError | undefined {
    const changed: Stored = { type: "", id, body: { ...before, ...inputs } };
    const found = (reference: string | undefined) =>
        sameId(reference ?? "", id) ? changed : cloud.find(reference ?? "");
    for (const gateway of cloud.all("azure-native:network:ApplicationGateway")) {
        const [subnetId = ""] = cloud.typeOf(gateway.type).placement?.subnetIds(gateway.body) ?? [];
        const body = found(subnetId)?.body;
        const { group, routeTable } = around(gateway.id, subnetId, body ?? {}, found);
        const isTouched = [subnetId, group?.id, routeTable?.id].some((other) => sameId(other ?? "", id));
        const problem =
            isTouched && textAt(gateway.body, `tags.${isolationTag}`) !== "True"
                ? problemIn({ gatewayId: gateway.id, subnetId, group, routeTable })
                : undefined;
        if (problem) {
            return problem;
        }
    }
    return undefined;
}

function around(
    gatewayId: string,
    subnetId: string,
    body: Properties,
    find: (id: string) => Stored | undefined,
): Surroundings {
    return {
        gatewayId,
        subnetId,
        group: find(textAt(body, "networkSecurityGroup.id") ?? ""),
        routeTable: find(textAt(body, "routeTable.id") ?? ""),
    };
}

/** https://learn.microsoft.com/azure/application-gateway/configuration-infrastructure#network-security-groups */
function problemIn({ gatewayId, subnetId, group, routeTable }: Surroundings): ArmError | undefined {
    const [manager] = tagRanges("GatewayManager", []);
    const decisions = filtered(group, subnetId, {
        direction: "Inbound",
        protocol: "Tcp",
        source: manager?.first ?? 0,
        destination: allAddresses.first,
        virtualNetwork: [],
    });
    if (!managementPorts.every((port) => at(decisions, port).allowed)) {
        return new ArmError(
            400,
            "ApplicationGatewaySubnetInboundTrafficBlockedByNetworkSecurityGroup",
            `Network security group ${group?.id} blocks incoming internet traffic on ports 65200 - 65535 to subnet ${subnetId}, associated with Application Gateway ${gatewayId}. This is not permitted for Application Gateways that have V2 Sku.`,
        );
    }
    // any denial counts, whatever it is for: https://github.com/MicrosoftDocs/azure-docs/issues/84599
    const denies = objectsAt(group?.body, "securityRules").some(
        ({ direction, access, protocol }) =>
            direction === "Outbound" && access === "Deny" && /^(tcp|\*)$/i.test(String(protocol)),
    );
    if (denies) {
        return new ArmError(
            400,
            "ApplicationGatewaySubnetOutboundTrafficBlockedByNetworkSecurityGroup",
            `Network security group ${group?.id} blocks outgoing internet traffic on subnet ${subnetId}, associated with Application Gateway ${gatewayId}. This is not permitted for Application Gateways that have fast update enabled or have V2 Sku.`,
        );
    }
    const leadsAway = objectsAt(routeTable?.body, "routes").some(
        ({ addressPrefix, nextHopType }) => addressPrefix === "0.0.0.0/0" && nextHopType !== "Internet",
    );
    return leadsAway
        ? new ArmError(
              400,
              "ApplicationGatewaySubnetUserDefinedRouteNotAllowed",
              `Route Table ${routeTable?.id} is associated to subnet ${subnetId}, which contains V2 SKU Application Gateway ${gatewayId}: its route to 0.0.0.0/0 must have the next hop type Internet.`,
          )
        : undefined;
}
