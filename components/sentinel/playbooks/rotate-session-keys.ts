import { type JobSettings, runJob } from "./job-run";
import { type NamedValueSettings, namedValue } from "./named-value";
import { PlaybookName } from "./playbook-name";
import { outcome, responseTo } from "./response";
import { set, type WorkflowDefinition } from "./workflow";

const current = "session-key-current";
const previous = "session-key-previous";

/**
 * Draws both keys of sessions anew, by a job that reaches their vault, and lets API Management read them.
 *
 * A deployment knows nothing of it, and leaves the keys as they are until something else of their secrets changes, such as
 * a tag: it would write the old ones again. So they are drawn by a deployment, too, once there is time.
 *
 * Serves practices IR-2, 6.1 and 8.3.
 */
export function rotateSessionKeys(settings: JobSettings & NamedValueSettings): WorkflowDefinition {
    const secretUri = (action: string) => `body('${action}')?['properties']?['keyVault']?['secretIdentifier']`;
    return responseTo({
        playbook: PlaybookName.RotateSessionKeys,
        settings,
        onceOnly: true,
        steps: {
            Read_current: namedValue(settings, current, { method: "GET" }),
            Read_previous: namedValue(settings, previous, { method: "GET" }),
            ...runJob(
                settings,
                { SECRET_URIS: `@{concat(${secretUri("Read_current")}, ' ', ${secretUri("Read_previous")})}` },
                {
                    Refresh_current: namedValue(settings, current, { method: "POST", action: "refreshSecret" }),
                    Refresh_previous: namedValue(settings, previous, { method: "POST", action: "refreshSecret" }),
                    Say_done: set(
                        outcome,
                        "Both keys of sessions are new, and all sessions have ended. Draw them by a deployment, too, before one changes anything else of these secrets and writes the old ones again: see Rotation in docs/operate.md.",
                    ),
                },
            ),
        },
    });
}
