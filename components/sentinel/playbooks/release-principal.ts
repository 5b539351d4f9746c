import { changeList, type NamedValueSettings, writeStatus } from "./named-value";
import { PlaybookName } from "./playbook-name";
import { principals } from "./principals";
import { outcome, responseTo } from "./response";
import { set, type WorkflowDefinition, when } from "./workflow";

/** Ends the lower limits of the incident's users and applications. Who is blocked stays so. Serves practice 8.3. */
export function releasePrincipal(settings: NamedValueSettings): WorkflowDefinition {
    return responseTo({
        playbook: PlaybookName.ReleasePrincipal,
        settings,
        onceOnly: false, // who is not in the list is not removed again
        variables: [writeStatus],
        steps: {
            ...principals,
            Release_if_any: when(
                "empty(body('Principals'))",
                { Say_nobody: set(outcome, "Nothing was done: the incident names no user or application.") },
                changeList(settings, {
                    list: "throttled-principals",
                    ids: "Principals",
                    change: "remove",
                    done: "The gateway has the ordinary limits again for",
                }),
            ),
        },
    });
}
