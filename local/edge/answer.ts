import { ServerResponse, STATUS_CODES } from "node:http";
import { constants, type Http2ServerResponse } from "node:http2";

export type OutgoingResponse = ServerResponse | Http2ServerResponse;

const product = "Microsoft-Azure-Application-Gateway/v2";

/** Answers instead of the backend. Rewrites do not touch it: https://learn.microsoft.com/azure/application-gateway/rewrite-http-headers-url#limitations */
export function answer(response: OutgoingResponse, status: number, body = page(status)): void {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.statusCode = status;
    response.setHeader("Server", product);
    response.setHeader("Content-Type", "text/html");
    response.setHeader("Content-Length", Buffer.byteLength(body));
    response.end(body);
}

/** The page of the gateway for a status. */
export function page(status: number): string {
    const title = `${status} ${STATUS_CODES[status] ?? ""}`.trim();
    return [
        `<html>\r\n<head><title>${title}</title></head>\r\n<body>`,
        `<center><h1>${title}</h1></center>\r\n<hr><center>${product}</center>\r\n</body>\r\n</html>\r\n`,
    ].join("\r\n");
}

/** Breaks a response off, so that a client does not take it for a whole one. */
export function breakOff(response: OutgoingResponse): void {
    if (response instanceof ServerResponse) response.destroy();
    else response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
}
