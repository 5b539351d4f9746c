import { isObject, objectsAt, textAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf } from "../arm-id";
import { type Need, roleIsMissing } from "../authorization/effective-role";
import type { Cloud } from "../cloud";
import type { Put } from "../resource-type";

/** Name of Microsoft's own principal that starts playbooks. */
const sentinelName = "Azure Security Insights";

/**
 * A playbook that Sentinel may not start, or that waits for something else.
 * https://learn.microsoft.com/azure/sentinel/automation/run-playbooks#prerequisites
 */
export function playbookIsNotRunnable({ inputs, cloud }: Put): ArmError | undefined {
    const action = objectsAt(inputs, "actions").find((each) => each.actionType === "RunPlaybook");
    const id = textAt(action, "actionConfiguration.logicAppResourceId");
    if (id === undefined) {
        return undefined;
    }
    const workflow = cloud.find(id);
    if (workflow?.type !== "azure-native:logic:Workflow") {
        return new ArmError(400, "BadRequest", `The playbook ${id} is no workflow of Logic Apps.`);
    }
    const trigger = textAt(inputs, "triggeringLogic.triggersOn") === "Alerts" ? "/subscribe" : "/incident-creation";
    const triggers = valueAt(workflow.body, "definition.triggers");
    const waits = Object.values(isObject(triggers) ? triggers : {}).some(
        (each) => textAt(each, "type") === "ApiConnectionWebhook" && textAt(each, "inputs.path") === trigger,
    );
    if (!waits) {
        return new ArmError(
            400,
            "BadRequest",
            `The playbook ${id} does not begin with Microsoft Sentinel's trigger ${trigger}.`,
        );
    }
    const refusal = new ArmError(
        403,
        "Forbidden",
        `Microsoft Sentinel is missing required permissions to run the playbook ${id}: its principal needs the role Microsoft Sentinel Automation Contributor on the resource group.`,
    );
    return roleIsMissing(startOf(id, cloud), refusal, cloud);
}

/** What Sentinel needs to start a playbook. */
export function startOf(workflowId: string, { seed }: Cloud): Need {
    return {
        principalId: seed.principals.find(({ name }) => name === sentinelName)?.id ?? "",
        action: "Microsoft.Logic/workflows/triggers/run/action",
        roles: ["Microsoft Sentinel Automation Contributor", "Owner", "Contributor"],
        scope: parentOf(workflowId),
    };
}
