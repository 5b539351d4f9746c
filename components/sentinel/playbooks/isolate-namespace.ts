import { type JobSettings, runJob } from "./job-run";
import { namespaceList, namespaces } from "./namespaces";
import { PlaybookName } from "./playbook-name";
import { outcome, responseTo } from "./response";
import { set, type WorkflowDefinition, when } from "./workflow";

export interface IsolateSettings extends JobSettings {
    /** ARM id of the cluster. */
    clusterId: string;
}

/** Cuts the namespaces of the incident off from the network, by a job in it. Serves practices IR-2, 10.3 and ZT-2. */
export function isolateNamespace({ clusterId, ...settings }: IsolateSettings): WorkflowDefinition {
    return responseTo({
        playbook: PlaybookName.IsolateNamespace,
        settings,
        onceOnly: true, // somebody may have ended it meanwhile
        steps: {
            ...namespaces,
            Isolate_if_any: when(
                `empty(${namespaceList})`,
                { Say_none: set(outcome, "Nothing was done: the incident names no namespace.") },
                runJob(
                    settings,
                    { CLUSTER_ID: clusterId, NAMESPACES: `@{${namespaceList}}` },
                    {
                        Say_done: set(
                            outcome,
                            `@{concat('Cut off from the network by the policy quarantine: ', ${namespaceList}, '. No deployment ends that; delete the policy to end it.')}`,
                        ),
                    },
                ),
            ),
        },
    });
}
