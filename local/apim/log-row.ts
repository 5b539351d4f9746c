import type { LogRow } from "../logs/log-sink";
import type { DeployedService } from "./deployed";
import type { RequestRecord } from "./gateway";

/**
 * Row of https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewaylogs as the diagnostics of the
 * environment have it: no header, body or query, not the address of the edge, and the traces of policies. How
 * `TraceRecords` are written inside is documented nowhere; here each has what its statement says.
 */
export function gatewayRow(record: RequestRecord, service: Pick<DeployedService, "location">): LogRow {
    const { backend, lastError, traces, responseCode } = record;
    const time = new Date(record.time).toISOString();
    return {
        TimeGenerated: time,
        Timestamp: time,
        OperationName: "Microsoft.ApiManagement/GatewayLogs",
        Category: "GatewayLogs",
        Region: service.location,
        CorrelationId: record.correlationId,
        ApiId: record.apiId ?? "",
        ApiRevision: record.apiId === undefined ? "" : "1",
        OperationId: record.operationId ?? "",
        Method: record.method,
        Url: withoutQuery(record.url),
        CallerIpAddress: "",
        ClientProtocol: "HTTP/1.1",
        Cache: "none",
        CacheTime: 0,
        ResponseCode: responseCode,
        IsRequestSuccess: responseCode >= 200 && responseCode < 400,
        TotalTime: record.totalTime,
        BackendTime: record.backendTime,
        ClientTime: record.clientTime,
        RequestSize: record.requestSize,
        ResponseSize: record.responseSize,
        BackendId: backend?.id ?? "",
        BackendMethod: backend?.method ?? "",
        BackendUrl: backend === undefined ? "" : withoutQuery(backend.url),
        BackendProtocol: backend === undefined ? "" : "HTTP/1.1",
        BackendResponseCode: backend?.responseCode ?? null,
        LastErrorElapsed: lastError?.elapsed ?? null,
        LastErrorSource: lastError?.source ?? "",
        LastErrorReason: lastError?.reason ?? "",
        LastErrorMessage: lastError?.message ?? "",
        LastErrorSection: lastError?.section ?? "",
        LastErrorScope: lastError?.scope ?? "",
        TraceRecords: traces,
    };
}

function withoutQuery(url: string): string {
    return url.split("?")[0] ?? "";
}
