import { boolean, integer, limited, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { childNames, entitiesOf, longEntityName, serviceIdOf, validationError, versionIsTooOld } from "./service-of";

/** Microsoft.ApiManagement/service/products: APIs that are subscribed to together. */
export const product: ResourceType = {
    token: "azure-native:apimanagement:Product",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/products/{productId}",
    names: childNames({ productId: longEntityName }),
    properties: {
        approvalRequired: boolean,
        description: limited(string, { maxLength: 1000 }),
        displayName: required(limited(string, { minLength: 1, maxLength: 300 })),
        state: oneOf("notPublished", "published"),
        subscriptionRequired: boolean,
        subscriptionsLimit: integer,
        terms: string,
        ...readOnly("name", "type"),
    },
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 4 },
    outputs: ({ inputs }) => ({
        state: inputs.state ?? "notPublished",
        subscriptionRequired: inputs.subscriptionRequired ?? true,
    }),
    refuse: [versionIsTooOld, nameIsTaken, limitsNobody],
};

/** https://learn.microsoft.com/rest/api/apimanagement/product/create-or-update */
function limitsNobody({ inputs }: Put): ArmError | undefined {
    const limit = ["approvalRequired", "subscriptionsLimit"].find(
        (name) => inputs[name] !== undefined && inputs[name] !== false,
    );
    return inputs.subscriptionRequired === false && limit !== undefined
        ? validationError(`${limit} needs subscriptionRequired.`)
        : undefined;
}

function nameIsTaken({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const rival = entitiesOf(serviceIdOf(id), cloud, type.token).find(
        (other) => !sameId(other.id, id) && textAt(other.body, "displayName") === inputs.displayName,
    );
    return rival ? validationError(`Product with the same name already exists: ${rival.id}.`) : undefined;
}
