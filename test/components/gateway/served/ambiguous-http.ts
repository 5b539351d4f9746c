import { gzipSync } from "node:zlib";
import { type Change, call, type Expected, host, length, type Row } from "./ambiguous-request";

const json = "400 no-strict-json";
const refusedByHttp = "400";
/** The gateway has begun with the request when HTTP refuses the rest of it. */
const brokenOff = "400 client-gone";

/** Requests of which HTTP itself could be read differently; the edge may answer otherwise than the gateway by itself. */
export const http: [...Row, atEdge?: Expected][] = [
    // where the body ends
    ["a body in one chunk", chunked(`${hex(length)}\r\n${call}\r\n0\r\n\r\n`), "forwarded"],
    [
        "a body in chunks of one byte",
        chunked(`${[...call].map((c) => `1\r\n${c}\r\n`).join("")}0\r\n\r\n`),
        "forwarded",
    ],
    ["chunks whose size has zeros before", chunked(`000${hex(length)}\r\n${call}\r\n000\r\n\r\n`), "forwarded"],
    ["chunks with extensions", chunked(`${hex(length)};a=b;c="d"\r\n${call}\r\n0;e\r\n\r\n`), "forwarded"],
    [
        "chunks with trailers",
        chunked(
            `${hex(length)}\r\n${call}\r\n0\r\nMcp-Name: cancel_order\r\nAuthorization: Bearer x\r\nContent-Encoding: gzip\r\n\r\n`,
            "Trailer: Mcp-Name",
        ),
        "forwarded",
    ],
    ["a size of a chunk with 0x", chunked(`0x${hex(length)}\r\n${call}\r\n0\r\n\r\n`), brokenOff, refusedByHttp],
    ["a size of a chunk with a sign", chunked(`+${hex(length)}\r\n${call}\r\n0\r\n\r\n`), brokenOff, refusedByHttp],
    [
        "a size of a chunk with a blank before",
        chunked(` ${hex(length)}\r\n${call}\r\n0\r\n\r\n`),
        brokenOff,
        refusedByHttp,
    ],
    [
        "a size of a chunk beyond 64 bits",
        chunked(`1${"0".repeat(16)}${hex(length)}\r\n${call}\r\n0\r\n\r\n`),
        brokenOff,
        refusedByHttp,
    ],
    [
        "a chunk that is longer than its size",
        chunked(`${hex(length - 1)}\r\n${call}\r\n0\r\n\r\n`),
        brokenOff,
        refusedByHttp,
    ],
    [
        "lines of chunks that end in line feeds alone",
        chunked(`${hex(length)}\n${call}\n0\n\n`),
        brokenOff,
        refusedByHttp,
    ],
    ["chunks that break off", { ...chunked(`${hex(length)}\r\n${call}`), ends: true }, brokenOff, refusedByHttp],
    [
        "chunks and a length",
        chunked(`${hex(length)}\r\n${call}\r\n0\r\n\r\n`, `Content-Length: ${length}`),
        refusedByHttp,
    ],
    [
        "a length and chunks",
        { headers: [`Content-Length: ${length}`, "Transfer-Encoding: chunked"], framed: "0\r\n\r\n" },
        refusedByHttp,
    ],
    [
        "another coding than chunks",
        { headers: ["Transfer-Encoding: xchunked"], framed: `${hex(length)}\r\n${call}\r\n0\r\n\r\n` },
        brokenOff,
        refusedByHttp,
    ],
    [
        "a coding behind chunks",
        { headers: ["Transfer-Encoding: chunked, identity"], framed: `${hex(length)}\r\n${call}\r\n0\r\n\r\n` },
        refusedByHttp,
    ],
    [
        "chunks in a header of their own behind another coding",
        { headers: ["Transfer-Encoding: identity", "Transfer-Encoding: xchunked"], framed: call },
        brokenOff,
        refusedByHttp,
    ],
    [
        "a coding and a length",
        { headers: ["Transfer-Encoding: identity", `Content-Length: ${length}`], framed: call },
        refusedByHttp,
    ],
    [
        "chunks in capitals",
        { headers: ["Transfer-Encoding: CHUNKED"], framed: `${hex(length)}\r\n${call}\r\n0\r\n\r\n` },
        "forwarded",
    ],
    [
        "chunks behind a vertical tab",
        { headers: ["Transfer-Encoding:\u000bchunked"], framed: `${hex(length)}\r\n${call}\r\n0\r\n\r\n` },
        refusedByHttp,
    ],
    [
        "chunks in a header with a blank before its colon",
        { headers: ["Transfer-Encoding : chunked"], framed: `${hex(length)}\r\n${call}\r\n0\r\n\r\n` },
        refusedByHttp,
    ],
    [
        "a length twice",
        { headers: [`Content-Length: ${length}`, `Content-Length: ${length}`], framed: call },
        refusedByHttp,
    ],
    ["two lengths", { headers: [`Content-Length: ${length}`, "Content-Length: 0"], framed: call }, refusedByHttp],
    ["a length as list", { headers: [`Content-Length: ${length}, ${length}`], framed: call }, refusedByHttp],
    ["a length with a plus", { headers: [`Content-Length: +${length}`], framed: call }, refusedByHttp],
    ["a length below zero", { headers: ["Content-Length: -1"], framed: call }, refusedByHttp],
    ["a hexadecimal length", { headers: ["Content-Length: 0x10"], framed: call }, refusedByHttp],
    ["an empty length", { headers: ["Content-Length:"], framed: call }, refusedByHttp],
    ["a length with a blank in it", { headers: ["Content-Length: 1 08"], framed: call }, refusedByHttp],
    ["a length with blanks around", { headers: [`Content-Length:   ${length}  `], framed: call }, "forwarded"],
    ["a length with tabs around", { headers: [`Content-Length:\t${length}\t`], framed: call }, refusedByHttp],
    [
        "a length of which the body has less",
        { headers: [`Content-Length: ${length + 1}`], framed: call, ends: true },
        brokenOff,
        refusedByHttp,
    ],
    // where headers end
    ["a header over two lines", { headers: ["Mcp-Name: search\r\n _orders"] }, refusedByHttp],
    ["a value on the second line", { headers: ["Mcp-Name:\r\n cancel_order"] }, refusedByHttp],
    ["a header without colon", { headers: ["Mcp-Name cancel_order\r\nX: y"] }, refusedByHttp],
    ["a header with a blank before its colon", { headers: ["Mcp-Name : cancel_order"] }, refusedByHttp],
    ["a header without name", { headers: [": x"] }, refusedByHttp],
    ["a carriage return in a header", { headers: ["X: y\rMcp-Name: cancel_order"] }, refusedByHttp],
    ["NUL in a header", { headers: ["Mcp-Name: search_orders\0"] }, refusedByHttp],
    ["a control character in a header", { headers: ["Mcp-Name: search_orders\u0001"] }, refusedByHttp],
    ["a header with an underscore", { headers: ["Mcp_Name: cancel_order", "Content_Length: 0"] }, "forwarded"],
    // what is asked for
    ["the method post", { line: "post /orders/mcp HTTP/1.1" }, refusedByHttp],
    ["the method Post", { line: "Post /orders/mcp HTTP/1.1" }, refusedByHttp],
    ["a method that nobody knows", { line: "POSTS /orders/mcp HTTP/1.1" }, refusedByHttp],
    ["a blank before the method", { line: " POST /orders/mcp HTTP/1.1" }, refusedByHttp],
    ["an empty line before the method", { line: "\r\nPOST /orders/mcp HTTP/1.1" }, "forwarded"],
    ["a tab before the target", { line: "POST\t/orders/mcp HTTP/1.1" }, refusedByHttp],
    ["a blank in the target", { line: "POST /orders/mcp x HTTP/1.1" }, refusedByHttp],
    ["no target", { line: "POST HTTP/1.1" }, refusedByHttp],
    ["the method PUT", { line: "PUT /orders/mcp HTTP/1.1" }, "404"],
    ["the method PATCH", { line: "PATCH /orders/mcp HTTP/1.1" }, "404"],
    ["the method OPTIONS", { line: "OPTIONS /orders/mcp HTTP/1.1" }, "404"],
    ["the method HEAD", { line: "HEAD /orders/mcp HTTP/1.1" }, "404"],
    ["the method GET with a body", { line: "GET /orders/mcp HTTP/1.1" }, "400 unexpected-body"],
    ["the method DELETE with a body", { line: "DELETE /orders/mcp HTTP/1.1" }, "400 unexpected-body"],
    ["HTTP/1.0", { line: "POST /orders/mcp HTTP/1.0" }, "forwarded"],
    ["HTTP/1.2", { line: "POST /orders/mcp HTTP/1.2" }, refusedByHttp],
    ["HTTP/2.0 in words of HTTP/1.1", { line: "POST /orders/mcp HTTP/2.0" }, "forwarded"],
    ["no version of HTTP", { line: "POST /orders/mcp" }, "forwarded"],
    ["another protocol", { line: "POST /orders/mcp ICE/1.0" }, refusedByHttp],
    ["a slash behind", { line: "POST /orders/mcp/ HTTP/1.1" }, "forwarded"],
    ["two slashes behind", { line: "POST /orders/mcp// HTTP/1.1" }, "404"],
    ["two slashes before", { line: "POST //orders/mcp HTTP/1.1" }, "404"],
    ["two slashes between", { line: "POST /orders//mcp HTTP/1.1" }, "404"],
    ["an escaped letter", { line: "POST /orders/%6dcp HTTP/1.1" }, "forwarded"],
    ["an escaped slash", { line: "POST /orders%2fmcp HTTP/1.1" }, "404"],
    ["a slash that is escaped twice", { line: "POST /orders%252fmcp HTTP/1.1" }, "404"],
    ["other letter case", { line: "POST /Orders/MCP HTTP/1.1" }, "forwarded"],
    ["dots", { line: "POST /x/../orders/./mcp HTTP/1.1" }, "forwarded"],
    ["escaped dots", { line: "POST /x/%2e%2e/orders/mcp HTTP/1.1" }, "forwarded"],
    ["dots that lead out", { line: "POST /orders/mcp/../../other HTTP/1.1" }, "404"],
    ["something below", { line: "POST /orders/mcp/admin HTTP/1.1" }, "404"],
    ["a parameter of the path", { line: "POST /orders/mcp;a=b HTTP/1.1" }, "404"],
    ["an escaped NUL", { line: "POST /orders/mcp%00 HTTP/1.1" }, "404"],
    ["an escape that is none", { line: "POST /orders/mcp%zz HTTP/1.1" }, "404"],
    ["a query", { line: "POST /orders/mcp?x HTTP/1.1" }, "400 query"],
    ["a query with a token", { line: "POST /orders/mcp?access_token=x HTTP/1.1" }, "400 query"],
    ["an escaped question mark", { line: "POST /orders/mcp%3fx HTTP/1.1" }, "404"],

    // where the gateway by itself is asked less, or more
    ["an empty query", { line: "POST /orders/mcp? HTTP/1.1" }, "forwarded"],
    ["a fragment", { line: "POST /orders/mcp#x HTTP/1.1" }, "forwarded"],
    ["a whole URL", { line: `POST https://${host}/orders/mcp HTTP/1.1` }, "forwarded", refusedByHttp],
    ["no path", { line: "OPTIONS * HTTP/1.1" }, "404", refusedByHttp],
    [
        "a length with zeros before",
        { headers: [`Content-Length: 0000000${length}`], framed: call },
        "400 content-length",
        "forwarded",
    ],
    [
        "a length beyond the limit",
        { headers: ["Content-Length: 102401"], framed: call, ends: true },
        "413 declared-size",
        refusedByHttp,
    ],
    ["as much as the limit", { body: call + " ".repeat(102_400 - length) }, "forwarded"],
    [
        "more than the limit in chunks",
        chunked(`${hex(102_401)}\r\n${call}${" ".repeat(102_401 - length)}\r\n0\r\n\r\n`),
        "413 size",
        "413 declared-size",
    ],
    [
        "gzip below chunks",
        {
            headers: ["Transfer-Encoding: gzip, chunked"],
            framed: Buffer.concat([
                Buffer.from(`${hex(gzipSync(call).length)}\r\n`),
                gzipSync(call),
                Buffer.from("\r\n0\r\n\r\n"),
            ]),
        },
        json,
    ],
    ["the method TRACE", { line: "TRACE /orders/mcp HTTP/1.1" }, "404", "405"],
    ["an expectation of 100", { headers: ["Expect: 100-continue"] }, "forwarded"],
    ["another expectation", { headers: ["Expect: 200-ok"] }, "417"],
    ["another protocol to go on with", { headers: ["Connection: close, Upgrade", "Upgrade: websocket"] }, "forwarded"],
    [
        "HTTP/2 to go on with",
        { headers: ["Connection: close, Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"] },
        "forwarded",
    ],
    [
        "headers of the connection that the gateway sets",
        { headers: ["Connection: close, X-MCP-Client-Address, X-MCP-Signature, X-MCP-User, Content-Type-Options"] },
        "forwarded",
    ],
    ["a token that belongs to the connection", { headers: ["Connection: close, Authorization"] }, "401 token"],
    ["no host", { headers: ["Host"] }, refusedByHttp],
    ["two hosts", { headers: [`Host: ${host}`, "Host: other.example"] }, "forwarded", refusedByHttp],
];

/** Requests behind which more comes, of which the edge may hear before or after it has passed them on. */
export const gatewayOnly: Row[] = [
    ["a body of no length", { headers: [], framed: call }, json],
    ["a length of which the body has more", { headers: [`Content-Length: ${length - 1}`], framed: call }, json],
];

/** Requests of which the edge could make others. */
export const edgeOnly: typeof http = [
    ["another host", { headers: ["Host: other.example"] }, "404"],
    [
        "two tokens",
        { headers: ["Authorization: Bearer {token}", "Authorization: Bearer {token}"] },
        "400 authorization-header",
    ],
    ["the name twice", { headers: ["Mcp-Name: search_orders", "Mcp-Name: search_orders"] }, "400 header-mismatch"],
];

function hex(size: number): string {
    return size.toString(16);
}

function chunked(framed: string, ...headers: string[]): Change {
    return { headers: ["Transfer-Encoding: chunked", ...headers], framed };
}
