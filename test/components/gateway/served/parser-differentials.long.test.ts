// Does not prove how API Management and Application Gateway split bytes into requests: here Node.js does.
import assert from "node:assert/strict";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { type RunningEdge, serveEdge } from "../../../../local/edge/serve-edge";
import { deployedEdge } from "../../../local/edge/deployed-sample";
import { sampleServer } from "../policy/sample-server";
import { readers, readingsOf } from "./message-readers";
import { type RawTarget, sendRaw } from "./raw-request";
import { ServedServer } from "./served-server";

/** Its base64 has all of the characters in which the alphabets differ. */
const resource = "orders://gr\u00f6\u00dfe/?>~\u00bf\u00ff";

const server: PolicyServer = {
    ...sampleServer,
    resources: [...sampleServer.resources, { uri: resource, name: "sizes", right: { scope: "orders.read" } }],
    tools: sampleServer.tools.map((tool) => ({ ...tool, callsPerMinute: 100_000 })),
    limits: { ...sampleServer.limits, requestsPerAddress: 100_000, requestsPerUser: 100_000 },
};
const { host } = new URL(server.endpoint.url);

/** What differs from a good call of a tool. */
interface Change {
    /** Default: POST of the endpoint with HTTP/1.1. */
    line?: string;
    /** Lines, in the place of those of the same name. A name without colon takes the usual line away. */
    headers?: string[];
    body?: string | Uint8Array;
    /** What stands behind the headers, which then do not say how long it is. */
    framed?: string | Uint8Array;
    ends?: boolean;
}

/**
 * `forwarded`, or the status and, when the gateway itself has refused, the reason. Two answers on one connection stand
 * with a comma between them; `nothing` is none.
 */
type Expected = string;

type Row = [what: string, change: Change, expected: Expected];

const call =
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_orders","arguments":{"status":"open"}}}';
const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
const length = Buffer.byteLength(call);

const json = "400 no-strict-json";
const message = "400 no-valid-message";
const refusedByHttp = "400";
/** The gateway has begun with the request when HTTP refuses the rest of it. */
const brokenOff = "400 gateway-error";

/** Bodies of one good request each. */
const bodies: [what: string, body: string | Uint8Array, expected: Expected][] = [
    // repeated members
    ["a method twice", `{"method":"ping","jsonrpc":"2.0","id":1,"method":"tools/list"}`, json],
    ["the same method twice", `{"method":"ping","jsonrpc":"2.0","id":1,"method":"ping"}`, json],
    ["a method twice, once escaped", `{"method":"ping","jsonrpc":"2.0","id":1,"\\u006dethod":"tools/list"}`, json],
    ["an escaped method alone", String.raw`{"jsonrpc":"2.0","id":1,"\u006dethod":"p\u0069ng"}`, "forwarded"],
    ["an escaped slash", call.replace("/", "\\/"), "forwarded"],
    ["params twice", `${call.slice(0, -1)},"params":{}}`, json],
    ["an id twice", `{"id":2,${ping.slice(1)}`, json],
    ["a version twice", `{"jsonrpc":"1.0",${ping.slice(1)}`, json],
    ["a name twice", call.replace('{"name"', '{"name":"cancel_order","name"'), json],
    ["a name twice, once escaped", call.replace('{"name"', '{"n\\u0061me":"cancel_order","name"'), json],
    ["an argument twice", call.replace('"status"', '"status":"open","status"'), json],
    ["a repeated member deep in an array", withParams('{"a":[[{"b":1,"b":1}]]}'), json],
    ["a member with an empty name twice", withParams('{"_meta":{"":1,"":2}}'), json],
    ["a member whose name is a colon", withParams('{"a":{":":":"}}'), "forwarded"],
    ["a member and its like in an array", withParams('{"a":{"b":1},"c":[{"b":1}]}'), "forwarded"],
    // letter case
    ["a Method besides", `{"Method":"tools/list",${ping.slice(1)}`, message],
    ["a METHOD in its place", ping.replace("method", "METHOD"), message],
    ["Params besides", `${call.slice(0, -1)},"Params":{"name":"cancel_order"}}`, message],
    ["ParamS with a long s besides", `${call.slice(0, -1)},"param\u017f":{"name":"cancel_order"}}`, message],
    ["an ID besides", `{"ID":2,${ping.slice(1)}`, message],
    ["a Name besides", call.replace('{"name"', '{"Name":"cancel_order","name"'), message],
    ["a Name in its place", call.replace('"name"', '"Name"'), message],
    ["Arguments in their place", call.replace('"arguments"', '"Arguments"'), message],
    ["a _META", withParams('{"_META":{}}'), message],
    ["two members of params that differ in case", withParams('{"Foo":1,"foo":2}'), message],
    ["a member of params that is no ASCII", withParams('{"\u017ftatus":1}'), message],
    ["a member of params with a space", withParams('{"name ":1}'), message],
    [
        "a claimed version in other letter case",
        withParams('{"_meta":{"IO.modelcontextprotocol/protocolVersion":"2025-11-25"}}'),
        message,
    ],
    ["an empty claimed version", withParams('{"_meta":{"io.modelcontextprotocol/protocolVersion":""}}'), message],
    [
        "a claimed version with a long s",
        withParams('{"_meta":{"io.modelcontextprotocol/protocolVer\u017fion":"2026-07-28"}}'),
        message,
    ],
    [
        "a claimed version with a dotless i",
        withParams('{"_meta":{"\u0131o.modelcontextprotocol/protocolVersion":"2026-07-28"}}'),
        message,
    ],
    ["an argument in other letter case", call.replace('"status"', '"Status"'), "400 arguments"],
    // members with which objects of JavaScript do something
    ["a prototype", `{"__proto__":{"method":"tools/list"},${ping.slice(1)}`, message],
    [
        "a prototype of params of a call",
        call.replace('{"name"', '{"__proto__":{"name":"cancel_order"},"name"'),
        "400 arguments",
    ],
    [
        "a prototype of params without a name",
        call.replace('"name":', '"__proto__":{"name":"search_orders"},"nam":'),
        message,
    ],
    ["a prototype of arguments", call.replace('"status":"open"', '"__proto__":{"status":"open"}'), "400 arguments"],
    ["a constructor as argument", call.replace('"status":"open"', '"constructor":{}'), "400 arguments"],
    // not one object
    ["nothing", "", json],
    ["white space alone", " \r\n\t", json],
    ["an empty object", "{}", json],
    ["an empty batch", "[]", json],
    ["a batch of one", `[${ping}]`, json],
    ["a batch of two", `[${ping},${call}]`, json],
    ["two messages", ping + call, json],
    ["two messages in lines", `${ping}\n${ping}`, json],
    ["a text", '"ping"', json],
    ["a number", "1", json],
    ["null", "null", json],
    ["a word behind", `${ping}x`, json],
    ["a bracket behind", `${ping}}`, json],
    ["a record separator before", `\u001e${ping}`, json],
    ["a prefix against scripts", `)]}',\n${ping}`, json],
    ["an object without end", ping.slice(0, -1), json],
    // depth
    ["32 levels", nested(32), "forwarded"],
    ["33 levels", nested(33), json],
    ["10,000 levels", nested(10_000), json],
    ["10,000 objects", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`, json],
    ["50,000 brackets that nothing opened", ping + "]".repeat(50_000), json],
    ["50,000 brackets without end", "[".repeat(50_000), json],
    // encodings
    ["an overlong slash", bytes('{"jsonrpc":"2.0","id":"', [0xc0, 0xaf], '","method":"ping"}'), json],
    ["an overlong quote", bytes('{"jsonrpc":"2.0","id":"', [0xe0, 0x80, 0xa2], '","method":"ping"}'), json],
    ["half of a character", bytes('{"jsonrpc":"2.0","id":"', [0xed, 0xa0, 0x80], '","method":"ping"}'), json],
    [
        "a pair in CESU-8",
        bytes('{"jsonrpc":"2.0","id":"', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], '","method":"ping"}'),
        json,
    ],
    ["a character that is cut off", bytes('{"jsonrpc":"2.0","id":"', [0xe2, 0x82], '","method":"ping"}'), json],
    [
        "a character beyond Unicode",
        bytes('{"jsonrpc":"2.0","id":"', [0xf4, 0x90, 0x80, 0x80], '","method":"ping"}'),
        json,
    ],
    ["a byte that begins none", bytes('{"jsonrpc":"2.0","id":"', [0xff], '","method":"ping"}'), json],
    ["NUL in two bytes", bytes('{"jsonrpc":"2.0","id":"', [0xc0, 0x80], '","method":"ping"}'), json],
    ["Latin-1", bytes('{"jsonrpc":"2.0","id":"', [0xe9], '","method":"ping"}'), json],
    ["the character for what cannot be read", ping.replace("1,", '"\ufffd",'), "forwarded"],
    ["characters of two, three and four bytes", ping.replace("1,", '"\u00e9\u20ac\u{1f600}",'), "forwarded"],
    ["a noncharacter", ping.replace("1,", '"\uffff",'), "forwarded"],
    ["a byte order mark", `\ufeff${ping}`, json],
    ["a byte order mark behind", `${ping}\ufeff`, json],
    ["UTF-16", Buffer.from(ping, "utf16le"), json],
    ["UTF-16 with its mark", Buffer.from(`\ufeff${ping}`, "utf16le"), json],
    ["UTF-16 in the other order", Buffer.from(`\ufeff${ping}`, "utf16le").swap16(), json],
    ["UTF-32", Buffer.from([...ping].flatMap((c) => [c.charCodeAt(0), 0, 0, 0])), json],
    ["UTF-7", ping.replace("{", "+AHs-"), json],
    ["UTF-7 in a text", ping.replace("1,", '"+ACI-,+ACI-method+ACI-:+ACI-tools/list",'), "forwarded"],
    // halves of characters
    ["an escaped half of a character", idOf(String.raw`"\ud800"`), json],
    ["the other half", idOf(String.raw`"\udc00"`), json],
    ["halves in the wrong order", idOf(String.raw`"\udc00\ud800"`), json],
    ["a half and a letter", idOf(String.raw`"\ud800\u0041"`), json],
    ["a half in a name", withParams(String.raw`{"_meta":{"\ud800":1}}`), json],
    ["an escaped character of two halves", idOf(String.raw`"\uD83D\ude00"`), "forwarded"],
    // ids
    ["no id", '{"jsonrpc":"2.0","method":"ping"}', message],
    ["a text as id", idOf('"a"'), "forwarded"],
    ["an empty text as id", idOf('""'), "forwarded"],
    ["an escaped NUL as id", idOf(String.raw`"\u0000"`), "forwarded"],
    ["null as id", idOf("null"), message],
    ["true as id", idOf("true"), message],
    ["an object as id", idOf("{}"), message],
    ["a list as id", idOf("[1]"), message],
    ["a fraction as id", idOf("1.5"), message],
    ["a whole fraction as id", idOf("1.0"), message],
    ["an exponent as id", idOf("1e2"), message],
    ["0 as id", idOf("0"), "forwarded"],
    ["-0 as id", idOf("-0"), "forwarded"],
    ["-1 as id", idOf("-1"), "forwarded"],
    ["an id beyond 53 bits", idOf("9007199254740993"), "forwarded"],
    ["an id beyond 64 bits", idOf("18446744073709551617"), "forwarded"],
    ["an id of 400 digits", idOf("1".repeat(400)), json],
    ["a time as id", idOf('"2026-01-01T00:00:00Z"'), message],
    ["a time of Microsoft as id", idOf('"/Date(1767225600000)/"'), message],
    ["a day as id", idOf('"2026-01-01"'), "forwarded"],
    ["an id of a notification", '{"jsonrpc":"2.0","id":1,"method":"notifications/initialized"}', message],
    ["a notification", '{"jsonrpc":"2.0","method":"notifications/initialized"}', "forwarded"],
    // versions of JSON-RPC
    ["another version", ping.replace("2.0", "1.0"), message],
    ["a number as version", ping.replace('"2.0"', "2.0"), message],
    ["no version", '{"id":1,"method":"ping"}', message],
    // methods
    ["no method", '{"jsonrpc":"2.0","id":1}', message],
    ["a method and a result", `{"result":{},${ping.slice(1)}`, message],
    ["a result alone", '{"jsonrpc":"2.0","id":1,"result":{}}', "forwarded"],
    ["a result and an error", '{"jsonrpc":"2.0","id":1,"result":{},"error":{}}', message],
    ["a time as method", methodOf('"2026-01-01T00:00:00Z"'), message],
    ["a number as method", methodOf("1"), message],
    ["null as method", methodOf("null"), message],
    ["a list as method", methodOf('["ping"]'), message],
    ["an object as method", methodOf('{"ping":1}'), message],
    ["an empty method", methodOf('""'), message],
    ["a space behind the method", methodOf('"ping "'), message],
    ["a line feed behind the method", methodOf(String.raw`"ping\n"`), message],
    ["NUL behind the method", methodOf(String.raw`"ping\u0000"`), message],
    ["a method with a letter that looks alike", methodOf('"\u0440ing"'), message],
    ["a method in other letter case", methodOf('"Ping"'), "403 method"],
    ["a method with two slashes", call.replace("tools/call", "tools//call"), "403 method"],
    ["a method with a path", call.replace("tools/call", "./tools/call"), "403 method"],
    ["a method of the other era", methodOf('"server/discover"'), "403 method"],
    // params
    ["a list as params", methodOf('"ping","params":[]'), message],
    ["null as params", methodOf('"ping","params":null'), message],
    ["a list as arguments", call.replace('{"status":"open"}', "[]"), message],
    ["null as arguments", call.replace('{"status":"open"}', "null"), message],
    ["arguments as text", call.replace('{"status":"open"}', String.raw`"{\"status\":\"open\"}"`), message],
    ["null as _meta", withParams('{"_meta":null}'), message],
    ["a time as name of no tool", withParams('{"name":"2026-01-01T00:00:00Z"}'), "forwarded"],
    // names of tools
    ...(
        [
            ["in other letter case", '"Search_Orders"', "403 not-defined"],
            ["with a space before", '" search_orders"', "403 not-defined"],
            ["with a space behind", '"search_orders "', "403 not-defined"],
            ["with a line feed behind", String.raw`"search_orders\n"`, "403 not-defined"],
            ["with NUL behind", String.raw`"search_orders\u0000"`, "403 not-defined"],
            ["with a letter that looks alike", '"search_\u043erders"', "403 not-defined"],
            ["in wide letters", '"\uff53earch_orders"', "403 not-defined"],
            ["with a long s", '"\u017fearch_orders"', "403 not-defined"],
            ["with a space of no width", '"search\u200b_orders"', "403 not-defined"],
            ["with a combining mark", '"search_orders\u0301"', "403 not-defined"],
            ["with a path", '"x/../search_orders"', "403 not-defined"],
            ["of two tools", '"search_orders,cancel_order"', "403 not-defined"],
            ["that is empty", '""', "403 not-defined"],
            ["that is escaped", String.raw`"\u0073earch_orders"`, "forwarded"],
            ["in a list", '["search_orders"]', message],
            ["in an object", '{"name":"search_orders"}', message],
            ["that is a number", "1", message],
            ["that is null", "null", message],
            ["that is a time", '"2026-01-01T00:00:00Z"', message],
        ] as const
    ).map(([what, name, expected]): [string, string, Expected] => [
        `a tool's name ${what}`,
        call.replace('"search_orders"', () => name),
        expected,
    ]),
    ["no name", call.replace('"name":"search_orders",', ""), message],
    ["a URI of a resource", resourceOf("orders://catalogue/2026"), "forwarded"],
    ["a URI with a slash behind", resourceOf("orders://catalogue/2026/"), "403 not-defined"],
    ["a URI in other letter case", resourceOf("ORDERS://catalogue/2026"), "403 not-defined"],
    ["a URI with an escape", resourceOf("orders://catalogue/%32026"), "403 not-defined"],
    ["a URI with a fragment", resourceOf("orders://catalogue/2026#"), "403 not-defined"],
    ["a name in the place of the URI", resourceOf("orders://catalogue/2026").replace("uri", "name"), message],
    // numbers
    ...(
        [
            ["a huge exponent", "1e400", "forwarded"],
            ["a tiny exponent", "1e-400", "forwarded"],
            ["30,000 digits behind the point", `0.${"1".repeat(30_000)}`, "forwarded"],
            ["-0.0", "-0.0", "forwarded"],
            ["an exponent with a sign", "1E+2", "forwarded"],
            ["a leading zero", "01", json],
            ["leading zeros", "00", json],
            ["a leading zero behind a sign", "-01", json],
            ["a plus", "+1", json],
            ["a hexadecimal number", "0x10", json],
            ["a point without digits before", ".5", json],
            ["a point without digits behind", "5.", json],
            ["an exponent without digits", "1e", json],
            ["digits in groups", "1_000", json],
            ["a comma in a number", "1,5", json],
            ["digits of another script", "\u0661", json],
            ["NaN", "NaN", json],
            ["infinity", "Infinity", json],
            ["infinity below zero", "-Infinity", json],
            ["a sign alone", "-", json],
            ["undefined", "undefined", json],
            ["True", "True", json],
            ["nul", "nul", json],
            ["a date of code", "new Date(1)", json],
        ] as const
    ).map(([what, number, expected]): [string, string, Expected] => [what, withParams(`{"a":${number}}`), expected]),
    // lenient JSON
    ["single quotes", ping.replaceAll('"', "'"), json],
    ["a member in single quotes", ping.replace('"id"', "'id'"), json],
    ["a bare member", ping.replace('"id"', "id"), json],
    ["a comment", ping.replace("1,", "1/**/,"), json],
    ["a comment with members", ping.replace("1,", '1,/*"method":"tools/list",*/'), json],
    ["a comment behind", `${ping}//`, json],
    ["a comment before", `/**/${ping}`, json],
    ["a comment of other languages", `${ping}\n#`, json],
    ["a comma behind the last member", ping.replace("}", ",}"), json],
    ["a comma behind the last item", withParams('{"a":[1,]}'), json],
    ["a comma before the first item", withParams('{"a":[,1]}'), json],
    ["two commas", withParams('{"a":[1,,2]}'), json],
    ["a member without value", withParams('{"a":}'), json],
    ["a member without value before another", withParams('{"a":,"b":1}'), json],
    ["a member without colon", withParams('{"a" 1}'), json],
    ["a colon too many", withParams('{"a"::1}'), json],
    ["an equals sign", withParams('{"a"=1}'), json],
    ["a semicolon", ping.replace(",", ";"), json],
    ["a number as member", withParams("{1:1}"), json],
    ["brackets that do not fit", withParams('{"a":[1}}'), json],
    ["two texts side by side", idOf('"a""b"'), json],
    ["a hexadecimal escape", idOf(String.raw`"\x41"`), json],
    ["an escaped single quote", idOf(String.raw`"\'"`), json],
    ["an escape in braces", idOf(String.raw`"\u{41}"`), json],
    ["an escape that is cut off", idOf(String.raw`"\u41"`), json],
    ["an escape in capitals", idOf(String.raw`"\U0041"`), json],
    ["an escaped line end", idOf('"\\\n"'), json],
    ["a quote that an escaped backslash leaves", idOf(String.raw`"\\"`), "forwarded"],
    // control characters
    ["a tab in a text", idOf('"\t"'), json],
    ["a line feed in a text", idOf('"\n"'), json],
    ["a control character in a text", idOf('"\u0001"'), json],
    ["NUL in a text", idOf('"\0"'), json],
    ["DEL in a text", idOf('"\u007f"'), "forwarded"],
    ["NUL behind", `${ping}\0`, json],
    ["NUL before", `\0${ping}`, json],
    ["NUL between", ping.replace(",", ",\0"), json],
    ["a line separator in a text", idOf('"\u2028"'), "forwarded"],
    // white space
    ["white space of JSON", ping.replaceAll(",", " ,\t\r\n"), "forwarded"],
    ["a carriage return behind", `${ping}\r`, "forwarded"],
    ["a letter behind a carriage return", `${ping}\rx`, json],
    ["100,000 blanks", ping + " ".repeat(100_000), "forwarded"],
    ...["\u000b", "\u000c", "\u0085", "\u00a0", "\u1680", "\u2003", "\u2028", "\u200b", "\u3000", "\ufeff"].map(
        (blank): [string, string, Expected] => [
            `U+${blank.charCodeAt(0).toString(16).padStart(4, "0")} between`,
            ping.replace(",", `,${blank}`),
            json,
        ],
    ),
];

/** Headers of the good call. */
const headers: Row[] = [
    // what the body is
    type("application/json", "forwarded"),
    type("APPLICATION/JSON", "forwarded"),
    type("application/json; charset=UTF-8", "forwarded"),
    type('application/json;charset="utf-8"', "forwarded"),
    type("application/json; charset=utf8", "415 content-type"),
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
    ["gzip that nothing tells of", { body: gzipSync(call) }, json],
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

/** Requests of which HTTP itself could be read differently; the edge may answer otherwise than the gateway by itself. */
const http: [...Row, atEdge?: Expected][] = [
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
    ["no host", { headers: ["Host"] }, refusedByHttp],
    ["two hosts", { headers: [`Host: ${host}`, "Host: other.example"] }, "forwarded", refusedByHttp],
];

/** Requests behind which more comes, of which the edge may hear before or after it has passed them on. */
const gatewayOnly: Row[] = [
    ["a body of no length", { headers: [], framed: call }, json],
    ["a length of which the body has more", { headers: [`Content-Length: ${length - 1}`], framed: call }, json],
];

/** Requests of which the edge could make others. */
const edgeOnly: typeof http = [
    [
        "headers of the connection that the gateway needs",
        { headers: ["Connection: close, X-MCP-Client-Address, X-MCP-Signature, X-MCP-User, Content-Type-Options"] },
        "forwarded",
    ],
    ["a token that belongs to the connection", { headers: ["Connection: close, Authorization"] }, "401 token"],
    ["another host", { headers: ["Host: other.example"] }, "404"],
    [
        "two tokens",
        { headers: ["Authorization: Bearer {token}", "Authorization: Bearer {token}"] },
        "400 authorization-header",
    ],
    ["the name twice", { headers: ["Mcp-Name: search_orders", "Mcp-Name: search_orders"] }, "400 header-mismatch"],
];

describe("A request that could be read differently", function () {
    this.timeout(60_000);

    let served: ServedServer;
    let edge: RunningEdge;
    let token: string;
    let address = 0;
    let begun = 0;
    const arrived: { method: string; path: string; headers: string[]; body: string }[] = [];

    before(async () => {
        served = await ServedServer.start(server);
        const answer = served.backend;
        served.backend = (request, response) => {
            const { method = "", url: path = "", rawHeaders, text } = request;
            arrived.push({ method, path, headers: rawHeaders, body: text });
            answer(request, response);
        };
        const handle = served.gateway.handle.bind(served.gateway);
        served.gateway.handle = (request) => {
            begun++;
            return handle(request);
        };
        token = await served.token();
        const deployed = await deployedEdge();
        edge = await serveEdge(() => deployed, {
            now: () => served.time,
            upstream: () => `http://127.0.0.1:${served.port}`,
            log: { write: () => {} },
            // each is a client of its own, so that no limit of an address counts
            clientAddress: () => `203.0.${Math.floor(address / 250)}.${address++ % 250}`,
        });
    });

    after(async () => {
        await edge.close();
        await served.close();
    });

    async function assertAnswered(target: RawTarget, change: Change, expected: Expected): Promise<void> {
        const body = Buffer.from(change.body ?? call);
        const usual = [
            `Host: ${host}`,
            "X-MCP-Client-Address: 203.0.113.7",
            "Accept: application/json, text/event-stream",
            "Content-Type: application/json",
            "Authorization: Bearer {token}",
            "MCP-Protocol-Version: 2025-11-25",
            "Connection: close",
            ...(change.framed === undefined ? [`Content-Length: ${body.length}`] : []),
        ];
        const given = change.headers ?? [];
        const names = given.map(nameOf);
        const headers = [
            ...usual.filter((line) => !names.includes(nameOf(line))),
            ...given.filter((line) => line.includes(":") || line.includes(" ")),
        ];
        served.records.length = 0;
        begun = 0;
        arrived.length = 0;
        const statuses = await sendRaw(target, {
            line: change.line ?? "POST /orders/mcp HTTP/1.1",
            headers: headers.map((line) => line.replaceAll("{token}", token)),
            rest: change.framed === undefined ? body : Buffer.from(change.framed),
            ...(change.ends && { ends: true }),
        });
        // HTTP may refuse what the gateway has begun with
        while (served.records.length < begun) await new Promise((resolve) => setImmediate(resolve));
        for (const { defect } of served.records) assert.equal(defect, undefined, String(defect));
        const reasons = served.records.flatMap(({ traces }) => traces.map(({ metadata }) => metadata.reason ?? ""));
        const isForwarded = reasons.length === 1 && reasons[0] === "forwarded";
        const actual = isForwarded ? "forwarded" : [statuses.join(), ...reasons].join(" ");
        assert.equal(actual, expected);
        if (!isForwarded) {
            assert.deepEqual(arrived, []);
            return;
        }
        const [forwarded, ...others] = arrived;
        assert.ok(forwarded && others.length === 0);
        assert.deepEqual([forwarded.method, forwarded.path], ["POST", "/"]);
        assert.ok(Buffer.from(forwarded.body).equals(body), "other bytes were forwarded than were sent");
        // as the server behind answers
        const isNotification = JSON.parse(forwarded.body).id === undefined;
        assert.deepEqual(statuses, [isNotification ? 202 : 200]);
        assert.equal(readingsOf(forwarded.body).length, 1);
        assertClean(forwarded.headers);
    }

    function assertClean(headers: string[]): void {
        const names = headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
        const doubtful =
            /^(x-http-method.*|x-method-override|x-original-url|x-rewrite-url|x-ms-.*|x-forwarded-user|cookie|upgrade|expect|trailer|te|transfer-encoding)$/;
        assert.deepEqual(
            names.filter((name) => doubtful.test(name)),
            [],
        );
        assert.deepEqual(
            names.filter((name, index) => name !== "accept" && names.indexOf(name) !== index),
            [],
        );
        assert.ok(names.includes("x-mcp-signature"));
        assert.ok(!headers.some((value) => value.includes(token)));
    }

    const gateway = (): RawTarget => ({ port: served.port });
    const behindEdge = (): RawTarget => ({
        port: edge.port,
        edge: { host, certificateAuthority: edge.certificateAuthority },
    });

    describe("because of its body", () => {
        for (const [what, body, expected] of bodies) {
            it(`is ${outcome(expected)}: ${what}`, () => assertAnswered(gateway(), { body }, expected));
        }
    });

    describe("because of its headers", () => {
        for (const [what, change, expected] of headers) {
            it(`is ${outcome(expected)}: ${what}`, () => assertAnswered(gateway(), change, expected));
        }
    });

    describe("because of HTTP", () => {
        for (const [what, change, expected] of [...http, ...gatewayOnly]) {
            it(`is ${outcome(expected)}: ${what}`, () => assertAnswered(gateway(), change, expected));
        }
    });

    describe("because of HTTP, by way of the edge,", () => {
        for (const [what, change, byGateway, expected = byGateway] of [...http, ...edgeOnly]) {
            it(`is ${outcome(expected)}: ${what}`, () => assertAnswered(behindEdge(), change, expected));
        }
    });
});

describe("Readers of messages", () => {
    const names = (text: string) =>
        Object.fromEntries(Object.entries(readers).map(([name, reader]) => [name, reader(text).method]));

    it("read differently what is ambiguous", () => {
        assert.deepEqual(names('{"method":"a","Method":"b","method":"c","metHod":"d"}'), {
            "JSON.parse": "c",
            "Newtonsoft.Json": "c",
            first: "a",
            last: "c",
            "first in any letter case": "a",
            "last in any letter case": "d",
        });
    });

    it("read alike what is not", () => {
        assert.deepEqual(readingsOf(call), [{ method: "tools/call", name: "search_orders" }]);
        assert.deepEqual(readingsOf(resourceOf("a:b")), [{ method: "resources/read", name: "a:b" }]);
    });
});

function outcome(expected: Expected): string {
    return expected === "forwarded" ? expected : `refused with ${expected}`;
}

function nameOf(line: string): string {
    return line.split(":")[0]?.toLowerCase() ?? "";
}

function bytes(...parts: (string | number[])[]): Buffer {
    return Buffer.concat(parts.map((part) => Buffer.from(part as string)));
}

function withParams(params: string): string {
    return `${ping.slice(0, -1)},"params":${params}}`;
}

function nested(levels: number): string {
    const inner = levels - 2; // the message and its params
    return withParams(`{"a":${"[".repeat(inner)}${"]".repeat(inner)}}`);
}

function idOf(id: string): string {
    return ping.replace("1,", () => `${id},`);
}

function methodOf(method: string): string {
    return ping.replace('"ping"', () => method);
}

function resourceOf(uri: string): string {
    return JSON.stringify({ jsonrpc: "2.0", id: 1, method: "resources/read", params: { uri } });
}

function hex(size: number): string {
    return size.toString(16);
}

function chunked(framed: string, ...headers: string[]): Change {
    return { headers: ["Transfer-Encoding: chunked", ...headers], framed };
}

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
