import type { Properties, Value } from "../../provider/provider";
import { isObject, textAt, textsAt, valueAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import type { Put } from "../resource-type";

const schema =
    "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#";

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers */
const triggerTypes = ["ApiConnection", "ApiConnectionWebhook", "Http", "HttpWebhook", "Recurrence", "Request"];
const actionTypes = [
    "ApiConnection",
    "ApiConnectionWebhook",
    "AppendToArrayVariable",
    "AppendToStringVariable",
    "Compose",
    "DecrementVariable",
    "Foreach",
    "Function",
    "Http",
    "HttpWebhook",
    "If",
    "IncrementVariable",
    "InitializeVariable",
    "JavaScriptCode",
    "Join",
    "ParseJson",
    "Query",
    "Response",
    "Scope",
    "Select",
    "SetVariable",
    "Switch",
    "Table",
    "Terminate",
    "Until",
    "Wait",
    "Workflow",
];
const statuses = ["Succeeded", "Failed", "Skipped", "TimedOut"];

/** What Logic Apps refuses of a definition when it is written. */
export function definitionIsWrong({ inputs }: Put): ArmError | undefined {
    const { definition } = inputs;
    if (!isObject(definition)) {
        return undefined; // a workflow without one does nothing
    }
    const triggers = valueAt(definition, "triggers");
    const actions = valueAt(definition, "actions");
    const [problem] = [
        ...(definition.$schema === schema ? [] : [`its $schema must be ${schema}`]),
        ...(typeof definition.contentVersion === "string" ? [] : ["it needs a contentVersion"]),
        ...(isObject(triggers) && Object.keys(triggers).length > 0 ? [] : ["it needs a trigger"]),
        ...(isObject(actions) ? [] : ["it needs actions"]),
        ...typesAreWrong("trigger", isObject(triggers) ? triggers : {}, triggerTypes),
        ...scopesOf(actions).flatMap(scopeIsWrong),
        ...repeated(scopesOf(actions).flatMap((scope) => Object.keys(scope))).map(
            (name) => `several actions are called '${name}'`,
        ),
    ];
    return problem === undefined
        ? undefined
        : new ArmError(400, "InvalidTemplate", `The definition of the workflow is invalid: ${problem}.`);
}

/** The actions of a definition, and those inside each of them: each is a scope in which they may wait for each other. */
function scopesOf(actions: Value | undefined): Properties[] {
    if (!isObject(actions)) {
        return [];
    }
    const inner = Object.values(actions).flatMap((action) => [
        valueAt(action, "actions"),
        valueAt(action, "else.actions"),
        valueAt(action, "default.actions"),
        ...casesOf(action).map((each) => valueAt(each, "actions")),
    ]);
    return [actions, ...inner.flatMap(scopesOf)];
}

function casesOf(action: Value): Value[] {
    const cases = valueAt(action, "cases");
    return isObject(cases) ? Object.values(cases) : [];
}

function scopeIsWrong(actions: Properties): string[] {
    return [...typesAreWrong("action", actions, actionTypes), ...orderIsWrong(actions)];
}

function typesAreWrong(what: string, parts: Properties, types: string[]): string[] {
    return Object.entries(parts)
        .filter(([, part]) => !types.includes(textAt(part, "type") ?? ""))
        .map(([name, part]) => `the ${what} '${name}' has the unknown type '${textAt(part, "type")}'`);
}

function orderIsWrong(actions: Properties): string[] {
    const waits = new Map(
        Object.entries(actions).map(([name, action]) => {
            const runAfter = valueAt(action, "runAfter");
            return [name, isObject(runAfter) ? runAfter : {}] as const;
        }),
    );
    const problems = [...waits].flatMap(([name, runAfter]) =>
        Object.keys(runAfter).flatMap((other) => {
            const wrong = textsAt(runAfter, other).find((status) => !statuses.includes(status));
            return [
                ...(waits.has(other) ? [] : [`the action '${name}' runs after '${other}', which is not beside it`]),
                ...(wrong === undefined ? [] : [`the action '${name}' waits for the unknown status '${wrong}'`]),
            ];
        }),
    );
    const circular = [...waits.keys()].find((name) => waitsForItself(name, waits));
    return [...problems, ...(circular === undefined ? [] : [`the action '${circular}' waits for itself`])];
}

function waitsForItself(name: string, waits: Map<string, Properties>): boolean {
    const seen = new Set<string>();
    const next = [name];
    for (let each = next.pop(); each !== undefined; each = next.pop()) {
        for (const other of Object.keys(waits.get(each) ?? {})) {
            if (other === name) {
                return true;
            }
            if (!seen.has(other)) {
                seen.add(other);
                next.push(other);
            }
        }
    }
    return false;
}

function repeated(names: string[]): string[] {
    return [...new Set(names.filter((name, index) => names.indexOf(name) < index))];
}
