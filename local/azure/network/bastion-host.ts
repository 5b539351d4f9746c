import {
    boolean,
    each,
    integer,
    limited,
    notModelled,
    object,
    oneOf,
    readOnly,
    required,
    string,
} from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { list, reference, tags, writeOnly } from "../schema";

const skus = ["Developer", "Basic", "Standard", "Premium"];

/** What a sku of Bastion does not have: https://learn.microsoft.com/azure/bastion/bastion-sku-comparison */
const neededSku: Record<string, string> = {
    disableCopyPaste: "Standard",
    enableFileCopy: "Standard",
    enableIpConnect: "Standard",
    enableShareableLink: "Standard",
    enableTunneling: "Standard",
    enablePrivateOnlyBastion: "Premium",
    enableSessionRecording: "Premium",
};

/** Microsoft.Network/bastionHosts: in a subnet of its own. */
export const bastionHost: ResourceType = {
    token: "azure-native:network:BastionHost",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/bastionHosts/{bastionHostName}",
    properties: {
        id: writeOnly(string),
        location: string,
        tags,
        dnsName: string,
        ...each(boolean, ...Object.keys(neededSku), "enableKerberos"),
        ipConfigurations: list(
            object({
                ...{ id: string, name: string },
                privateIPAllocationMethod: oneOf("Dynamic", "Static"),
                publicIPAddress: reference,
                subnet: required(reference),
                ...readOnly("etag", "provisioningState", "type"),
            }),
        ),
        networkAcls: object({ ipRules: list(object({ addressPrefix: string })) }),
        scaleUnits: limited(integer, { minimum: 2, maximum: 50 }),
        sku: object({ name: oneOf(...skus) }),
        zones: list(string),
        ...notModelled("virtualNetwork"),
        ...readOnly("etag", "provisioningState", "name", "type"),
    },
    // https://learn.microsoft.com/azure/bastion/tutorial-create-host-portal: about ten minutes
    seconds: { create: 500, update: 300, delete: 300 },
    outputs: ({ id, inputs, before, cloud }) => ({
        dnsName: before?.dnsName ?? `bst-${cloud.newGuid(id, "dns")}.bastion.azure.com`,
        scaleUnits: inputs.scaleUnits ?? 2,
        sku: { name: skuOf(inputs) },
        ipConfigurations: objectsAt(inputs, "ipConfigurations").map((configuration) => ({
            ...configuration,
            id: `${id}/bastionHostIpConfigurations/${configuration.name}`,
            etag: `W/"${cloud.newGuid(id, "etag")}"`,
            type: "Microsoft.Network/bastionHosts/bastionHostIpConfigurations",
            privateIPAllocationMethod: configuration.privateIPAllocationMethod ?? "Dynamic",
            provisioningState: "Succeeded",
        })),
    }),
    placement: {
        subnetIds: (body) =>
            objectsAt(body, "ipConfigurations").flatMap((configuration) => textAt(configuration, "subnet.id") ?? []),
        subnetName: "AzureBastionSubnet",
        // https://learn.microsoft.com/azure/bastion/configuration-settings#subnet
        longestPrefix: 26,
    },
    publicAddressIds: (body) =>
        objectsAt(body, "ipConfigurations").flatMap(
            (configuration) => textAt(configuration, "publicIPAddress.id") ?? [],
        ),
    refuse: [configurationIsWrong, skuIsTooLow, skuChanges],
    diagnostics: { logs: ["BastionAuditLogs"], groups: ["audit", "allLogs"], metrics: ["AllMetrics"] },
};

function skuOf(body: Put["inputs"] | undefined): string {
    return textAt(body, "sku.name") ?? "Basic";
}

function configurationIsWrong({ id, inputs }: Put): ArmError | undefined {
    const configurations = objectsAt(inputs, "ipConfigurations");
    const isPrivate = inputs.enablePrivateOnlyBastion === true;
    return configurations.length === 1 && (textAt(configurations[0], "publicIPAddress.id") === undefined) === isPrivate
        ? undefined
        : new ArmError(
              400,
              "InvalidRequestFormat",
              `Bastion host ${id} needs one ipConfiguration, with a public address unless enablePrivateOnlyBastion is true.`,
          );
}

function skuIsTooLow({ id, inputs }: Put): ArmError | undefined {
    const sku = skuOf(inputs);
    const wrong = Object.entries(neededSku).find(
        ([feature, needed]) => inputs[feature] === true && skus.indexOf(sku) < skus.indexOf(needed),
    );
    return wrong
        ? new ArmError(
              400,
              "BastionHostSkuNotSupported",
              `Bastion host ${id} of the sku ${sku} cannot have ${wrong[0]}: it needs ${wrong[1]}.`,
          )
        : undefined;
}

function skuChanges({ id, inputs, before }: Put): ArmError | undefined {
    return before && skus.indexOf(skuOf(inputs)) < skus.indexOf(skuOf(before))
        ? new ArmError(
              400,
              "BastionHostSkuDowngradeNotAllowed",
              `The sku of bastion host ${id} cannot be changed from ${skuOf(before)} to ${skuOf(inputs)}.`,
          )
        : undefined;
}
