import type { Value } from "../provider/provider";
import { type Action, initializedBy } from "./definition";
import { type Reference, runFunctions } from "./evaluate";
import { callsIn, type Expression, ExpressionError, expressionsOf, parseTemplate, textsIn } from "./expression";
import { pureFunctions } from "./functions";
import { inside, type PlacedAction } from "./placed-action";

/** A part of an action with expressions in it. */
interface Part {
    path: string;
    value: Value;
    /** It must be one expression, and not a text. */
    isExpression?: true;
    /** It is evaluated for each item. */
    hasItem?: true;
    /** It is evaluated when what lies in the action has run. */
    isLast?: true;
}

/** What is wrong with the expressions of an action itself, those of what lies in it left out. */
export function checkExpressions(placed: PlacedAction, parameters: string[]): string[] {
    return partsOf(placed.action)
        .flatMap((part) => problemsOfPart(part, placed, parameters))
        .map((problem) => `${placed.name}: ${problem}`);
}

function partsOf(action: Action): Part[] {
    switch (action.type) {
        case "Scope":
            return [];
        case "If":
            return [{ path: "expression", value: action.expression.and[0].equals[0], isExpression: true }];
        case "Until":
            return [{ path: "expression", value: action.expression, isExpression: true, isLast: true }];
        case "Foreach":
            return [{ path: "foreach", value: action.foreach, isExpression: true }];
        case "Query":
            return [
                { path: "inputs.from", value: action.inputs.from },
                { path: "inputs.where", value: action.inputs.where, isExpression: true, hasItem: true },
            ];
        case "Select":
            return [
                { path: "inputs.from", value: action.inputs.from },
                { path: "inputs.select", value: action.inputs.select, hasItem: true },
            ];
        default:
            return [{ path: "inputs", value: action.inputs as Value }];
    }
}

function problemsOfPart(part: Part, placed: PlacedAction, parameters: string[]): string[] {
    const { action, visible, loops } = placed;
    const seen = new Map([...visible, ...(part.isLast ? inside(action) : [])]);
    const known: Record<Reference, string[]> = {
        action: [...seen.keys()],
        loop: [...loops],
        parameter: parameters,
        variable: [...seen.values()].flatMap(initializedBy),
    };
    const { names, texts } = textsIn(part.value, part.path);
    return [
        ...names.map((path) => `the name ${path} has an "@", which is not evaluated here.`),
        ...texts.flatMap(({ path, text }) => {
            try {
                const template = parseTemplate(text);
                const calls = expressionsOf(template).flatMap(callsIn);
                return [
                    ...(part.isExpression && template.kind === "text" ? ["it is no expression."] : []),
                    ...calls.flatMap((call) => referenceProblems(call, known)),
                    ...(calls.some(({ name }) => name === "item") && !part.hasItem && loops.length === 0
                        ? ["item() is used outside a loop."]
                        : []),
                    ...(isOwnVariable(action, calls) ? ["a variable is used for its own new value."] : []),
                ].map((problem) => `${path}: ${problem}`);
            } catch (error) {
                if (error instanceof ExpressionError) return [`${path}: ${error.message}`];
                throw error;
            }
        }),
    ];
}

type Call = Extract<Expression, { kind: "call" }>;

function referenceProblems({ name, arguments: values }: Call, known: Record<Reference, string[]>): string[] {
    const ofRun = runFunctions.get(name);
    const [least, most] = pureFunctions.get(name)?.arity ?? (ofRun?.refersTo ? [1, 1] : [0, 0]);
    if (ofRun === undefined && !pureFunctions.has(name)) return [`the function ${name} is not known.`];
    if (values.length < least || values.length > most) return [`${name} does not take ${values.length} arguments.`];
    const [named] = values;
    if (ofRun?.refersTo === undefined || named === undefined) return [];
    if (named.kind !== "literal") return [`${name} takes a literal name.`];
    return known[ofRun.refersTo].includes(String(named.value))
        ? []
        : [`${name}('${named.value}') refers to no ${ofRun.refersTo} that is there then.`];
}

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-create-variables-store-values#set-variable */
function isOwnVariable(action: Action, calls: Call[]): boolean {
    return (
        action.type === "SetVariable" &&
        calls.some(
            ({ name, arguments: [named] }) =>
                name === "variables" && named?.kind === "literal" && named.value === action.inputs.name,
        )
    );
}
