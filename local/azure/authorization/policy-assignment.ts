import { any, each, limited, map, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { sameId } from "../arm-id";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";
import { parameterProblem } from "./policy-set-parameters";

/** Microsoft.Authorization/policyAssignments: resources in the scope are judged by a policy or a set of policies. */
export const policyAssignment: ResourceType = {
    token: "azure-native:authorization:PolicyAssignment",
    apiVersion: "2025-01-01",
    path: "/{scope}/providers/Microsoft.Authorization/policyAssignments/{policyAssignmentName}",
    names: { policyAssignmentName: limited(string, { pattern: "^[^<>*%&:\\?.+/]*[^<>*%&:\\?.+/ ]+$" }) },
    properties: {
        ...each(string, "description", "displayName", "location", "policyDefinitionId"),
        enforcementMode: oneOf("Default", "DoNotEnforce", "Enroll"),
        metadata: any,
        nonComplianceMessages: list(
            object({ message: required(string), ...notModelled("policyDefinitionReferenceId") }),
            "message",
        ),
        notScopes: list(string),
        parameters: map(object({ value: any })),
        // Azure judges most of these by the content of the definition, which the local cloud does not have
        ...notModelled("assignmentType", "definitionVersion", "identity", "overrides", "resourceSelectors"),
        ...readOnly("effectiveDefinitionVersion", "instanceId", "latestDefinitionVersion", "scope"),
        ...readOnly("name", "type", "systemData"),
    },
    optionalLocation: true,
    // no published figures; one record in Resource Manager, the resources are judged later
    seconds: { create: 3, update: 3, delete: 2 },
    outputs: ({ id, inputs, before, cloud }) => ({
        scope: String(inputs.scope),
        enforcementMode: inputs.enforcementMode ?? "Default",
        notScopes: inputs.notScopes ?? [],
        instanceId: before?.instanceId ?? cloud.newGuid(id, "instanceId"),
    }),
    refuse: [nameIsTooLong, textIsTooLong, definitionIsMissing, definitionChanges, parametersAreWrong],
};

/**
 * 24 characters at a management group, which the local cloud does not have:
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftauthorization
 */
function nameIsTooLong({ name }: Put): ArmError | undefined {
    return name.length <= 64
        ? undefined
        : new ArmError(
              400,
              "InvalidPolicyAssignmentName",
              `The policy assignment name '${name}' is invalid. The policy assignment name length must not exceed '64' characters.`,
          );
}

/** https://learn.microsoft.com/azure/governance/policy/concepts/assignment-structure#display-name-and-description */
const longest = { displayName: 128, description: 512 };

function textIsTooLong({ name, inputs }: Put): ArmError | undefined {
    const [tooLong] = Object.entries(longest).filter(([text, limit]) => (textAt(inputs, text) ?? "").length > limit);
    return (
        tooLong &&
        new ArmError(
            400,
            "InvalidCreatePolicyAssignmentRequest",
            `The policy assignment '${name}' request is invalid. The length of '${tooLong[0]}' must not exceed '${tooLong[1]}' characters.`,
        )
    );
}

function definitionIsMissing({ inputs, cloud }: Put): ArmError | undefined {
    const id = textAt(inputs, "policyDefinitionId") ?? "";
    if (cloud.policySet(id) !== undefined) {
        return undefined;
    }
    const [code, kind] = /\/policySetDefinitions\/[^/]+$/i.test(id)
        ? ["PolicySetDefinitionNotFound", "policy set definition"]
        : ["PolicyDefinitionNotFound", "policy definition"];
    return new ArmError(
        400,
        code,
        `The policy assignment create request is invalid. The ${kind} '${id}' could not be found.`,
    );
}

/** The provider sends it as an update, because no property is on its force-new list. */
function definitionChanges({ name, inputs, before }: Put): ArmError | undefined {
    const old = textAt(before, "policyDefinitionId");
    const id = textAt(inputs, "policyDefinitionId") ?? "";
    return old === undefined || sameId(old, id)
        ? undefined
        : new ArmError(
              400,
              "InvalidPolicyDefinitionIdUpdate",
              `The policy assignment '${name}' create request is invalid. Cannot update existing assignment's policy definition '${old}' with new policy definition '${id}'.`,
          );
}

function parametersAreWrong({ name, inputs, cloud }: Put): ArmError | undefined {
    const set = cloud.policySet(textAt(inputs, "policyDefinitionId") ?? "");
    const problem = parameterProblem(set ?? "", inputs.parameters);
    return (
        problem &&
        new ArmError(400, problem.code, `The policy assignment '${name}' request is invalid: ${problem.message}`)
    );
}
