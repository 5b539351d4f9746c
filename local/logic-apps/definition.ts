import { z } from "zod";
import { durationIn } from "../duration";
import type { Value } from "../provider/provider";

/** https://learn.microsoft.com/azure/logic-apps/error-exception-handling */
export const actionStatuses = ["Succeeded", "Failed", "Skipped", "TimedOut"] as const;
export type ActionStatus = (typeof actionStatuses)[number];

export type SecuredPart = "inputs" | "outputs";

interface Common {
    /** Statuses that let it run, of each action that comes before it. */
    runAfter?: Record<string, ActionStatus[]>;
}

/** https://learn.microsoft.com/azure/logic-apps/error-exception-handling#retry-policies */
export type RetryPolicy =
    | { type: "none" }
    | { type: "fixed"; count: number; interval: string }
    | { type: "exponential"; count: number; interval: string; minimumInterval?: string; maximumInterval?: string };

export interface HttpAction extends Common {
    type: "Http";
    inputs: {
        method: "GET" | "PUT" | "PATCH" | "POST" | "DELETE";
        uri: string;
        headers?: Record<string, string>;
        body?: Value;
        authentication?: { type: "ManagedServiceIdentity"; identity: string; audience: string };
        retryPolicy?: RetryPolicy;
    };
    /** Without it, an answer that something was accepted is followed until it has ended. */
    operationOptions: "DisableAsyncPattern";
    /** https://learn.microsoft.com/azure/logic-apps/logic-apps-securing-a-logic-app#obfuscate */
    runtimeConfiguration?: { secureData: { properties: SecuredPart[] } };
}

export interface ComposeAction extends Common {
    type: "Compose";
    inputs: Value;
}

export interface InitializeVariableAction extends Common {
    type: "InitializeVariable";
    inputs: { variables: { name: string; type: "string"; value: string }[] };
}

export interface SetVariableAction extends Common {
    type: "SetVariable";
    inputs: { name: string; value: Value };
}

export interface QueryAction extends Common {
    type: "Query";
    inputs: { from: Value; where: string };
}

export interface SelectAction extends Common {
    type: "Select";
    inputs: { from: Value; select: Value };
}

export interface WaitAction extends Common {
    type: "Wait";
    inputs: { interval: { count: number; unit: "Second" } };
}

export interface TerminateAction extends Common {
    type: "Terminate";
    inputs: { runStatus: "Failed"; runError: { code: string; message: string } };
}

export interface ScopeAction extends Common {
    type: "Scope";
    actions: Actions;
}

export interface IfAction extends Common {
    type: "If";
    /** An expression that must give true. */
    expression: { and: [{ equals: [expression: string, true] }] };
    actions: Actions;
    else: { actions: Actions };
}

export interface ForeachAction extends Common {
    type: "Foreach";
    foreach: string;
    actions: Actions;
    /** One item after the other. */
    runtimeConfiguration: { concurrency: { repetitions: 1 } };
}

export interface UntilAction extends Common {
    type: "Until";
    expression: string;
    limit: { count: number; timeout: string };
    actions: Actions;
}

/**
 * A step of a workflow.
 * https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers
 */
export type Action =
    | HttpAction
    | ComposeAction
    | InitializeVariableAction
    | SetVariableAction
    | QueryAction
    | SelectAction
    | WaitAction
    | TerminateAction
    | ScopeAction
    | IfAction
    | ForeachAction
    | UntilAction;

/** By name. */
export type Actions = Record<string, Action>;

const duration = z.string().refine((text) => durationIn(text) !== undefined, "must be a duration like PT30S");
const value: z.ZodType<Value> = z.json();
const common = {
    runAfter: z.record(z.string(), z.array(z.enum(actionStatuses)).min(1)).optional(),
};
/** Consumption: https://learn.microsoft.com/azure/logic-apps/error-exception-handling#retry-policy-types */
const retries = z.int().min(1).max(90);
const interval = duration.refine((text) => (durationIn(text) ?? 0) >= 5000, "must be at least PT5S");
const retryPolicy = z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("none") }),
    z.strictObject({ type: z.literal("fixed"), count: retries, interval }),
    z.strictObject({
        type: z.literal("exponential"),
        count: retries,
        interval,
        minimumInterval: interval.optional(),
        maximumInterval: interval.optional(),
    }),
]);
const actions: z.ZodType<Actions> = z.lazy(() => z.record(z.string(), action));
const action: z.ZodType<Action> = z.discriminatedUnion("type", [
    z.strictObject({
        type: z.literal("Http"),
        inputs: z.strictObject({
            method: z.enum(["GET", "PUT", "PATCH", "POST", "DELETE"]),
            uri: z.string(),
            headers: z.record(z.string(), z.string()).optional(),
            body: value.optional(),
            authentication: z
                .strictObject({
                    type: z.literal("ManagedServiceIdentity"),
                    identity: z.string(),
                    audience: z.string(),
                })
                .optional(),
            retryPolicy: retryPolicy.optional(),
        }),
        operationOptions: z.literal("DisableAsyncPattern"),
        runtimeConfiguration: z
            .strictObject({ secureData: z.strictObject({ properties: z.array(z.enum(["inputs", "outputs"])) }) })
            .optional(),
        ...common,
    }),
    z.strictObject({ type: z.literal("Compose"), inputs: value, ...common }),
    z.strictObject({
        type: z.literal("InitializeVariable"),
        inputs: z.strictObject({
            variables: z.array(
                z.strictObject({
                    name: z.string(),
                    type: z.literal("string"),
                    value: z.string(),
                }),
            ),
        }),
        ...common,
    }),
    z.strictObject({
        type: z.literal("SetVariable"),
        inputs: z.strictObject({ name: z.string(), value }),
        ...common,
    }),
    z.strictObject({ type: z.literal("Query"), inputs: z.strictObject({ from: value, where: z.string() }), ...common }),
    z.strictObject({ type: z.literal("Select"), inputs: z.strictObject({ from: value, select: value }), ...common }),
    z.strictObject({
        type: z.literal("Wait"),
        inputs: z.strictObject({
            interval: z.strictObject({ count: z.int().min(1), unit: z.literal("Second") }),
        }),
        ...common,
    }),
    z.strictObject({
        type: z.literal("Terminate"),
        inputs: z.strictObject({
            runStatus: z.literal("Failed"),
            runError: z.strictObject({ code: z.string(), message: z.string() }),
        }),
        ...common,
    }),
    z.strictObject({ type: z.literal("Scope"), actions, ...common }),
    z.strictObject({
        type: z.literal("If"),
        expression: z.strictObject({
            and: z.tuple([z.strictObject({ equals: z.tuple([z.string(), z.literal(true)]) })]),
        }),
        actions,
        else: z.strictObject({ actions }),
        ...common,
    }),
    z.strictObject({
        type: z.literal("Foreach"),
        foreach: z.string(),
        actions,
        runtimeConfiguration: z.strictObject({ concurrency: z.strictObject({ repetitions: z.literal(1) }) }),
        ...common,
    }),
    z.strictObject({
        type: z.literal("Until"),
        expression: z.string(),
        // https://learn.microsoft.com/azure/logic-apps/logic-apps-limits-and-config#looping-debatching-limits
        limit: z.strictObject({ count: z.int().min(1).max(5000), timeout: duration }),
        actions,
        ...common,
    }),
]);

/** A workflow as it is deployed. Whatever is not in here is not known. */
export const workflowDefinition = z.strictObject({
    $schema: z.literal(
        "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
    ),
    contentVersion: z.string(),
    parameters: z
        .record(z.string(), z.strictObject({ type: z.enum(["Object", "Array"]), defaultValue: value.optional() }))
        .optional(),
    triggers: z.record(
        z.string(),
        z.strictObject({
            type: z.literal("ApiConnectionWebhook"),
            inputs: z.strictObject({
                host: z.strictObject({ connection: z.strictObject({ name: z.string() }) }),
                body: z.strictObject({ callback_url: z.literal("@{listCallbackUrl()}") }),
                path: z.literal("/incident-creation"),
            }),
        }),
    ),
    actions,
});
export type WorkflowDefinition = z.infer<typeof workflowDefinition>;

/** What lies directly in an action, branch by branch. */
export function branchesOf(action: Action): Actions[] {
    const branches = "actions" in action ? [action.actions] : [];
    return action.type === "If" ? [...branches, action.else.actions] : branches;
}

/** Names of variables that an action initializes. */
export function initializedBy(action: Action): string[] {
    return action.type === "InitializeVariable" ? action.inputs.variables.map(({ name }) => name) : [];
}

/** What of an action is in no history. */
export function securedParts(action: Action): SecuredPart[] {
    return (action.type === "Http" && action.runtimeConfiguration?.secureData.properties) || [];
}
