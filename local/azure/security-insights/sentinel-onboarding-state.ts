import { boolean, readOnly } from "../../provider/schema";
import { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { inWorkspace, workspaceNames } from "./in-workspace";

/** Microsoft.SecurityInsights/onboardingStates: gives a workspace to Microsoft Sentinel. */
export const sentinelOnboardingState: ResourceType = {
    token: "azure-native:securityinsights:SentinelOnboardingState",
    apiVersion: "2024-09-01",
    path: `${inWorkspace}/onboardingStates/{sentinelOnboardingStateName}`,
    names: workspaceNames,
    properties: {
        customerManagedKey: boolean,
        ...readOnly("etag", "name", "type", "systemData"),
    },
    // no published figures; tables and solutions are added to the workspace
    seconds: { create: 20, update: 5, delete: 10 },
    outputs: ({ inputs }) => ({ customerManagedKey: inputs.customerManagedKey ?? false }),
    refuse: [nameIsWrong],
};

function nameIsWrong({ name }: Put): ArmError | undefined {
    return name === "default"
        ? undefined
        : new ArmError(400, "BadRequest", `The name of an onboarding state must be 'default', not '${name}'.`);
}
