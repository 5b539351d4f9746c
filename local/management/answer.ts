import type { Properties, Value } from "../provider/provider";

/** A request to Resource Manager or Microsoft Graph. */
export interface ManagementRequest {
    method: string;
    url: string;
    /** Names in lower case. */
    headers: Record<string, string>;
    body: Value | undefined;
}

export interface ManagementAnswer {
    status: number;
    /** Names as Azure writes them. */
    headers: Record<string, string>;
    body: Value | undefined;
}

/** An error that is answered. */
export class ManagementError extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        message: string,
    ) {
        super(message);
    }
}

/** What is asked for, or a part of it, that is not known here: a defect of whoever asks, or of the local cloud. */
export class NotKnown extends ManagementError {
    constructor(what: string) {
        super(501, "NotKnownHere", `The local cloud does not know ${what}.`);
    }
}

export function json(status: number, body: Properties, headers: Record<string, string> = {}): ManagementAnswer {
    return { status, headers: { "Content-Type": "application/json; charset=utf-8", ...headers }, body };
}

/** Both services have errors in the same form. */
export function errorAnswer({ status, code, message }: ManagementError): ManagementAnswer {
    return json(status, { error: { code, message } });
}
