import { object, oneOf, readOnly, required, string } from "../../provider/schema";
import type { ResourceType } from "../resource-type";
import { list } from "../schema";

/** Microsoft.Authorization/locks: the scope and everything in it cannot be deleted, or not even changed. */
export const managementLockByScope: ResourceType = {
    token: "azure-native:authorization:ManagementLockByScope",
    apiVersion: "2020-05-01",
    path: "/{scope}/providers/Microsoft.Authorization/locks/{lockName}",
    properties: {
        level: required(oneOf("CanNotDelete", "ReadOnly")),
        notes: string,
        owners: list(object({ applicationId: string })),
        ...readOnly("name", "type", "systemData"),
    },
    // no published figures; one record in Resource Manager
    seconds: { create: 2, update: 2, delete: 2 },
};
