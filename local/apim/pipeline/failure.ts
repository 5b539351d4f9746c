import { Headers, type LastError, MessageBody, type ResponseMessage } from "../context";

/** What a failure says of itself. */
export interface FailureDetails {
    /** https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies#predefined-errors-for-policies */
    reason: string;
    message: string;
    /** Absent when the statement chose no status. */
    response?: ResponseMessage;
}

/** Why a request cannot go on: it ends in the section `on-error`. Anything else that is thrown is a defect. */
export class PolicyFailure extends Error {
    readonly reason: string;
    readonly response: ResponseMessage | null;
    /** Set by the innermost statement that it leaves. */
    place?: Pick<LastError, "source" | "scope" | "section" | "path">;

    constructor({ reason, message, response }: FailureDetails) {
        super(message);
        this.reason = reason;
        this.response = response ?? null;
    }
}

/** A response as API Management words its own: JSON with the status and a message. */
export function ownResponse(
    statusCode: number,
    reason: string,
    message: string,
    details: { headers?: Headers; activityId?: string } = {},
): ResponseMessage {
    const { headers = new Headers(), activityId } = details;
    headers.set("Content-Type", "application/json");
    const text = JSON.stringify({ statusCode, message, ...(activityId !== undefined && { activityId }) });
    return { statusCode, reason, headers, body: new MessageBody(Buffer.from(text)) };
}
