import type { Properties } from "../../provider/provider";
import { textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf } from "../arm-id";
import { normalLocation } from "../locations";
import { prefixLength } from "../network/address-range";
import { rangesOf } from "../network/placement";
import type { Put } from "../resource-type";

/** Whether the service has its addresses in a subnet. */
export function isInjected(body: Properties): boolean {
    return ["External", "Internal"].includes(textAt(body, "virtualNetworkType") ?? "None");
}

export function subnetIdOf(body: Properties): string | undefined {
    return textAt(body, "virtualNetworkConfiguration.subnetResourceId");
}

/** https://learn.microsoft.com/azure/api-management/virtual-network-injection-resources */
export function networkIsWrong({ inputs, cloud }: Put): ArmError | undefined {
    const subnetId = subnetIdOf(inputs);
    const type = textAt(inputs, "virtualNetworkType") ?? "None";
    if (!isInjected(inputs)) {
        return subnetId === undefined
            ? undefined
            : invalid("virtualNetworkConfiguration needs the virtualNetworkType External or Internal");
    }
    if (subnetId === undefined) {
        return invalid(`the virtualNetworkType ${type} needs virtualNetworkConfiguration.subnetResourceId`);
    }
    const tier = textAt(inputs, "sku.name") ?? "";
    if (!["Developer", "Premium"].includes(tier)) {
        return invalid(`the virtualNetworkType ${type} needs the tier Developer or Premium, this one is ${tier}`);
    }
    const subnet = cloud.find(subnetId);
    if (subnet?.type !== "azure-native:network:Subnet") {
        return invalid(`${subnetId} is no subnet`);
    }
    if (textAt(subnet.body, "networkSecurityGroup.id") === undefined) {
        return invalid(`subnet ${subnetId} has no network security group, without which nothing reaches the service`);
    }
    const region = textAt(cloud.find(parentOf(subnetId))?.body, "location") ?? "";
    if (region !== normalLocation(String(inputs.location))) {
        return invalid(`subnet ${subnetId} is in ${region}, the service in ${inputs.location}`);
    }
    return subnetIsTooSmall(inputs, subnetId, subnet.body);
}

/** Azure keeps five addresses of each subnet. */
const reserved = 5;

/** https://learn.microsoft.com/azure/api-management/virtual-network-injection-resources#subnet-size */
function subnetIsTooSmall(inputs: Properties, subnetId: string, subnet: Properties): ArmError | undefined {
    const units = Number(valueAt(inputs, "sku.capacity")) * (textAt(inputs, "sku.name") === "Developer" ? 1 : 2);
    const needed = units + (inputs.virtualNetworkType === "Internal" ? 1 : 0);
    const [range = ""] = rangesOf(subnet);
    const there = 2 ** (32 - prefixLength(range)) - reserved;
    return there >= needed
        ? undefined
        : invalid(`subnet ${subnetId} has ${there} addresses for resources, and the service needs ${needed}`);
}

/** https://github.com/Azure/azure-rest-api-specs/issues/24947: a service in a network can never be without it. */
export function publicAccessIsDisabled({ id, inputs, before }: Put): ArmError | undefined {
    if (inputs.publicNetworkAccess !== "Disabled") {
        return undefined;
    }
    const message = before
        ? `Disabling all \`publicNetworkAccess\` for service: ${id} is not supported if the service does not atleast one approved Private Endpoint Connections.`
        : `Blocking all public network access by setting property \`publicNetworkAccess\` of API Management service ${id} is not enabled during service creation.`;
    return new ArmError(400, "NotSupported", message);
}

function invalid(problem: string): ArmError {
    return new ArmError(400, "InvalidParameters", `The service is invalid: ${problem}.`);
}
