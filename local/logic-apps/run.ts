import type { Clock } from "../cloud/clock";
import { milliseconds } from "../duration";
import type { Properties, Value } from "../provider/provider";
import { checkWorkflow } from "./check";
import {
    type Action,
    type ActionStatus,
    type Actions,
    branchesOf,
    type ForeachAction,
    type HttpAction,
    type SecuredPart,
    securedParts,
    type UntilAction,
    type WorkflowDefinition,
} from "./definition";
import { type ActionResult, evaluate, inHistory, type Surroundings } from "./evaluate";
import { callsIn, expressionsOf, parseTemplate, textsIn } from "./expression";
import { EvaluationError, kindOf } from "./functions";
import { httpOutputs, request, statusName } from "./http";
import { inOrder, togetherOf, withInner } from "./order";
import type { Send } from "./send";

export interface RunOptions {
    /** Required. As it is deployed. */
    definition: unknown;
    /** Required. Values of its parameters. */
    parameters: Properties;
    /** Required. Body that the trigger gives. */
    trigger: Value;
    /** Required. Delivers requests. */
    send: Send;
    /** Required. What delays and retries take. */
    clock: Clock;
    /** Optional. What `workflow()` gives. Default: nothing of it. */
    workflow?: Properties;
}

/** A run of a workflow that has ended. */
export interface WorkflowRun {
    status: "Succeeded" | "Failed";
    /** In the order in which they ended, once for each time; without what is secured. */
    actions: Omit<ActionResult, "secured">[];
    /** How long it has taken. */
    seconds: number;
}

/**
 * Runs a workflow to its end.
 * @throws an error with all problems when it has something that is wrong or not known here; nothing has run then.
 */
export async function runWorkflow(options: RunOptions): Promise<WorkflowRun> {
    const { definition, clock } = options;
    const problems = checkWorkflow(definition);
    if (problems.length > 0) throw new Error(["The workflow cannot be run:", ...problems].join("\n  "));
    const began = clock.now();
    const run = new Run(definition as WorkflowDefinition, options);
    const status = await run.all();
    return { status, actions: run.history.map(inHistory), seconds: (clock.now() - began) / 1000 };
}

/** What ends a run at once. */
class Terminated extends Error {
    constructor(readonly status: "Failed") {
        super();
    }
}

/** What loops around an action are at. */
interface Around {
    items: ReadonlyMap<string, Value>;
    item?: Value;
}

type Outcome = Pick<ActionResult, "status" | "code" | "inputs" | "outputs" | "error">;

class Run {
    readonly history: ActionResult[] = [];
    readonly #results = new Map<string, ActionResult>();
    readonly #variables = new Map<string, string>();
    readonly #parameters: Properties;
    readonly #actions: Map<string, Action>;

    constructor(
        private readonly definition: WorkflowDefinition,
        private readonly options: RunOptions,
    ) {
        this.#parameters = parametersOf(definition, options.parameters);
        this.#actions = new Map(withInner(definition.actions));
    }

    async all(): Promise<"Succeeded" | "Failed"> {
        try {
            const status = await this.#container(this.definition.actions, { items: new Map() });
            return status === "Succeeded" ? "Succeeded" : "Failed";
        } catch (error) {
            if (!(error instanceof Terminated)) throw error;
            this.#skip(this.definition.actions);
            return error.status;
        }
    }

    /** Runs actions in their order, and judges them together. */
    async #container(actions: Actions, around: Around): Promise<ActionStatus> {
        const done = new Map<string, ActionStatus>();
        for (const [name, action] of inOrder(actions)) {
            const before = Object.entries(action.runAfter ?? {});
            const isDue = before.every(([each, statuses]) => statuses.includes(done.get(each) ?? "Skipped"));
            const outcome = isDue ? await this.#outcome(name, action, around) : skipped;
            if (!isDue) for (const branch of branchesOf(action)) this.#skip(branch);
            this.#note(name, action, outcome);
            done.set(name, outcome.status);
        }
        return togetherOf(actions, done);
    }

    async #outcome(name: string, action: Action, around: Around): Promise<Outcome> {
        try {
            return await this.#run(name, action, around);
        } catch (error) {
            if (!(error instanceof EvaluationError)) throw error;
            return failed("InvalidTemplate", error.message);
        }
    }

    async #run(name: string, action: Action, around: Around): Promise<Outcome> {
        const find = (value: Value) => evaluate(value, this.#surroundings(around));
        switch (action.type) {
            case "Http":
                return await this.#http({ ...action, inputs: find(action.inputs as Value) as HttpAction["inputs"] });
            case "Compose": {
                const value = find(action.inputs);
                return { status: "Succeeded", inputs: value, outputs: value };
            }
            case "InitializeVariable":
                for (const { name: variable, value } of action.inputs.variables) {
                    this.#variables.set(variable, text(find(value)));
                }
                return succeeded;
            case "SetVariable": {
                const value = text(find(action.inputs.value));
                this.#variables.set(action.inputs.name, value);
                return { status: "Succeeded", inputs: { name: action.inputs.name, value } };
            }
            case "Query": {
                const from = listOf("Query", find(action.inputs.from));
                const body = from.filter((item) =>
                    yes("where", evaluate(action.inputs.where, this.#surroundings({ ...around, item }))),
                );
                return { status: "Succeeded", inputs: from, outputs: { body } };
            }
            case "Select": {
                const from = listOf("Select", find(action.inputs.from));
                const body = from.map((item) =>
                    evaluate(action.inputs.select, this.#surroundings({ ...around, item })),
                );
                return { status: "Succeeded", inputs: from, outputs: { body } };
            }
            case "Wait": {
                await this.options.clock.wait(action.inputs.interval.count);
                return succeeded;
            }
            case "Terminate": {
                const { runStatus, runError } = action.inputs;
                const error = { code: text(find(runError.code)), message: text(find(runError.message)) };
                this.#note(name, action, { status: runStatus, code: error.code, error });
                throw new Terminated(runStatus);
            }
            case "Scope":
                return ofContainer(await this.#container(action.actions, around));
            case "If": {
                const isSo = yes("expression", find(action.expression.and[0].equals[0]));
                const [chosen, other] = isSo
                    ? [action.actions, action.else.actions]
                    : [action.else.actions, action.actions];
                this.#skip(other);
                return ofContainer(await this.#container(chosen, around));
            }
            case "Foreach":
                return await this.#foreach(name, action, listOf("Foreach", find(action.foreach)), around);
            case "Until":
                return await this.#until(action, around);
        }
    }

    async #http(action: HttpAction): Promise<Outcome> {
        for (const value of [action.inputs.uri, ...Object.values(action.inputs.headers ?? {})]) text(value);
        const outcome = await request(action, this.options.send, this.options.clock);
        const inputs = action.inputs as Value;
        if ("failure" in outcome) return { ...failed("BadRequest", `Http request failed: ${outcome.failure}`), inputs };
        const { response } = outcome;
        const code = statusName(response.status);
        const status = response.status >= 200 && response.status < 300 ? "Succeeded" : "Failed";
        return { status, code, inputs, outputs: httpOutputs(response) };
    }

    /** One item after the other, all of them: those that fail stop none. */
    async #foreach(name: string, action: ForeachAction, list: Value[], around: Around): Promise<Outcome> {
        let status: ActionStatus = "Succeeded";
        if (list.length === 0) this.#skip(action.actions);
        for (const item of list) {
            this.#forget(action.actions);
            const items = new Map([...around.items, [name, item]]);
            if ((await this.#container(action.actions, { items, item })) !== "Succeeded") status = "Failed";
        }
        this.#forget(action.actions);
        return ofContainer(status);
    }

    /** The last time counts. https://learn.microsoft.com/azure/logic-apps/logic-apps-control-flow-loops#until-loop */
    async #until(action: UntilAction, around: Around): Promise<Outcome> {
        const { clock } = this.options;
        const end = clock.now() + milliseconds(action.limit.timeout);
        for (let count = 1; ; count++) {
            this.#forget(action.actions);
            const status = await this.#container(action.actions, around);
            if (yes("expression", evaluate(action.expression, this.#surroundings(around)))) return ofContainer(status);
            if (count >= action.limit.count || clock.now() >= end) return ofContainer(status);
        }
    }

    #surroundings({ items, item }: Around): Surroundings {
        return {
            triggerBody: this.options.trigger,
            parameters: this.#parameters,
            workflow: this.options.workflow ?? {},
            variables: this.#variables,
            result: (name) => this.#results.get(name),
            resultsIn: (name) => {
                const action = this.#actions.get(name);
                const names = action ? branchesOf(action).flatMap((branch) => Object.keys(branch)) : [];
                return names.flatMap((each) => this.#results.get(each) ?? []);
            },
            items,
            item,
            now: () => this.options.clock.now(),
        };
    }

    #note(name: string, action: Action, outcome: Outcome): void {
        const result: ActionResult = { name, ...outcome, secured: this.#secured(action) };
        this.#results.set(name, result);
        this.history.push(result);
    }

    /** What uses secured outputs has secured inputs: https://learn.microsoft.com/azure/logic-apps/logic-apps-securing-a-logic-app#considerations-for-secure-inputs-and-outputs */
    #secured(action: Action): SecuredPart[] {
        const parts = securedParts(action);
        const used = "inputs" in action ? referredActions(action.inputs as Value) : [];
        const usesSecured = used.some((name) => this.#results.get(name)?.secured.includes("outputs"));
        return usesSecured ? [...parts, "inputs"] : parts;
    }

    #skip(actions: Actions): void {
        for (const [name, action] of withInner(actions)) {
            if (!this.#results.has(name)) this.#note(name, action, skipped);
        }
    }

    /** A loop begins anew. */
    #forget(actions: Actions): void {
        for (const [name] of withInner(actions)) this.#results.delete(name);
    }
}

const succeeded: Outcome = { status: "Succeeded" };
const skipped: Outcome = { status: "Skipped", code: "ActionSkipped" };

function failed(code: string, message: string): Outcome {
    return { status: "Failed", code, error: { code, message } };
}

function ofContainer(status: ActionStatus): Outcome {
    return status === "Succeeded"
        ? succeeded
        : failed("ActionFailed", "An action failed. No dependent actions succeeded.");
}

function referredActions(inputs: Value): string[] {
    return textsIn(inputs, "inputs")
        .texts.flatMap(({ text }) => expressionsOf(parseTemplate(text)).flatMap(callsIn))
        .filter(({ name }) => name === "body" || name === "outputs")
        .flatMap(({ arguments: [named] }) => (named?.kind === "literal" ? String(named.value) : []));
}

function parametersOf({ parameters = {} }: WorkflowDefinition, values: Properties): Properties {
    const unknown = Object.keys(values).filter((name) => !Object.hasOwn(parameters, name));
    if (unknown.length > 0) throw new Error(`The workflow has no parameters ${unknown.join(", ")}.`);
    return Object.fromEntries(
        Object.entries(parameters).map(([name, { defaultValue }]) => {
            const value = values[name] ?? defaultValue;
            if (value === undefined) throw new Error(`The parameter ${name} of the workflow has no value.`);
            return [name, value];
        }),
    );
}

function listOf(type: string, value: Value): Value[] {
    if (Array.isArray(value)) return value;
    throw new EvaluationError(`${type} needs an Array and was given a value of the type ${kindOf(value)}.`);
}

function yes(name: string, value: Value): boolean {
    if (typeof value === "boolean") return value;
    throw new EvaluationError(`The ${name} gives a value of the type ${kindOf(value)}, not a Boolean.`);
}

function text(value: Value): string {
    if (typeof value === "string") return value;
    throw new EvaluationError(`A text is needed and a value of the type ${kindOf(value)} was given.`);
}
