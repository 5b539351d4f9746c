import { guidFrom } from "../../shared";
import type { PlaybookName } from "./playbook-name";
import {
    type Actions,
    arm,
    fail,
    filter,
    initialize,
    inSequence,
    type PlaybookSettings,
    type Status,
    scope,
    select,
    set,
    type WorkflowDefinition,
    when,
} from "./workflow";

/** Expressions, without their `@`, of what the connector of Microsoft Sentinel brings of an incident. */
export const incident = {
    id: "triggerBody()?['object']?['id']",
    name: "triggerBody()?['object']?['name']",
    number: "triggerBody()?['object']?['properties']?['incidentNumber']",
    title: "triggerBody()?['object']?['properties']?['title']",
    severity: "triggerBody()?['object']?['properties']?['severity']",
    url: "triggerBody()?['object']?['properties']?['incidentUrl']",
    entities: "coalesce(triggerBody()?['object']?['properties']?['relatedEntities'], json('[]'))",
    alerts: "coalesce(triggerBody()?['object']?['properties']?['alerts'], json('[]'))",
} as const;

/** What responses say: that something was done, or that nothing was to be done and why; and what went wrong. */
export const outcome = "outcome";
export const problem = "problem";

interface Response {
    playbook: PlaybookName;
    settings: PlaybookSettings;
    /**
     * Whether it is done once for an incident, also when something else starts the playbook again; after a failure it
     * may run again, and when somebody has deleted the comment that says it is done.
     */
    onceOnly: boolean;
    /** Names of the lists of ids that the workflow is given. */
    parameters?: string[];
    /** Texts besides `outcome` and `problem`, empty at first. */
    variables?: string[];
    /** Set `outcome` or `problem`. An action that fails, and nothing handles it, is a problem. */
    steps: Actions;
}

/**
 * The workflow of a response: it starts with an incident, and ends with a comment that says what was done, or what went
 * wrong; the run has failed then.
 */
export function responseTo({
    playbook,
    settings,
    onceOnly,
    parameters = [],
    variables = [],
    steps,
}: Response): WorkflowDefinition {
    const id = `concat(substring(${incident.name}, 0, 24), '${lastPart(playbook)}')`;
    const guarded = onceOnly ? doneBefore(settings, id, steps) : { Respond: scope(steps) };
    return {
        $schema:
            "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
        contentVersion: "1.0.0.0",
        parameters: {
            $connections: { type: "Object", defaultValue: {} },
            ...Object.fromEntries(parameters.map((name) => [name, { type: "Array" }])),
        },
        triggers: { Microsoft_Sentinel_incident: trigger },
        actions: inSequence({
            ...Object.fromEntries(
                [outcome, problem, ...variables].map((name) => [`Initialize_${name}`, initialize(name)]),
            ),
            ...guarded,
            ...nameFailures,
            Comment_if_any: {
                ...when("not(and(empty(variables('outcome')), empty(variables('problem'))))", {
                    Comment: comment(playbook, settings, onceOnly ? id : undefined),
                }),
                runAfter: { Name_failures: ["Succeeded", "Skipped"] },
            },
            Fail_if_problem: when("not(empty(variables('problem')))", {
                Fail: fail("ResponseFailed", "@{variables('problem')}"),
            }),
        }),
    };
}

/** https://learn.microsoft.com/azure/connectors/connectors-azure-sentinel */
const trigger = {
    type: "ApiConnectionWebhook",
    inputs: {
        body: { callback_url: "@{listCallbackUrl()}" },
        host: { connection: { name: "@parameters('$connections')['azuresentinel']['connectionId']" } },
        path: "/incident-creation",
    },
};

/**
 * Looks for the comment that says it was done. Nobody knows whether it was when the comments cannot be read: then
 * nothing is done.
 */
function doneBefore(settings: PlaybookSettings, commentId: string, steps: Actions): Actions {
    const isNew = "equals(outputs('Find_comment')?['statusCode'], 404)";
    return {
        Find_comment: arm(settings, { method: "GET", uri: commentUri(commentId) }),
        Respond: {
            ...scope({
                Stop_if_unknown: when(`not(${isNew})`, {
                    Stop: fail(
                        "IncidentUnreadable",
                        "The comments of the incident cannot be read, so nothing was done.",
                    ),
                }),
                ...steps,
            }),
            runAfter: { Find_comment: ["Failed", "TimedOut"] },
        },
    };
}

const failed: Status[] = ["Failed", "TimedOut"];

const nameFailures: Actions = {
    Failed_actions: {
        ...filter("@result('Respond')", "@equals(item()?['status'], 'Failed')"),
        runAfter: { Respond: failed },
    },
    Names_of_failures: select(
        "@body('Failed_actions')",
        "@concat(item()?['name'], ' (', coalesce(item()?['code'], ''), ')')",
    ),
    Name_failures: set(
        problem,
        "@{concat('An action failed: ', join(body('Names_of_failures'), ', '), '. It is in the history of run ', workflow()?['run']?['name'], '.')}",
    ),
};

/** With the id that says it was done only if it was. */
function comment(playbook: PlaybookName, settings: PlaybookSettings, doneId: string | undefined) {
    const id = doneId === undefined ? "guid()" : `if(empty(variables('problem')), ${doneId}, guid())`;
    const message = "if(empty(variables('problem')), variables('outcome'), concat('Failed. ', variables('problem')))";
    return arm(settings, {
        method: "PUT",
        uri: commentUri(id),
        body: { properties: { message: `@{concat('${playbook}: ', ${message})}` } },
    });
}

function commentUri(id: string): string {
    // the host must end before what the trigger brings: whatever stood there would get the token
    const path = `@{join(split(${incident.id}, '/subscriptions/'), '')}`;
    return `/subscriptions/${path}/comments/@{${id}}?api-version=2024-09-01`;
}

/** Last of the five parts of a GUID: with the first four of the incident's, it names the one comment of a playbook on it. */
function lastPart(playbook: PlaybookName): string {
    return guidFrom(playbook).slice(24);
}
