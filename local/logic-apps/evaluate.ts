import { randomUUID } from "node:crypto";
import type { Properties, Value } from "../provider/provider";
import { isObject } from "../provider/values";
import type { ActionStatus, SecuredPart } from "./definition";
import { type Expression, parseTemplate } from "./expression";
import { EvaluationError, kindOf, pureFunctions, textOf } from "./functions";

/** What an action came to, as other actions find it. */
export interface ActionResult {
    name: string;
    status: ActionStatus;
    code?: string;
    inputs?: Value;
    outputs?: Value;
    error?: { code: string; message: string };
    /** What of it is in no history: what follows can use it, and a look at the action as a whole does not have it. */
    secured: SecuredPart[];
}

/** What expressions find. */
export interface Surroundings {
    triggerBody: Value;
    parameters: Readonly<Properties>;
    workflow: Properties;
    variables: ReadonlyMap<string, string>;
    /** Undefined for one that has not run. */
    result(action: string): ActionResult | undefined;
    /** Results of what lies directly in an action. */
    resultsIn(action: string): ActionResult[];
    /** What loops are at, by their names. */
    items: ReadonlyMap<string, Value>;
    /** What the innermost loop or filter is at. */
    item: Value | undefined;
    /** Milliseconds since the epoch. */
    now(): number;
}

/** What a function that depends on the run refers to by name in its argument. */
export type Reference = "action" | "loop" | "parameter" | "variable";

interface RunFunction {
    /** Absent when it takes no argument. */
    refersTo?: Reference;
    call(surroundings: Surroundings, name: string): Value;
}

/** Functions whose result depends on the run. What they refer to is a literal name. */
export const runFunctions: ReadonlyMap<string, RunFunction> = new Map(
    Object.entries({
        body: { refersTo: "action", call: ({ result }, name) => bodyOf(result(name)) },
        guid: { call: () => randomUUID() },
        item: { call: ({ item }) => known("item", item) },
        items: { refersTo: "loop", call: ({ items }, name) => known("items", items.get(name)) },
        outputs: { refersTo: "action", call: ({ result }, name) => result(name)?.outputs ?? null },
        parameters: { refersTo: "parameter", call: ({ parameters }, name) => known("parameters", parameters[name]) },
        result: {
            refersTo: "action",
            call: ({ resultsIn }, name) => resultsIn(name).map((each) => JSON.parse(JSON.stringify(inHistory(each)))),
        },
        triggerBody: { call: ({ triggerBody }) => triggerBody },
        // seven digits: https://learn.microsoft.com/azure/logic-apps/expression-functions-reference#utcnow
        utcNow: { call: ({ now }) => new Date(now()).toISOString().replace("Z", "0000Z") },
        variables: { refersTo: "variable", call: ({ variables }, name) => known("variables", variables.get(name)) },
        workflow: { call: ({ workflow }) => workflow },
    } satisfies Record<string, RunFunction>),
);

/** A value of a definition with all its expressions evaluated. Throws {@link EvaluationError}. */
export function evaluate(value: Value, surroundings: Surroundings): Value {
    if (typeof value === "string") return evaluateText(value, surroundings);
    if (Array.isArray(value)) return value.map((item) => evaluate(item, surroundings));
    return isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, evaluate(inner, surroundings)]))
        : value;
}

function evaluateText(text: string, surroundings: Surroundings): Value {
    const template = parseTemplate(text);
    if (template.kind === "value") return found(template.expression, surroundings);
    return template.parts.map((part) => (typeof part === "string" ? part : textOf(found(part, surroundings)))).join("");
}

function found(expression: Expression, surroundings: Surroundings): Value {
    switch (expression.kind) {
        case "literal":
            return expression.value;
        case "property":
            return property(
                found(expression.target, surroundings),
                found(expression.property, surroundings),
                expression.optional,
            );
        case "call": {
            const values = expression.arguments.map((argument) => found(argument, surroundings));
            const ofRun = runFunctions.get(expression.name);
            if (ofRun) return ofRun.call(surroundings, String(values[0]));
            const pure = pureFunctions.get(expression.name);
            if (pure === undefined) throw new EvaluationError(`The function ${expression.name} is not known.`);
            return pure.call(...values);
        }
    }
}

/** Without `?` it must be there; with it what is not there, and what is in nothing, is null. */
function property(target: Value, name: Value, optional: boolean): Value {
    if (target === null && optional) return null;
    const isFit = (isObject(target) && typeof name === "string") || (Array.isArray(target) && Number.isInteger(name));
    if (!isFit) throw new EvaluationError(`A value of the type ${kindOf(target)} has no ${described(name)}.`);
    const inner = Array.isArray(target)
        ? target[Number(name)]
        : Object.hasOwn(target, String(name))
          ? target[String(name)]
          : undefined;
    if (inner === undefined && !optional) throw new EvaluationError(`There is no ${described(name)}.`);
    return inner ?? null;
}

function described(name: Value): string {
    return typeof name === "number" ? `item ${name}` : `property ${String(name)}`;
}

function bodyOf(result: ActionResult | undefined): Value {
    const { outputs = null } = result ?? {};
    return isObject(outputs) ? (outputs.body ?? null) : null;
}

/** An action as the history of a run has it. */
export function inHistory({ secured, inputs, outputs, ...rest }: ActionResult): Omit<ActionResult, "secured"> {
    return {
        ...rest,
        ...(inputs !== undefined && !secured.includes("inputs") && { inputs }),
        ...(outputs !== undefined && !secured.includes("outputs") && { outputs }),
    };
}

function known(name: string, value: Value | undefined): Value {
    if (value === undefined) throw new EvaluationError(`${name} was asked for what is not there.`);
    return value;
}
