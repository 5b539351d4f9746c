import { STATUS_CODES } from "node:http";
import type { Clock } from "../cloud/clock";
import { milliseconds } from "../duration";
import type { Value } from "../provider/provider";
import type { HttpAction, RetryPolicy } from "./definition";
import { NotDelivered, present, type Send, type WorkflowRequest, type WorkflowResponse } from "./send";

/** What came of a request: an answer, or why there is none. */
export type HttpOutcome = { response: WorkflowResponse } | { failure: string };

/** https://learn.microsoft.com/azure/logic-apps/error-exception-handling#default */
const defaultPolicy: RetryPolicy = {
    type: "exponential",
    count: 4,
    interval: "PT7S",
    minimumInterval: "PT5S",
    maximumInterval: "PT1H",
};

/**
 * Sends the request of an action, again by its policy as long as the answer asks for that. It does not wait for what the
 * other side has only accepted, as no action here wants that.
 *
 * @param action - With its inputs evaluated.
 */
export async function request(action: HttpAction, send: Send, clock: Clock): Promise<HttpOutcome> {
    const { method, uri, headers = {}, body, authentication, retryPolicy = defaultPolicy } = action.inputs;
    if (!URL.canParse(uri)) return { failure: "its address is none." };
    const isJson = typeof body === "object" && body !== null;
    const sent: WorkflowRequest = {
        method,
        url: uri,
        headers: { ...(isJson && { "content-type": "application/json" }), ...lowerCase(headers) },
        body,
        ...(authentication && {
            authentication: { identity: authentication.identity, audience: authentication.audience },
        }),
    };
    return await withRetries(sent, retryPolicy, send, clock);
}

async function withRetries(sent: WorkflowRequest, policy: RetryPolicy, send: Send, clock: Clock): Promise<HttpOutcome> {
    for (let retry = 1; ; retry++) {
        const { outcome, again, after } = await attempt(sent, send);
        if (!again || policy.type === "none" || retry > policy.count) return outcome;
        await clock.wait(Math.max(delay(policy, retry), after));
    }
}

async function attempt(
    sent: WorkflowRequest,
    send: Send,
): Promise<{ outcome: HttpOutcome; again: boolean; after: number }> {
    try {
        const response = await send(sent);
        const { status, headers } = response;
        const again = status === 408 || status === 429 || status >= 500;
        return { outcome: { response }, again, after: Number(lowerCase(headers)["retry-after"] ?? 0) };
    } catch (error) {
        if (!(error instanceof NotDelivered)) throw error;
        return { outcome: { failure: error.message }, again: error.temporary, after: 0 };
    }
}

/**
 * Seconds before a retry. Azure draws them from a range; here it is the most of the range.
 * https://learn.microsoft.com/azure/logic-apps/error-exception-handling#exponential-interval
 */
function delay(policy: Exclude<RetryPolicy, { type: "none" }>, retry: number): number {
    const interval = milliseconds(policy.interval) / 1000;
    if (policy.type === "fixed") return interval;
    const least = milliseconds(policy.minimumInterval ?? "PT5S") / 1000;
    const most = milliseconds(policy.maximumInterval ?? "P1D") / 1000;
    return Math.max(least, Math.min(interval * 2 ** (retry - 1), most));
}

/** What an action has as its outputs after an answer. */
export function httpOutputs({ status, headers, body }: WorkflowResponse): Value {
    return present({ statusCode: status, headers, body });
}

/** What an action has as its code: the name of the status, as .NET has it. */
export function statusName(status: number): string {
    return (STATUS_CODES[status] ?? String(status)).replace(/[^A-Za-z]/g, "");
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
