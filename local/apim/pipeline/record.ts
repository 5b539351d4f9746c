import type { LastError } from "../context";

/**
 * What happened to a request: the facts of a row of
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewaylogs
 * as https://learn.microsoft.com/azure/api-management/gateway-log-schema-reference explains them. Times are in milliseconds,
 * sizes in bytes.
 */
export interface RequestRecord {
    /** When the gateway began with it, since the epoch. */
    time: number;
    /** GUID, which policies know as `context.RequestId`. */
    correlationId: string;
    /** Absent when none matched. */
    apiId?: string;
    /** Absent when none matched. */
    operationId?: string;
    method: string;
    /** As the client named it. */
    url: string;
    callerIpAddress: string;
    responseCode: number;
    /** From the first byte of the request to the last of the answer. */
    totalTime: number;
    /** Sending to the backend and receiving from it. */
    backendTime: number;
    /** Passing the answer on to the client. */
    clientTime: number;
    requestSize: number;
    responseSize: number;
    /** The last request to a backend; absent when none was sent. */
    backend?: BackendRecord;
    /** Absent when nothing failed. */
    lastError?: LastError & { elapsed: number };
    /** What statements `trace` have written, in their order. */
    traces: TraceRecord[];
    /** What our code threw that is no decision of a policy: the answer, if there is one, stands for nothing. */
    defect?: unknown;
}

export interface BackendRecord {
    /** Name of the backend. */
    id: string;
    method: string;
    url: string;
    /** Absent when it did not answer. */
    responseCode?: number;
}

export interface TraceRecord {
    source: string;
    severity: string;
    message: string;
    metadata: Record<string, string>;
}
