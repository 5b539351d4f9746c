import { oneOf, readOnly, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { armTypeOf, parentOf, sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";

/** What can be in a scope: https://learn.microsoft.com/azure/azure-monitor/logs/private-link-security */
const linkable = [
    "Microsoft.Insights/components",
    "Microsoft.Insights/dataCollectionEndpoints",
    "Microsoft.OperationalInsights/workspaces",
];

/** Microsoft.Insights/privateLinkScopes/scopedResources: a scope takes one write at a time. */
export const privateLinkScopedResource: ResourceType = {
    token: "azure-native:monitor:PrivateLinkScopedResource",
    apiVersion: "2023-06-01-preview",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Insights/privateLinkScopes/{scopeName}/scopedResources/{name}",
    properties: {
        kind: oneOf("Resource", "Metrics"),
        linkedResourceId: string,
        subscriptionLocation: string,
        ...readOnly("provisioningState", "name", "type", "systemData"),
    },
    serializedBy: "Microsoft.Insights/privateLinkScopes",
    // no published figures; the names of the resource reach the private endpoints of the scope
    seconds: { create: 15, update: 10, delete: 15 },
    outputs: ({ inputs }) => ({ kind: inputs.kind ?? "Resource" }),
    refuse: [resourceIsNotLinkable, resourceIsInScope],
};

function resourceIsNotLinkable({ inputs }: Put): ArmError | undefined {
    const linked = textAt(inputs, "linkedResourceId") ?? "";
    return linkable.some((type) => linked !== "" && sameId(armTypeOf(linked), type))
        ? undefined
        : new ArmError(
              400,
              "InvalidLinkedResource",
              `'${linked}' cannot be in a private link scope, only: ${linkable.join(", ")}.`,
          );
}

function resourceIsInScope({ type, id, inputs, cloud }: Put): ArmError | undefined {
    const linked = textAt(inputs, "linkedResourceId") ?? "";
    const other = cloud
        .all(type.token)
        .filter((each) => sameId(parentOf(each.id), parentOf(id)) && !sameId(each.id, id))
        .find(({ body }) => sameId(textAt(body, "linkedResourceId") ?? "", linked));
    return other
        ? new ArmError(409, "Conflict", `The resource '${linked}' is in the scope already, as ${other.id}.`)
        : undefined;
}
