/** https://learn.microsoft.com/azure/application-gateway/monitor-application-gateway-reference#access-log-category */
export type ErrorInfo =
    | "ERRORINFO_NO_ERROR"
    | "ERRORINFO_INVALID_METHOD_TRACE"
    | "ERRORINFO_HTTP_NO_HOST_HEADER"
    | "ERRORINFO_INVALID_HOST"
    | "ERRORINFO_REQUEST_URI_INVALID"
    | "ERRORINFO_INVALID_REQUEST"
    | "ERRORINFO_CLIENT_CLOSED_REQUEST"
    | "ERRORINFO_UPSTREAM_NO_LIVE"
    | "ERRORINFO_UPSTREAM_CLOSED_CONNECTION"
    | "ERRORINFO_UPSTREAM_TIMED_OUT";

/** How a request ended. */
export interface Outcome {
    /** What the client got; 499 when it did not wait. */
    status: number;
    errorInfo: ErrorInfo;
    /** What the backend did; absent when it was not asked. */
    backend?: BackendAnswer;
    /** Sends the client what is left to send. */
    finish(): void;
}

export interface BackendAnswer {
    /** Address and port. */
    server: string;
    /** Absent when it did not answer. */
    status?: number;
    /** Until the beginning of its answer. */
    seconds?: number;
}
