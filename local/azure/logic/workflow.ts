import { any, map, notModelled, object, oneOf, readOnly, string } from "../../provider/schema";
import { ArmError } from "../arm-error";
import { normalLocation } from "../locations";
import { identity } from "../managed-identity/identity";
import type { Put, ResourceType } from "../resource-type";
import { list, tags } from "../schema";
import { definitionIsWrong } from "./definition";
import { connectionIsWrong, identityIsNotAssigned, parameterIsWrong } from "./workflow-rules";

const callers = object({
    allowedCallerIpAddresses: list(object({ addressRange: string })),
    openAuthenticationPolicies: object({ policies: map(any) }),
});

/** Microsoft.Logic/workflows of the plan Consumption: a program of actions that something starts. */
export const workflow: ResourceType = {
    token: "azure-native:logic:Workflow",
    apiVersion: "2019-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Logic/workflows/{workflowName}",
    properties: {
        location: string,
        tags,
        identity,
        accessControl: object({ actions: callers, contents: callers, triggers: callers, workflowManagement: callers }),
        definition: any,
        parameters: map(
            object({
                description: string,
                metadata: any,
                type: oneOf(
                    "NotSpecified",
                    "String",
                    "SecureString",
                    "Int",
                    "Float",
                    "Bool",
                    "Array",
                    "Object",
                    "SecureObject",
                ),
                value: any,
            }),
        ),
        state: oneOf("NotSpecified", "Completed", "Enabled", "Disabled", "Deleted", "Suspended"),
        ...notModelled("endpointsConfiguration", "integrationAccount", "integrationServiceEnvironment"),
        ...readOnly("accessEndpoint", "changedTime", "createdTime", "provisioningState", "sku", "version"),
        ...readOnly("name", "type"),
    },
    // no published figures; the definition is compiled
    seconds: { create: 6, update: 5, delete: 4 },
    outputs: ({ id, inputs, before, cloud }) => {
        const now = cloud.timestamp();
        const guid = cloud.newGuid(id, "workflow").replaceAll("-", "");
        return {
            accessEndpoint:
                before?.accessEndpoint ??
                `https://prod-00.${normalLocation(String(inputs.location))}.logic.azure.com:443/workflows/${guid}`,
            createdTime: before?.createdTime ?? now,
            changedTime: now,
            state: inputs.state ?? "Enabled",
            version: String(cloud.clock.now()),
        };
    },
    refuse: [nameIsWrong, definitionIsWrong, parameterIsWrong, connectionIsWrong, identityIsNotAssigned],
    diagnostics: { logs: ["WorkflowRuntime"], groups: ["allLogs"], metrics: ["AllMetrics"], sharedTable: true },
};

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftlogic */
function nameIsWrong({ name }: Put): ArmError | undefined {
    return /^[\w.()-]{1,43}$/.test(name)
        ? undefined
        : new ArmError(
              400,
              "InvalidWorkflowName",
              `The workflow's name '${name}' must have 1 to 43 letters, digits and any of - _ . ( ).`,
          );
}
