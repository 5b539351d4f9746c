import { block, type Code, hasRequestHeader, isOneOf, requestHeader, stringLiteral, variable } from "./csharp";
import { namingMethods, parameters } from "./message";
import { protocolVersions } from "./protocol-versions";
import { type Refusal, refuseFirst } from "./refusal";
import { setVariable } from "./statements";
import type { Element } from "./xml";

const headerMismatch = -32020;
const unsupportedVersion = -32022;
const invalidParams = -32602;

const newestFirst = Object.values(protocolVersions).reverse();

/**
 * Refuses versions of the protocol that are not allowed, and headers that say something else than the message: whoever
 * decides by headers, before or behind the gateway, decides what the gateway decided. Since 2026-07-28 a request must have
 * the headers; before, whoever sends them must send the truth. Only `initialize` of 2025-11-25 comes without a version.
 * Stands behind the message, because clients find the version that they may use by the id of the error.
 *
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#server-validation
 * Serves practices 1.1 and 3.4.
 */
export function checkHeaders(): Element[] {
    const version = requestHeader("MCP-Protocol-Version");
    const hasVersion = hasRequestHeader("MCP-Protocol-Version");
    const method = variable("rpcMethod");
    const isModern = `${variable("era")} == "2026" && ${method} != ""`;
    const claimed = variable("rpcVersion");
    const mismatch = (header: string): Refusal => ({
        status: 400,
        reason: "header-mismatch",
        code: headerMismatch,
        message: `Header mismatch: ${header}`,
    });
    const unsupported = (code: number, supported: string[], requested: Code): Refusal => ({
        status: 400,
        reason: "protocol-version",
        code,
        message: "Unsupported protocol version",
        data: [
            stringLiteral(`{"supported":${JSON.stringify(supported)},"requested":`),
            `JsonConvert.SerializeObject(${requested})`,
            stringLiteral("}"),
        ].join(" + "),
    });
    return [
        setVariable("proposedVersion", readProposedVersion),
        ...refuseFirst(
            {
                when: `!${hasVersion} && ${method} != "initialize"`,
                refusal: mismatch("MCP-Protocol-Version"),
            },
            {
                when: `${hasVersion} && !${isOneOf(version, newestFirst)}`,
                refusal: unsupported(unsupportedVersion, newestFirst, version),
            },
            {
                // https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle#error-handling
                when: `${method} == "initialize" && ${variable("proposedVersion")} != ${stringLiteral(protocolVersions["2025"])}`,
                refusal: unsupported(invalidParams, [protocolVersions["2025"]], variable("proposedVersion")),
            },
            {
                when: `(${isModern} || ${claimed} != "") && ${claimed} != ${version}`,
                refusal: mismatch("MCP-Protocol-Version"),
            },
            {
                when: `(${isModern} || ${hasRequestHeader("Mcp-Method")}) && ${requestHeader("Mcp-Method")} != ${method}`,
                refusal: mismatch("Mcp-Method"),
            },
            {
                // the header means something for these methods only
                when: `${isOneOf(method, namingMethods)} && (${isModern} || ${hasRequestHeader("Mcp-Name")}) && !${namesTheSame}`,
                refusal: mismatch("Mcp-Name"),
            },
        ),
    ];
}

const readProposedVersion = block(
    `var version = ${parameters}["protocolVersion"];`,
    'return version != null && version.Type == JTokenType.String ? (string)version : "";',
);

// A name that is no plain ASCII comes in base64, and so must one that looks as if it came so:
// https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#value-encoding
const name = variable("rpcName");
const encodedName = `"=?base64?" + Convert.ToBase64String(Encoding.UTF8.GetBytes(${name})) + "?="`;
const isPlainName = `${requestHeader("Mcp-Name")} == ${name} && !(${name}).StartsWith("=?base64?", StringComparison.Ordinal)`;
const namesTheSame = `(${requestHeader("Mcp-Name")} == ${encodedName} || (${isPlainName}))`;
