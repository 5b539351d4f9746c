import { boolean, each, limited, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import { armTypeOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { writeOnly } from "../schema";
import { childNames, longEntityName, pathInService, serviceIdOf, validationError, versionIsTooOld } from "./service-of";

/** Microsoft.ApiManagement/service/subscriptions: keys to a product, an API or all of them, which no answer has. */
export const subscription: ResourceType = {
    token: "azure-native:apimanagement:Subscription",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}/subscriptions/{sid}",
    names: childNames({ sid: longEntityName }),
    properties: {
        allowTracing: boolean,
        displayName: required(limited(string, { minLength: 1, maxLength: 100 })),
        ...each(limited(string, { minLength: 1, maxLength: 256 }), "primaryKey", "secondaryKey"),
        scope: required(string),
        state: oneOf("suspended", "active", "expired", "submitted", "rejected", "cancelled"),
        appType: writeOnly(string),
        notify: writeOnly(boolean),
        ...each({ type: "any", notModelled: true }, "ownerId"),
        ...readOnly("createdDate", "endDate", "expirationDate", "notificationDate", "startDate", "stateComment"),
        ...readOnly("name", "type"),
    },
    // no published figures; one record
    seconds: { create: 4, update: 4, delete: 4 },
    hides: () => ["primaryKey", "secondaryKey"],
    outputs: ({ inputs, before, cloud }) => ({
        allowTracing: inputs.allowTracing ?? false,
        createdDate: before?.createdDate ?? cloud.timestamp(),
        startDate: before?.startDate ?? cloud.timestamp(),
        state: inputs.state ?? "active",
    }),
    refuse: [versionIsTooOld, scopeIsWrong],
};

function scopeIsWrong({ id, inputs, cloud }: Put): ArmError | undefined {
    const scope = textAt(inputs, "scope") ?? "";
    const serviceId = serviceIdOf(id);
    const path = sameId(serviceIdOf(scope), serviceId) ? pathInService(scope) : scope;
    const target = cloud.find(`${serviceId}${path}`);
    const isTarget = ["apis", "products"].some(
        (collection) => target && sameId(armTypeOf(target.id), `Microsoft.ApiManagement/service/${collection}`),
    );
    return path === "/apis" || isTarget
        ? undefined
        : validationError(
              `The scope of a subscription is /apis, /apis/<api> or /products/<product>, '${scope}' is none.`,
          );
}
