import { randomBytes } from "node:crypto";
import { lastSegment } from "../azure/arm-id";
import { isAllowed } from "../azure/authorization/effective-role";
import { assignedIdentities } from "../azure/managed-identity/identity";
import { startOf } from "../azure/security-insights/playbook";
import type { Clock } from "../cloud/clock";
import type { Tenant } from "../entra/tokens/tenant";
import { runWorkflow, type WorkflowRun } from "../logic-apps/run";
import type { Properties } from "../provider/provider";
import { isObject, valueAt } from "../provider/values";
import type { IncidentEvent } from "../sentinel/automation";
import type { Incident } from "../sentinel/incident";
import { triggerBody } from "../sentinel/incident-trigger";
import type { Management } from "./management";
import { sendAs } from "./send-as";

export interface RunPlaybookOptions {
    /** Required. ARM id of the workflow. */
    workflowId: string;
    /** Required. */
    incident: Incident;
    /** Required. What happened to it. */
    event: Pick<IncidentEvent, "kind">;
    /** Required. The tenant as it is at the moment. */
    tenant(): Tenant;
    /** Required. What answers requests of the workflow. */
    management: Management;
    /** Required. What delays and retries take. */
    clock: Clock;
}

/** A run of a playbook. */
export interface PlaybookRun extends WorkflowRun {
    /** ARM id of the workflow. */
    workflowId: string;
    /** Name of the run. */
    name: string;
}

/**
 * Runs a deployed playbook for an incident, as an automation rule starts it.
 * @throws an error when it cannot be started: it is not there or disabled, or Sentinel may not.
 */
export async function runPlaybook(options: RunPlaybookOptions): Promise<PlaybookRun> {
    const { workflowId, incident, event, tenant, management, clock } = options;
    const { cloud } = tenant();
    const workflow = cloud.find(workflowId);
    if (workflow?.type !== "azure-native:logic:Workflow") throw new Error(`There is no workflow ${workflowId}.`);
    const { id, body } = workflow;
    if (body.state !== "Enabled") throw new Error(`The playbook ${id} is in the state ${body.state}.`);
    if (!isAllowed(startOf(id, cloud), cloud)) throw new Error(`Microsoft Sentinel may not start the playbook ${id}.`);
    const name = `0858${randomBytes(8).toString("hex").toUpperCase()}CU00`;
    const run = await runWorkflow({
        definition: body.definition,
        parameters: valuesOf(body),
        trigger: triggerBody(incident, event),
        send: sendAs({ identityIds: assignedIdentities(body), tenant, management }),
        clock,
        workflow: { id, name: lastSegment(id), run: { id: `${id}/runs/${name}`, name } },
    });
    return { workflowId: id, name, ...run };
}

function valuesOf(body: Properties): Properties {
    const parameters = isObject(body.parameters) ? body.parameters : {};
    return Object.fromEntries(
        Object.entries(parameters).map(([name, parameter]) => [name, valueAt(parameter, "value") ?? {}]),
    );
}
