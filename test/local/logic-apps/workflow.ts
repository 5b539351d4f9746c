import assert from "node:assert/strict";
import { type RunOptions, runWorkflow, type WorkflowRun } from "../../../local/logic-apps/run";
import type { WorkflowRequest, WorkflowResponse } from "../../../local/logic-apps/send";
import type { Value } from "../../../local/provider/provider";

/** What {@link steppingClock} begins with. */
export const start = Date.UTC(2026, 0, 1);

/** A clock that goes on by what somebody waits for. */
export function steppingClock() {
    const clock = {
        time: start,
        now: () => clock.time,
        wait: async (seconds: number) => {
            clock.time += seconds * 1000;
        },
    };
    return clock;
}

/** A workflow with the actions. */
export function workflowOf(actions: object, parameters: object = {}): object {
    return {
        $schema:
            "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
        contentVersion: "1.0.0.0",
        parameters,
        triggers: {},
        actions,
    };
}

/** Answers requests in their order, and keeps them. */
export function answering(...responses: (Partial<WorkflowResponse> | Error)[]) {
    const requests: WorkflowRequest[] = [];
    const send = async (request: WorkflowRequest): Promise<WorkflowResponse> => {
        requests.push(request);
        const response = responses[requests.length - 1] ?? assert.fail(`request ${requests.length} was not expected`);
        if (response instanceof Error) throw response;
        return { status: 200, headers: {}, body: undefined, ...response };
    };
    return { requests, send };
}

export function runOf(actions: object, options: Partial<RunOptions> = {}): Promise<WorkflowRun> {
    return runWorkflow({
        definition: workflowOf(actions),
        parameters: {},
        trigger: null,
        send: answering().send,
        clock: steppingClock(),
        ...options,
    });
}

/** Status of each action by name; of one that ran several times the last. */
export function statusesOf({ actions }: WorkflowRun): Record<string, string> {
    return Object.fromEntries(actions.map(({ name, status }) => [name, status]));
}

/** What an expression gives, or why it gives nothing. */
export async function resultOf(text: string, trigger: Value = null): Promise<Value | { error: string }> {
    const run = await runOf({ Value: { type: "Compose", inputs: text } }, { trigger });
    const [action] = run.actions;
    return action?.error ? { error: action.error.message } : (action?.outputs ?? null);
}
