import { extension, type Message } from "./extension";

/**
 * A line for each request, without its query, its body and its token: who called by the certificate and by the verified
 * token, and the number under which the gateway logged the call. Serves practices 5.1 and 5.3.
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators
 */
export function requestLog(server: string): Message {
    return toStdout({
        log: "request",
        server,
        time: "%START_TIME%",
        requestId: "%REQ(X-REQUEST-ID)%",
        gatewayRequestId: "%REQ(X-MCP-REQUEST-ID)%",
        method: "%REQ(:METHOD)%",
        path: "%PATH(NQ:PATH)%",
        status: "%RESPONSE_CODE%",
        details: "%RESPONSE_CODE_DETAILS%",
        flags: "%RESPONSE_FLAGS%",
        milliseconds: "%DURATION%",
        bytesReceived: "%BYTES_RECEIVED%",
        bytesSent: "%BYTES_SENT%",
        peerName: "%DOWNSTREAM_PEER_DNS_SAN%",
        peerAddress: "%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%",
        tokenId: "%DYNAMIC_METADATA(envoy.filters.http.jwt_authn:token:uti)%",
        tokenCaller: "%DYNAMIC_METADATA(envoy.filters.http.jwt_authn:token:azp)%",
    });
}

/** A line for each connection, which says what was wrong with it when there never was a request on it. */
export function connectionLog(server: string): Message {
    return toStdout({
        log: "connection",
        server,
        time: "%START_TIME%",
        peerAddress: "%DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT%",
        requestedName: "%REQUESTED_SERVER_NAME%",
        failure: "%DOWNSTREAM_TRANSPORT_FAILURE_REASON%",
        flags: "%RESPONSE_FLAGS%",
        details: "%CONNECTION_TERMINATION_DETAILS%",
    });
}

function toStdout(line: Record<string, string>): Message {
    return extension("envoy.access_loggers.stdout", "envoy.extensions.access_loggers.stream.v3.StdoutAccessLog", {
        log_format: { json_format: line },
    });
}
