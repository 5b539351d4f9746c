import * as securityinsights from "@pulumi/azure-native/securityinsights";
import type * as pulumi from "@pulumi/pulumi";
import type { Detection } from "./detection";
import { scheduledRule, scheduledRuleName } from "./scheduled-rule";
import type { WorkspaceReference } from "./workspace";

/** Looks for what the detections say, on their schedule. */
export function createRules(
    name: string,
    detections: Detection[],
    workspace: WorkspaceReference,
    opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
    return detections.map(
        (detection) =>
            new securityinsights.ScheduledAlertRule(
                `${name}-detection-${detection.id}`,
                {
                    ...scheduledRule(detection),
                    ruleId: workspace.id.apply((id) => scheduledRuleName(id, detection)),
                    workspaceName: workspace.name,
                    resourceGroupName: workspace.resourceGroupName,
                },
                opts,
            ),
    );
}

/** ARM id of the rule of a detection. */
export function ruleIdOf(workspaceId: string, detectionId: string): string {
    const ruleName = scheduledRuleName(workspaceId, { id: detectionId });
    return `${workspaceId}/providers/Microsoft.SecurityInsights/alertRules/${ruleName}`;
}
