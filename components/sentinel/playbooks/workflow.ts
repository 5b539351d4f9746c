/**
 * A workflow of Azure Logic Apps as plain data, in as little of its language as the playbooks need.
 *
 * - Actions: `Http`, `InitializeVariable`, `SetVariable`, `Compose`, `Query`, `Select`, `If`, `Until`, `Foreach`, `Scope`,
 *   `Wait`, `Terminate`. The expression of an `If` is always `{ and: [{ equals: ["@<expression>", true] }] }`; that of an
 *   `Until` is one text. A `Foreach` runs one item after the other.
 * - Functions: `and`, `body`, `coalesce`, `concat`, `contains`, `createArray`, `empty`, `encodeUriComponent`, `equals`,
 *   `first`, `guid`, `if`, `item`, `items`, `join`, `json`, `length`, `lessOrEquals`, `listCallbackUrl` (of the trigger),
 *   `not`, `outputs`, `parameters`, `result`, `split`, `string`, `substring`, `toLower`, `triggerBody`, `union`, `utcNow`,
 *   `variables`, `workflow`.
 *
 * https://learn.microsoft.com/azure/logic-apps/workflow-definition-language-schema
 */
export interface WorkflowDefinition {
    $schema: string;
    contentVersion: string;
    /** Lists without a default are given to the workflow. */
    parameters: Record<string, { type: "Object" | "Array"; defaultValue?: unknown }>;
    triggers: Record<string, object>;
    actions: Actions;
}

/** By name. */
export type Actions = Record<string, Action>;

export interface Action {
    type: string;
    runAfter?: Record<string, Status[]>;
    inputs?: unknown;
    expression?: unknown;
    foreach?: string;
    actions?: Actions;
    else?: { actions: Actions };
    limit?: { count: number; timeout: string };
    operationOptions?: string;
    runtimeConfiguration?: object;
}

export type Status = "Succeeded" | "Failed" | "TimedOut" | "Skipped";

/** What every playbook gets to know. */
export interface PlaybookSettings {
    /** ARM id of the playbook's identity. */
    identityId: string;
}

/** The actions one after the other, each when the one before has succeeded, unless it says itself what it runs after. */
export function inSequence(actions: Actions): Actions {
    const names = Object.keys(actions);
    return Object.fromEntries(
        Object.entries(actions).map(([name, action], index) => {
            const before = names[index - 1];
            return [name, { runAfter: before === undefined ? {} : { [before]: ["Succeeded"] }, ...action }];
        }),
    );
}

/** A request as the playbook's identity. */
export interface Request {
    method: "GET" | "POST" | "PUT" | "PATCH";
    uri: string;
    headers?: Record<string, string>;
    body?: unknown;
}

/** Of whom a token is asked, as Entra knows it: https://learn.microsoft.com/azure/logic-apps/authenticate-with-managed-identity */
const audiences = {
    "https://management.azure.com": "https://management.azure.com/",
    "https://graph.microsoft.com": "https://graph.microsoft.com",
};
type Api = keyof typeof audiences;

/** A request to Azure Resource Manager. */
export function arm(settings: PlaybookSettings, request: Request): Action {
    return http("https://management.azure.com", settings, request);
}

/** A request to Microsoft Graph. */
export function graph(settings: PlaybookSettings, request: Request): Action {
    return http("https://graph.microsoft.com", settings, request);
}

// who is concerned, and what is done to them, is in the incident; the history of runs is read by more people
const noHistory = { secureData: { properties: ["inputs", "outputs"] } };

function http(api: Api, { identityId }: PlaybookSettings, { uri, ...request }: Request): Action {
    return {
        type: "Http",
        inputs: {
            ...request,
            uri: `${api}${uri}`,
            authentication: { type: "ManagedServiceIdentity", identity: identityId, audience: audiences[api] },
            retryPolicy: { type: "exponential", interval: "PT5S", count: 4 },
        },
        // an answer that it was accepted is enough: who may ask for something may not always ask how far it is
        operationOptions: "DisableAsyncPattern",
        runtimeConfiguration: noHistory,
    };
}

/** The request, sent once only: for what would be done twice. */
export function once(action: Action): Action {
    return { ...action, inputs: { ...(action.inputs as object), retryPolicy: { type: "none" } } };
}

export function initialize(name: string): Action {
    return { type: "InitializeVariable", inputs: { variables: [{ name, type: "string", value: "" }] } };
}

export function set(name: string, value: string): Action {
    return { type: "SetVariable", inputs: { name, value } };
}

export function compose(inputs: unknown): Action {
    return { type: "Compose", inputs };
}

/** The items of a list for which the condition holds. */
export function filter(from: string, where: string): Action {
    return { type: "Query", inputs: { from, where } };
}

export function select(from: string, item: string): Action {
    return { type: "Select", inputs: { from, select: item } };
}

/** @param condition - An expression without its `@`. */
export function when(condition: string, actions: Actions, otherwise: Actions = {}): Action {
    return {
        type: "If",
        expression: { and: [{ equals: [`@${condition}`, true] }] },
        actions: inSequence(actions),
        else: { actions: inSequence(otherwise) },
    };
}

/** @param condition - An expression without its `@`. */
export function until(condition: string, limit: { count: number; timeout: string }, actions: Actions): Action {
    return { type: "Until", expression: `@${condition}`, limit, actions: inSequence(actions) };
}

/** One after the other. */
export function forEach(list: string, actions: Actions): Action {
    return {
        type: "Foreach",
        foreach: list,
        actions: inSequence(actions),
        runtimeConfiguration: { concurrency: { repetitions: 1 } },
    };
}

export function scope(actions: Actions): Action {
    return { type: "Scope", actions: inSequence(actions) };
}

export function wait(seconds: number): Action {
    return { type: "Wait", inputs: { interval: { count: seconds, unit: "Second" } } };
}

export function fail(code: string, message: string): Action {
    return { type: "Terminate", inputs: { runStatus: "Failed", runError: { code, message } } };
}
