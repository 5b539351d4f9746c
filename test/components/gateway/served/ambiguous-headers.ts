import { brotliCompressSync, gzipSync } from "node:zlib";
import { type Change, call, type Expected, ping, type Row, resourceOf } from "./ambiguous-request";

/** A resource of which the base64 has all of the characters in which the alphabets differ. */
export const resource = "orders://gr\u00f6\u00dfe/?>~\u00bf\u00ff";

/** Headers of the good call. */
export const headers: Row[] = [
    // what the body is
    type("application/json", "forwarded"),
    type("APPLICATION/JSON", "forwarded"),
    type("application/json; charset=UTF-8", "forwarded"),
    type('application/json;charset="utf-8"', "forwarded"),
    type("application/json; charset=utf8", "415 content-type"),
    type("application/ json", "415 content-type"),
    type("application/json; char set=utf-8", "415 content-type"),
    type('application/json; charset="utf-8', "415 content-type"),
    type('application/"json"', "415 content-type"),
    type("application/json; charset=utf-7", "415 content-type"),
    type("application/json; charset=utf-16", "415 content-type"),
    type("application/json; charset=iso-8859-1", "415 content-type"),
    type("application/json; charset=utf-8; charset=utf-16", "415 content-type"),
    type("application/json; a=b", "415 content-type"),
    type("application/json;", "415 content-type"),
    type("application/json;\tcharset=utf-8", "415 content-type"),
    type("application/json, text/plain", "415 content-type"),
    type("application/json-rpc", "415 content-type"),
    type("application/vnd.api+json", "415 content-type"),
    type("text/json", "415 content-type"),
    type("text/plain", "415 content-type"),
    type("multipart/form-data; boundary=application/json", "415 content-type"),
    type("", "415 content-type"),
    ["no type", { headers: ["Content-Type"] }, "415 content-type"],
    [
        "a type twice",
        { headers: ["Content-Type: application/json", "Content-Type: application/json"] },
        "415 content-type",
    ],
    ["two types", { headers: ["Content-Type: application/json", "Content-Type: text/plain"] }, "415 content-type"],
    ["a body in gzip", { headers: ["Content-Encoding: gzip"], body: gzipSync(call) }, "415 content-encoding"],
    ["a body in br", { headers: ["Content-Encoding: br"], body: brotliCompressSync(call) }, "415 content-encoding"],
    ["gzip that is none", { headers: ["Content-Encoding: gzip"] }, "415 content-encoding"],
    ["gzip that nothing tells of", { body: gzipSync(call) }, "400 no-strict-json"],
    ["an encoding that is none", { headers: ["Content-Encoding: identity"] }, "415 content-encoding"],
    ["an empty encoding", { headers: ["Content-Encoding:"] }, "415 content-encoding"],
    [
        "an encoding twice",
        { headers: ["Content-Encoding: identity", "Content-Encoding: gzip"] },
        "415 content-encoding",
    ],
    // who calls
    ["no token", { headers: ["Authorization"] }, "401 token"],
    ["an empty token", { headers: ["Authorization:"] }, "400 authorization-header"],
    [
        "a token twice",
        { headers: ["Authorization: Bearer {token}", "Authorization: Bearer {token}"] },
        "400 authorization-header",
    ],
    [
        "a token twice in other letter case",
        { headers: ["Authorization: Bearer {token}", "AUTHORIZATION: Bearer {token}"] },
        "400 authorization-header",
    ],
    [
        "a token and another scheme",
        { headers: ["Authorization: Bearer {token}", "Authorization: Basic YTpi"] },
        "400 authorization-header",
    ],
    [
        "two tokens with a comma between",
        { headers: ["Authorization: Bearer {token}, Bearer {token}"] },
        "400 authorization-header",
    ],
    ["two words behind the scheme", { headers: ["Authorization: Bearer {token} {token}"] }, "400 authorization-header"],
    ["a comma behind the token", { headers: ["Authorization: Bearer {token},"] }, "400 authorization-header"],
    ["a scheme in lower case", { headers: ["Authorization: bearer {token}"] }, "forwarded"],
    ["a scheme in upper case", { headers: ["Authorization: BEARER {token}"] }, "400 authorization-header"],
    ["a scheme with two spaces behind it", { headers: ["Authorization: Bearer  {token}"] }, "forwarded"],
    ["a scheme with a tab behind it", { headers: ["Authorization: Bearer\t{token}"] }, "400 authorization-header"],
    ["a scheme with nothing behind it", { headers: ["Authorization: Bearer{token}"] }, "400 authorization-header"],
    ["a scheme alone", { headers: ["Authorization: Bearer"] }, "400 authorization-header"],
    ["a token alone", { headers: ["Authorization: {token}"] }, "400 authorization-header"],
    ["a token in quotes", { headers: ['Authorization: Bearer "{token}"'] }, "400 authorization-header"],
    ["another scheme", { headers: ["Authorization: Basic YTpi"] }, "400 authorization-header"],
    ["proof of possession", { headers: ["Authorization: DPoP {token}"] }, "400 authorization-header"],
    ["a token that is none", { headers: ["Authorization: Bearer x"] }, "401 token"],
    ["a token with another signature", { headers: ["Authorization: Bearer {token}A"] }, "401 token"],
    ["a token for a proxy", { headers: ["Authorization", "Proxy-Authorization: Bearer {token}"] }, "401 token"],
    [
        "a token that a proxy tells of",
        { headers: ["Authorization", "X-Forwarded-Authorization: Bearer {token}"] },
        "401 token",
    ],
    ["a token in a cookie", { headers: ["Authorization", "Cookie: access_token={token}"] }, "401 token"],
    // what the body says
    ["the method", { headers: ["Mcp-Method: tools/call", "Mcp-Name: search_orders"] }, "forwarded"],
    ["the method in other letter case", { headers: ["Mcp-Method: Tools/Call"] }, "400 header-mismatch"],
    ["another method", { headers: ["Mcp-Method: tools/list"] }, "400 header-mismatch"],
    ["an empty method", { headers: ["Mcp-Method:"] }, "400 header-mismatch"],
    ["the method twice", { headers: ["Mcp-Method: tools/call", "Mcp-Method: tools/call"] }, "400 header-mismatch"],
    [
        "the method and another",
        { headers: ["Mcp-Method: tools/call", "mcp-method: tools/list"] },
        "400 header-mismatch",
    ],
    ["the name with blanks around", { headers: ["Mcp-Name: \t search_orders \t"] }, "forwarded"],
    ["the name in other letter case", { headers: ["Mcp-Name: Search_Orders"] }, "400 header-mismatch"],
    ["another name", { headers: ["Mcp-Name: cancel_order"] }, "400 header-mismatch"],
    ["an empty name", { headers: ["Mcp-Name:"] }, "400 header-mismatch"],
    ["the name twice", { headers: ["Mcp-Name: search_orders", "Mcp-Name: search_orders"] }, "400 header-mismatch"],
    ["the name and another", { headers: ["Mcp-Name: search_orders", "MCP-NAME: cancel_order"] }, "400 header-mismatch"],
    ["the name in quotes", { headers: ['Mcp-Name: "search_orders"'] }, "400 header-mismatch"],
    ["the name with escapes of URLs", { headers: ["Mcp-Name: search%5forders"] }, "400 header-mismatch"],
    ["the name in base64", { headers: ["Mcp-Name: =?base64?c2VhcmNoX29yZGVycw==?="] }, "forwarded"],
    [
        "the name in base64 without padding",
        { headers: ["Mcp-Name: =?base64?c2VhcmNoX29yZGVycw?="] },
        "400 header-mismatch",
    ],
    [
        "the name in base64 with too much padding",
        { headers: ["Mcp-Name: =?base64?c2VhcmNoX29yZGVycw===?="] },
        "400 header-mismatch",
    ],
    [
        "the name in base64 with other bits behind",
        { headers: ["Mcp-Name: =?base64?c2VhcmNoX29yZGVycx==?="] },
        "400 header-mismatch",
    ],
    [
        "the name in base64 with a blank",
        { headers: ["Mcp-Name: =?base64?c2VhcmNo X29yZGVycw==?="] },
        "400 header-mismatch",
    ],
    [
        "the name in base64 with its mark in capitals",
        { headers: ["Mcp-Name: =?BASE64?c2VhcmNoX29yZGVycw==?="] },
        "400 header-mismatch",
    ],
    ["the name in base64 of mail", { headers: ["Mcp-Name: =?utf-8?B?c2VhcmNoX29yZGVycw==?="] }, "400 header-mismatch"],
    ["another name in base64", { headers: ["Mcp-Name: =?base64?Y2FuY2VsX29yZGVy?="] }, "400 header-mismatch"],
    ["a name for a method that names nothing", { headers: ["Mcp-Name: cancel_order"], body: ping }, "forwarded"],
    uri(resource, Buffer.from(resource).toString("base64"), "forwarded"),
    uri(resource, Buffer.from(resource).toString("base64url"), "400 header-mismatch"),
    uri(resource, Buffer.from(resource, "latin1").toString("base64"), "400 header-mismatch"),
    uri(resource, Buffer.from(resource, "utf16le").toString("base64"), "400 header-mismatch"),
    [
        "a name as its bytes",
        { headers: [`Mcp-Name: ${Buffer.from(resource).toString("latin1")}`], body: resourceOf(resource) },
        "400 header-mismatch",
    ],
    // versions
    ["no version", { headers: ["MCP-Protocol-Version"] }, "400 header-mismatch"],
    ["an empty version", { headers: ["MCP-Protocol-Version:"] }, "400 protocol-version"],
    [
        "a version twice",
        { headers: ["MCP-Protocol-Version: 2025-11-25", "MCP-Protocol-Version: 2025-11-25"] },
        "400 protocol-version",
    ],
    [
        "two versions",
        { headers: ["MCP-Protocol-Version: 2025-11-25", "Mcp-Protocol-Version: 2026-07-28"] },
        "400 protocol-version",
    ],
    [
        "two versions with a comma between",
        { headers: ["MCP-Protocol-Version: 2026-07-28, 2025-11-25"] },
        "400 protocol-version",
    ],
    ["an old version", { headers: ["MCP-Protocol-Version: 2025-06-18"] }, "400 protocol-version"],
    [
        "a version that the message does not claim",
        { headers: ["MCP-Protocol-Version: 2026-07-28"] },
        "400 header-mismatch",
    ],
    ["everything that 2026-07-28 wants", modern({}), "forwarded"],
    ["2026-07-28 without a method in the headers", modern({ "Mcp-Method": undefined }), "400 header-mismatch"],
    ["2026-07-28 without a name in the headers", modern({ "Mcp-Name": undefined }), "400 header-mismatch"],
    ["2026-07-28 with another name", modern({ "Mcp-Name": "cancel_order" }), "400 header-mismatch"],
    // others that may come twice
    [
        "forms of answers in two headers",
        { headers: ["Accept: application/json", "Accept: text/event-stream"] },
        "forwarded",
    ],
    ["one form of answers", { headers: ["Accept: application/json"] }, "406 accept"],
    ["any form of answers", { headers: ["Accept: */*"] }, "406 accept"],
    ["an origin", { headers: ["Origin: https://chat.contoso.example"] }, "forwarded"],
    [
        "an origin twice",
        { headers: ["Origin: https://chat.contoso.example", "Origin: https://chat.contoso.example"] },
        "403 origin",
    ],
    ["an origin that nobody knows", { headers: ["Origin: null"] }, "403 origin"],
    ["an empty origin", { headers: ["Origin:"] }, "403 origin"],
    ["a session that nobody has begun", { headers: ["Mcp-Session-Id: a.b.c"] }, "404 unknown-session"],
    // another request than the one that is judged
    [
        "another method for servers that heed it",
        { headers: ["X-HTTP-Method-Override: DELETE", "X-HTTP-Method: GET", "X-Method-Override: PUT"] },
        "forwarded",
    ],
    [
        "another URL for servers that heed it",
        { headers: ["X-Original-URL: /admin", "X-Rewrite-URL: /admin"] },
        "forwarded",
    ],
    [
        "a user for servers that heed it",
        { headers: ["X-MCP-User: somebody", "X-MS-CLIENT-PRINCIPAL-ID: somebody", "X-Forwarded-User: somebody"] },
        "forwarded",
    ],
];

function type(contentType: string, expected: Expected): Row {
    return [`the type ${JSON.stringify(contentType)}`, { headers: [`Content-Type: ${contentType}`] }, expected];
}

function uri(named: string, base64: string, expected: Expected): Row {
    return [
        `a URI in base64 as ${base64}`,
        { headers: [`Mcp-Name: =?base64?${base64}?=`], body: resourceOf(named) },
        expected,
    ];
}

/** The call in the words of 2026-07-28. */
function modern(headers: Record<string, string | undefined>): Change {
    const version = "2026-07-28";
    const all = {
        "MCP-Protocol-Version": version,
        "Mcp-Method": "tools/call",
        "Mcp-Name": "search_orders",
        ...headers,
    };
    return {
        headers: Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`])),
        body: call.replace('"name"', `"_meta":{"io.modelcontextprotocol/protocolVersion":"${version}"},"name"`),
    };
}
