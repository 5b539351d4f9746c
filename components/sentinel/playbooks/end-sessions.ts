import { type NamedValueSettings, namedValue } from "./named-value";
import { PlaybookName } from "./playbook-name";
import { outcome, responseTo } from "./response";
import { set, type WorkflowDefinition } from "./workflow";

/** Ends all sessions of the gateway, by another text in its named value `session-epoch`. Serves practices IR-2 and 4.2. */
export function endSessions(settings: NamedValueSettings): WorkflowDefinition {
    return responseTo({
        playbook: PlaybookName.EndSessions,
        settings,
        onceOnly: true,
        steps: {
            // any other text will do
            Write_epoch: namedValue(settings, "session-epoch", {
                method: "PATCH",
                value: "@{utcNow()}",
                etag: "*",
            }),
            Say_done: set(outcome, "All sessions at the gateway have ended; clients begin new ones."),
        },
    });
}
