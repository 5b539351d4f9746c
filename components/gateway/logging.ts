import type * as inputs from "@pulumi/azure-native/types/input";

// a masked name that is logged is still a name: values of these are never written
const credentials = ["Authorization", "Cookie", "Set-Cookie", "Mcp-Session-Id", "X-MCP-Signature"];

const message: inputs.apimanagement.HttpMessageDiagnosticArgs = {
    body: { bytes: 0 },
    headers: [],
    dataMasking: {
        headers: credentials.map((value) => ({ value, mode: "Hide" })),
        queryParams: [{ value: "*", mode: "Hide" }],
    },
};

/**
 * What a diagnostic of API Management writes: that a request came and how it ended, and the traces of policies, which
 * are of severity information; no body, header or query. A body of more than zero bytes would also hold up a stream:
 * https://learn.microsoft.com/azure/api-management/monitor-mcp-servers
 *
 * Serves practices 5.1, 5.3 and PP-1.
 */
export const payloadFree = {
    alwaysLog: "allErrors",
    httpCorrelationProtocol: "W3C",
    // behind the edge it is the edge's own; traces have that of the client
    logClientIp: false,
    sampling: { samplingType: "fixed", percentage: 100 },
    verbosity: "information",
    frontend: { request: message, response: message },
    backend: { request: message, response: message },
} as const;
