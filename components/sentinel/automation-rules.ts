import * as securityinsights from "@pulumi/azure-native/securityinsights";
import type * as inputs from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { guidFrom } from "../shared";
import type { Detection } from "./detection";
import { approvalLabel, needApproval, PlaybookName } from "./playbooks/playbook-name";
import { ruleIdOf } from "./rules";
import type { WorkspaceReference } from "./workspace";

/**
 * Playbooks in the order in which an incident starts them: Sentinel begins the next when one has run, so what stops an
 * attack comes first, then who is told, then what takes long.
 */
const startingOrder: readonly PlaybookName[] = [
    PlaybookName.BlockPrincipal,
    PlaybookName.EndSessions,
    PlaybookName.ThrottlePrincipal,
    PlaybookName.ReleasePrincipal,
    PlaybookName.Notify,
    PlaybookName.SnapshotEvidence,
    PlaybookName.DisableServicePrincipal,
    PlaybookName.IsolateNamespace,
    PlaybookName.RotateSessionKeys,
];

/** Lets incidents of the detections that name a playbook start it, at once or when somebody has approved it. */
export function createAutomationRules(
    name: string,
    on: { workspace: WorkspaceReference; tenantId: string; detections: Detection[] },
    playbookIds: Partial<Record<PlaybookName, pulumi.Output<string>>>,
    opts: pulumi.CustomResourceOptions,
): void {
    for (const [index, playbook] of startingOrder.entries()) {
        const playbookId = playbookIds[playbook];
        const ids = on.detections.filter(({ responses }) => responses.includes(playbook)).map(({ id }) => id);
        if (playbookId === undefined || ids.length === 0) continue;
        new securityinsights.AutomationRule(
            `${name}-automation-${playbook}`,
            {
                automationRuleId: on.workspace.id.apply((workspace) => guidFrom(workspace, "automation", playbook)),
                workspaceName: on.workspace.name,
                resourceGroupName: on.workspace.resourceGroupName,
                displayName: needApproval.includes(playbook) ? `${playbook}, once approved` : playbook,
                order: index + 1,
                triggeringLogic: on.workspace.id.apply((workspace) =>
                    triggeringLogic(
                        playbook,
                        ids.map((id) => ruleIdOf(workspace, id)),
                    ),
                ),
                actions: [
                    {
                        actionType: "RunPlaybook",
                        order: 1,
                        actionConfiguration: { logicAppResourceId: playbookId, tenantId: on.tenantId },
                    },
                ],
            },
            opts,
        );
    }
}

type Logic = pulumi.Unwrap<inputs.securityinsights.AutomationRuleTriggeringLogicArgs>;

/** When an incident starts a playbook: https://learn.microsoft.com/azure/sentinel/automate-incident-handling-with-automation-rules */
export function triggeringLogic(playbook: PlaybookName, ruleIds: string[]): Logic {
    const ofRules = property("IncidentRelatedAnalyticRuleIds", "Contains", ruleIds);
    const common = { isEnabled: true, triggersOn: "Incidents" };
    if (!needApproval.includes(playbook)) return { ...common, triggersWhen: "Created", conditions: [ofRules] };
    // added, because every comment of a playbook updates the incident as well
    const labelled = {
        conditionType: "PropertyArrayChanged",
        conditionProperties: { arrayType: "Labels", changeType: "Added" },
    } as const;
    // the whole label: "not approved: ..." is no approval
    const approved = property("IncidentLabel", "Equals", [approvalLabel(playbook)]);
    return { ...common, triggersWhen: "Updated", conditions: [labelled, approved, ofRules] };
}

function property(propertyName: string, operator: "Contains" | "Equals", propertyValues: string[]) {
    return { conditionType: "Property", conditionProperties: { propertyName, operator, propertyValues } } as const;
}
