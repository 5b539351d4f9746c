import type { Properties } from "../../provider/provider";
import { boolean, each, integer, limited, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { isObject, objectsAt, textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { type Field, list } from "../schema";

const days = limited(integer, { minimum: 0 });
const tiers = ["delete", "tierToArchive", "tierToCold", "tierToCool", "tierToHot"];

const ofBlobs: Field = object({
    ...each(days, "daysAfterCreationGreaterThan", "daysAfterLastAccessTimeGreaterThan"),
    ...each(days, "daysAfterLastTierChangeGreaterThan", "daysAfterModificationGreaterThan"),
});
const ofOthers: Field = object({
    daysAfterCreationGreaterThan: required(days),
    daysAfterLastTierChangeGreaterThan: days,
});

/** Microsoft.Storage/storageAccounts/managementPolicies: what happens to blobs with their age. */
export const managementPolicy: ResourceType = {
    token: "azure-native:storage:ManagementPolicy",
    apiVersion: "2024-01-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}/managementPolicies/{managementPolicyName}",
    properties: {
        policy: required(
            object({
                rules: required(
                    list(
                        object({
                            name: required(string),
                            enabled: boolean,
                            type: required(oneOf("Lifecycle")),
                            definition: required(
                                object({
                                    actions: required(
                                        object({
                                            baseBlob: object({
                                                ...each(ofBlobs, ...tiers),
                                                enableAutoTierToHotFromCool: boolean,
                                            }),
                                            snapshot: object(each(ofOthers, ...tiers)),
                                            version: object(each(ofOthers, ...tiers)),
                                        }),
                                    ),
                                    filters: object({
                                        blobIndexMatch: list(object(each(required(string), "name", "op", "value"))),
                                        blobTypes: required(list(oneOf("blockBlob", "appendBlob"))),
                                        prefixMatch: list(string),
                                    }),
                                }),
                            ),
                        }),
                    ),
                ),
            }),
        ),
        ...readOnly("lastModifiedTime", "name", "type"),
    },
    // no published figures; one record, the blobs are judged once a day
    seconds: { create: 3, update: 3, delete: 2 },
    outputs: ({ name, cloud }) => ({
        name: name === "default" ? "DefaultManagementPolicy" : name, // so Azure calls it
        lastModifiedTime: cloud.timestamp(),
    }),
    refuse: [nameIsWrong, rulesAreWrong],
};

function nameIsWrong({ id, name }: Put): ArmError | undefined {
    return name === "default"
        ? undefined
        : new ArmError(404, "HttpResourceNotFound", `The request url https://management.azure.com${id} is not found.`);
}

/** https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure */
function rulesAreWrong({ inputs }: Put): ArmError | undefined {
    const rules = objectsAt(inputs, "policy.rules");
    const names = rules.map((rule) => textAt(rule, "name"));
    const problem =
        (rules.length === 0 && "a policy needs at least one rule") ||
        (rules.length > 100 && "a policy has at most 100 rules") ||
        (new Set(names).size < names.length && "the names of rules must differ") ||
        rules.map(ruleProblem).find((each) => each !== undefined);
    return problem ? new ArmError(400, "InvalidManagementPolicy", `The policy is invalid: ${problem}.`) : undefined;
}

function ruleProblem(rule: Properties): string | undefined {
    const name = textAt(rule, "name");
    const actions = ["baseBlob", "snapshot", "version"].flatMap((kind) => {
        const chosen = valueAt(rule, `definition.actions.${kind}`);
        return isObject(chosen) ? Object.keys(chosen) : [];
    });
    if (actions.length === 0) {
        return `rule '${name}' has no action`;
    }
    const types = textsAt(rule, "definition.filters.blobTypes");
    const isTiered = actions.some((action) => action.startsWith("tierTo"));
    return isTiered && types.some((type) => type.toLowerCase() === "appendblob")
        ? `rule '${name}' moves append blobs to another tier, they can only be deleted`
        : undefined;
}
