import { changeList, type NamedValueSettings, writeStatus } from "./named-value";
import { PlaybookName } from "./playbook-name";
import { protectedIds, stoppable } from "./principals";
import { outcome, responseTo } from "./response";
import { set, type WorkflowDefinition, when } from "./workflow";

/** Refuses every request of the incident's users and applications at the gateway. Serves practices IR-2 and 4.2. */
export function blockPrincipal(settings: NamedValueSettings): WorkflowDefinition {
    return stop(settings, {
        playbook: PlaybookName.BlockPrincipal,
        list: "blocked-principals",
        done: "The gateway refuses each request of",
    });
}

/** Lowers the limits of the incident's users and applications at the gateway. Serves practices IR-2 and 8.3. */
export function throttlePrincipal(settings: NamedValueSettings): WorkflowDefinition {
    return stop(settings, {
        playbook: PlaybookName.ThrottlePrincipal,
        list: "throttled-principals",
        done: "The gateway has lowered the limits of",
    });
}

function stop(
    settings: NamedValueSettings,
    { playbook, list, done }: { playbook: PlaybookName; list: string; done: string },
): WorkflowDefinition {
    return responseTo({
        playbook,
        settings,
        onceOnly: false, // who is in the list is not added again
        parameters: [protectedIds],
        variables: [writeStatus],
        steps: {
            ...stoppable,
            Stop_if_any: when(
                "empty(body('Stoppable'))",
                {
                    Say_nobody: set(
                        outcome,
                        "Nothing was done: the incident names no user or application that may be stopped.",
                    ),
                },
                changeList(settings, { list, ids: "Stoppable", change: "add", done }),
            ),
        },
    });
}
