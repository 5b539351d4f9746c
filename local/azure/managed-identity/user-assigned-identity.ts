import { readOnly, required, string } from "../../provider/schema";
import type { ResourceType } from "../resource-type";
import { tags } from "../schema";

/** Microsoft.ManagedIdentity/userAssignedIdentities: a service principal without a secret. */
export const userAssignedIdentity: ResourceType = {
    token: "azure-native:managedidentity:UserAssignedIdentity",
    apiVersion: "2023-01-31",
    // Azure answers with "resourcegroups" in lower case here
    path: "/subscriptions/{subscriptionId}/resourcegroups/{resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
    properties: {
        location: required(string),
        tags,
        ...readOnly("clientId", "principalId", "tenantId", "name", "type", "systemData"),
    },
    replacedBy: ["location"],
    // no published figures; one object in the directory
    seconds: { create: 4, update: 2, delete: 3 },
    outputs: ({ id, before, cloud }) => ({
        clientId: before?.clientId ?? cloud.newGuid(id, "clientId"),
        principalId: before?.principalId ?? cloud.newGuid(id, "principalId"),
        tenantId: cloud.seed.tenantId,
    }),
};
