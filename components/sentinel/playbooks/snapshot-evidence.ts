import { type JobSettings, runJob } from "./job-run";
import { namespaceList, namespaces } from "./namespaces";
import { PlaybookName } from "./playbook-name";
import { incident, outcome, responseTo } from "./response";
import { set, type WorkflowDefinition } from "./workflow";

export interface SnapshotSettings extends JobSettings {
    clusterId: string;
    gatewayServiceId: string;
    /** Address of the container for evidence of incidents. */
    containerUri: string;
}

/**
 * Keeps what is known of the incident now: itself with its alerts and entities, the lists of responders, and what is in
 * the namespaces that it names. Nobody changes or deletes it: the account keeps it for its time, and a legal hold until
 * somebody lifts that. Serves practice IR-3.
 */
export function snapshotEvidence({
    clusterId,
    gatewayServiceId,
    containerUri,
    ...settings
}: SnapshotSettings): WorkflowDefinition {
    return responseTo({
        playbook: PlaybookName.SnapshotEvidence,
        settings,
        onceOnly: true,
        steps: {
            ...namespaces,
            ...runJob(
                settings,
                {
                    CLUSTER_ID: clusterId,
                    CONTAINER_URI: containerUri,
                    GATEWAY_ID: gatewayServiceId,
                    INCIDENT_ID: `@{${incident.id}}`,
                    NAMESPACES: `@{${namespaceList}}`,
                },
                {
                    Say_done: set(
                        outcome,
                        `@{concat('Evidence is kept, under legal hold, in ${containerUri}/', string(${incident.number}), '/.')}`,
                    ),
                },
            ),
        },
    });
}
