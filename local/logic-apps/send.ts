import type { Properties, Value } from "../provider/provider";

/** A request of an action, before it has a token. */
export interface WorkflowRequest {
    method: string;
    url: string;
    /** Names in lower case. */
    headers: Record<string, string>;
    /** A JSON value, or a text. */
    body: Value | undefined;
    /** Optional. ARM id of the managed identity that it is sent as, and for whom its token is. Default: it has no token. */
    authentication?: { identity: string; audience: string };
}

export interface WorkflowResponse {
    status: number;
    /** Names as the other side writes them. */
    headers: Record<string, string>;
    body: Value | undefined;
}

/** Delivers a request. Throws {@link NotDelivered} when no answer comes. */
export type Send = (request: WorkflowRequest) => Promise<WorkflowResponse>;

/** Why a request got no answer: the host is not reached, or there is no token. */
export class NotDelivered extends Error {
    constructor(
        message: string,
        /** Whether the same request may get an answer later. */
        readonly temporary: boolean,
    ) {
        super(message);
    }
}

/** An object with what is not absent. */
export function present(values: Record<string, Value | undefined>): Properties {
    return Object.fromEntries(
        Object.entries(values).filter((entry): entry is [string, Value] => entry[1] !== undefined),
    );
}
