import { limited, string } from "../../provider/schema";
import { ArmError } from "../arm-error";
import { lastSegment, parentOf } from "../arm-id";
import type { Put } from "../resource-type";
import type { Fields } from "../schema";

/** Where the resources of Microsoft Sentinel lie: they extend a workspace. */
export const inWorkspace =
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}/providers/Microsoft.SecurityInsights";

export const workspaceNames: Fields = { workspaceName: limited(string, { minLength: 1, maxLength: 90 }) };

/** Sentinel knows only workspaces that were given to it. */
export function notOnboarded({ id, cloud }: Put): ArmError | undefined {
    const workspace = parentOf(id);
    return cloud.exists(`${workspace}/providers/Microsoft.SecurityInsights/onboardingStates/default`)
        ? undefined
        : new ArmError(
              400,
              "BadRequest",
              `Workspace '${lastSegment(workspace)}' is not onboarded to Microsoft Sentinel.`,
          );
}
