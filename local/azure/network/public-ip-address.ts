import { createHash } from "node:crypto";
import type { Properties } from "../../provider/provider";
import { each, integer, limited, notModelled, object, oneOf, readOnly, string } from "../../provider/schema";
import { textAt, textsAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Cloud } from "../cloud";
import { immutable } from "../immutable";
import type { Put, ResourceType } from "../resource-type";
import { list, reference, tags, writeOnly } from "../schema";

/** Ranges for documentation, so that no address of the local cloud is anybody's: https://www.rfc-editor.org/rfc/rfc5737 */
const ranges = ["203.0.113", "198.51.100"];
const pool = ranges.flatMap((range) => Array.from({ length: 254 }, (_, index) => `${range}.${index + 1}`));

/** Microsoft.Network/publicIPAddresses: Standard addresses, which are static and keep their zones. */
export const publicIPAddress: ResourceType = {
    token: "azure-native:network:PublicIPAddress",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/publicIPAddresses/{publicIpAddressName}",
    properties: {
        id: writeOnly(string),
        location: string,
        tags,
        ddosSettings: object({
            ddosProtectionPlan: reference,
            protectionMode: oneOf("VirtualNetworkInherited", "Enabled", "Disabled"),
        }),
        deleteOption: oneOf("Delete", "Detach"),
        dnsSettings: object({
            ...each(string, "domainNameLabel", "fqdn", "reverseFqdn"),
            domainNameLabelScope: oneOf("TenantReuse", "SubscriptionReuse", "ResourceGroupReuse", "NoReuse"),
        }),
        // https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses
        idleTimeoutInMinutes: limited(integer, { minimum: 4, maximum: 30 }),
        ipTags: list(object(each(string, "ipTagType", "tag"))),
        publicIPAddressVersion: oneOf("IPv4", "IPv6"),
        publicIPAllocationMethod: oneOf("Static", "Dynamic"),
        sku: object({ name: oneOf("Basic", "Standard", "StandardV2"), tier: oneOf("Regional", "Global") }),
        zones: list(string),
        ...notModelled("extendedLocation", "linkedPublicIPAddress", "migrationPhase", "natGateway", "publicIPPrefix"),
        ...notModelled("servicePublicIPAddress"),
        ipAddress: string,
        ...readOnly("etag", "ipConfiguration", "provisioningState", "resourceGuid", "name", "type"),
    },
    replacedBy: ["location", "publicIPAddressVersion", "sku"],
    // no published figures; one record in the network controller
    seconds: { create: 4, update: 4, delete: 10 },
    outputs: (put) => ({
        idleTimeoutInMinutes: put.inputs.idleTimeoutInMinutes ?? 4,
        ipAddress: addressOf(put) ?? "",
        publicIPAddressVersion: put.inputs.publicIPAddressVersion ?? "IPv4",
        publicIPAllocationMethod: put.inputs.publicIPAllocationMethod ?? "Dynamic",
        sku: { name: textAt(put.inputs, "sku.name") ?? "Basic", tier: textAt(put.inputs, "sku.tier") ?? "Regional" },
        ddosSettings: {
            protectionMode: textAt(put.inputs, "ddosSettings.protectionMode") ?? "VirtualNetworkInherited",
        },
    }),
    derived: ({ id }, cloud) => {
        const [holder] = holdersOf(id, cloud).map((resource): Properties => ({ ipConfiguration: { id: resource } }));
        return holder ?? {};
    },
    refuse: [
        skuIsWrong,
        planIsWrong,
        immutable(
            (body) => textAt(body, "sku.name"),
            new ArmError(400, "PublicIPAddressSkuCannotBeChanged", "The sku of a public IP address cannot be changed."),
        ),
        immutable(
            (body) => textsAt(body, "zones").toSorted().join() || undefined,
            new ArmError(
                400,
                "ResourceAvailabilityZonesCannotBeModified",
                "The zones of a public IP address cannot be changed.",
            ),
        ),
        noAddressIsLeft,
    ],
    refuseDelete: [
        ({ id, cloud }) => {
            const [holder] = holdersOf(id, cloud);
            return holder === undefined
                ? undefined
                : new ArmError(
                      400,
                      "PublicIPAddressCannotBeDeleted",
                      `Public IP address ${id} can not be deleted since it is still allocated to resource ${holder}. In order to delete the public IP, disassociate/detach the Public IP address from the resource.`,
                  );
        },
    ],
    diagnostics: {
        logs: ["DDoSProtectionNotifications", "DDoSMitigationFlowLogs", "DDoSMitigationReports"],
        groups: ["audit", "allLogs"],
        metrics: ["AllMetrics"],
    },
};

/** Resources that hold the public address. */
export function holdersOf(id: string, cloud: Cloud): string[] {
    return cloud
        .all()
        .filter(({ type, body }) =>
            cloud
                .typeOf(type)
                .publicAddressIds?.(body)
                .some((other) => sameId(other, id)),
        )
        .map((resource) => resource.id);
}

/** The address that it has, else the first free one from a place that its id decides. */
function addressOf({ type, id, before, cloud }: Put): string | undefined {
    const taken = new Set(cloud.all(type.token).map(({ body }) => body.ipAddress));
    const start = createHash("sha256").update(id.toLowerCase()).digest().readUInt32BE() % pool.length;
    const free = [...pool.slice(start), ...pool.slice(0, start)].find((address) => !taken.has(address));
    return textAt(before, "ipAddress") ?? free;
}

function noAddressIsLeft(put: Put): ArmError | undefined {
    return addressOf(put) === undefined
        ? new ArmError(
              400,
              "PublicIPCountLimitReached",
              `Cannot create more than ${pool.length} public IP addresses for this subscription in this region.`,
          )
        : undefined;
}

function skuIsWrong({ inputs, before }: Put): ArmError | undefined {
    const sku = textAt(inputs, "sku.name") ?? "Basic";
    // https://azure.microsoft.com/updates/upgrade-to-standard-sku-public-ip-addresses-in-azure-by-30-september-2025-basic-sku-will-be-retired/
    if (sku === "Basic" && !before) {
        return new ArmError(
            400,
            "BasicPublicIPAddressCreationBlocked",
            "Public IP addresses of the sku Basic are retired: set sku.name to Standard.",
        );
    }
    return inputs.publicIPAllocationMethod === "Static"
        ? undefined
        : new ArmError(
              400,
              "StandardSkuPublicIPAddressesMustBeStatic",
              "Standard sku publicIp must have AllocationMethod set to Static.",
          );
}

function planIsWrong({ inputs }: Put): ArmError | undefined {
    const mode = textAt(inputs, "ddosSettings.protectionMode");
    return textAt(inputs, "ddosSettings.ddosProtectionPlan.id") !== undefined && mode !== "Enabled"
        ? new ArmError(
              400,
              "DdosProtectionPlanNotAllowed",
              `A ddosProtectionPlan needs ddosSettings.protectionMode Enabled, not '${mode}'.`,
          )
        : undefined;
}
