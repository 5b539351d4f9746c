import { limited, readOnly, required, string } from "../../provider/schema";
import { ArmError } from "../arm-error";
import { lastSegment } from "../arm-id";
import type { ResourceType } from "../resource-type";
import { tags } from "../schema";
import { accountIsProtected, storageAccount } from "../storage/storage-account";

/** Microsoft.Resources/resourceGroups: deleting one deletes what it holds. */
export const resourceGroup: ResourceType = {
    token: "azure-native:resources:ResourceGroup",
    apiVersion: "2024-03-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}",
    names: { resourceGroupName: limited(string, { minLength: 1, maxLength: 90 }) },
    properties: {
        location: required(string),
        managedBy: string,
        tags,
        ...readOnly("name", "type", "properties"),
    },
    replacedBy: ["location"],
    // no published figures; creating is one record, deleting takes longer the more it holds
    seconds: { create: 2, update: 2, delete: 15 },
    outputs: () => ({ properties: { provisioningState: "Succeeded" } }),
    refuse: [
        ({ name }) =>
            // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources
            /^[\w().-]*[\w()-]$/u.test(name)
                ? undefined
                : new ArmError(
                      400,
                      "InvalidResourceGroup",
                      `The provided resource group name '${name}' has these invalid characters: '${name.replace(/[\w().-]/g, "")}'. The name can only be a letter, digit, '-', '.', '(', ')' or '_' and cannot end with '.'.`,
                  ),
    ],
    refuseDelete: [
        ({ id, cloud }) =>
            cloud
                .below(id)
                .filter(({ type }) => type === storageAccount.token)
                .map((account) => accountIsProtected({ ...account, name: lastSegment(account.id), cloud }))
                .find((refusal) => refusal !== undefined),
    ],
};
