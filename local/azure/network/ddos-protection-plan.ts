import { readOnly, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Cloud } from "../cloud";
import { usersOf } from "../references";
import type { ResourceType } from "../resource-type";
import { tags } from "../schema";

/** Microsoft.Network/ddosProtectionPlans: one plan protects the networks and addresses that refer to it. */
export const ddosProtectionPlan: ResourceType = {
    token: "azure-native:network:DdosProtectionPlan",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/ddosProtectionPlans/{ddosProtectionPlanName}",
    properties: {
        location: string,
        tags,
        ...readOnly("etag", "provisioningState", "publicIPAddresses", "resourceGuid", "virtualNetworks"),
        ...readOnly("name", "type"),
    },
    // no published figures; one record, which takes effect with the first network
    seconds: { create: 10, update: 5, delete: 10 },
    derived: ({ id }, cloud) => ({
        publicIPAddresses: addressesOf(id, cloud).map((address) => ({ id: address })),
        virtualNetworks: networksOf(id, cloud).map((network) => ({ id: network })),
    }),
    refuseDelete: [
        ({ id, cloud }) => {
            const users = [...networksOf(id, cloud), ...addressesOf(id, cloud)];
            return users.length === 0
                ? undefined
                : new ArmError(
                      400,
                      "InUseDdosProtectionPlanCannotBeDeleted",
                      `DDoS protection plan ${id} cannot be deleted because it protects: ${users.join(", ")}. Remove the plan from them first.`,
                  );
        },
    ],
};

function networksOf(id: string, cloud: Cloud): string[] {
    return usersOf(cloud, "azure-native:network:VirtualNetwork", (body) =>
        sameId(textAt(body, "ddosProtectionPlan.id") ?? "", id),
    );
}

function addressesOf(id: string, cloud: Cloud): string[] {
    return usersOf(cloud, "azure-native:network:PublicIPAddress", (body) =>
        sameId(textAt(body, "ddosSettings.ddosProtectionPlan.id") ?? "", id),
    );
}
