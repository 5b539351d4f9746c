import { checkExpressions } from "./check-expressions";
import { type Actions, branchesOf, initializedBy, workflowDefinition } from "./definition";
import { type PlacedAction, placedActions, predecessors } from "./placed-action";

/** https://learn.microsoft.com/azure/logic-apps/logic-apps-limits-and-config#workflow-definition-limits */
const limits = { actions: 500, depth: 8, nameLength: 80, variables: 250 };

/**
 * What is wrong with a workflow, or not known here, in sentences; empty when all of it can run.
 *
 * @param definition - As it is deployed.
 */
export function checkWorkflow(definition: unknown): string[] {
    const parsed = workflowDefinition.safeParse(definition);
    if (!parsed.success) {
        return parsed.error.issues.map(({ path, message }) => `${path.join(".") || "The definition"}: ${message}.`);
    }
    const { actions, parameters = {} } = parsed.data;
    // names first: what refers to them can only be judged when they are clear
    const problems = [...orderProblems(actions), ...nameProblems(placedActions(actions))];
    return problems.length > 0
        ? problems
        : placedActions(actions).flatMap((placed) => [
              ...placeProblems(placed),
              ...variableProblems(placed),
              ...checkExpressions(placed, Object.keys(parameters)),
          ]);
}

/** What an action comes after must be beside it, and must not come after it. */
function orderProblems(actions: Actions): string[] {
    return Object.entries(actions).flatMap(([name, action]) => [
        ...Object.keys(action.runAfter ?? {})
            .filter((before) => !Object.hasOwn(actions, before))
            .map((before) => `${name} runs after ${before}, which is not beside it.`),
        ...(predecessors(name, actions).includes(name) ? [`${name} runs after itself.`] : []),
        ...branchesOf(action).flatMap(orderProblems),
    ]);
}

function nameProblems(placed: PlacedAction[]): string[] {
    const variables = placed.flatMap(({ action }) => initializedBy(action));
    return [
        ...repeated(placed.map(({ name }) => name)).map((name) => `Two actions have the name ${name}.`),
        ...repeated(variables).map((name) => `The variable ${name} is initialized twice.`),
        ...(placed.length > limits.actions ? [`It has ${placed.length} actions, more than ${limits.actions}.`] : []),
        ...(variables.length > limits.variables
            ? [`It has ${variables.length} variables, more than ${limits.variables}.`]
            : []),
        ...placed
            .filter(({ name }) => name.length > limits.nameLength)
            .map(({ name }) => `The name ${name} has more than ${limits.nameLength} characters.`),
    ];
}

function placeProblems({ name, action, depth, repeated }: PlacedAction): string[] {
    return [
        ...(depth > limits.depth ? [`${name} lies deeper than ${limits.depth} levels.`] : []),
        // https://learn.microsoft.com/azure/logic-apps/logic-apps-create-variables-store-values#initialize-variable
        ...(depth > 1 && action.type === "InitializeVariable"
            ? [`${name} initializes a variable inside an action.`]
            : []),
        // https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers#terminate-action
        ...(repeated && action.type === "Terminate" ? [`${name} ends the run from within a loop.`] : []),
    ];
}

function variableProblems({ name, action, visible }: PlacedAction): string[] {
    if (action.type !== "SetVariable") return [];
    const variable = action.inputs.name;
    const known = [...visible.values()].flatMap(initializedBy);
    return known.includes(variable)
        ? []
        : [`${name} changes the variable ${variable}, which is not initialized before.`];
}

function repeated(names: string[]): string[] {
    return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
