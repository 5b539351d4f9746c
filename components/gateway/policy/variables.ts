import { expression, requestHeader, stringLiteral } from "./csharp";
import { clientAddressHeader } from "./headers";
import { protocolVersions } from "./protocol-versions";
import { setVariable } from "./statements";
import type { Element } from "./xml";

/**
 * Gives every variable that a refusal or a trace reads its value for a request of which nothing is known yet, so that
 * none of them can fail. The era is what the request claims; the header is judged later.
 */
export function initialVariables(): Element[] {
    const version = requestHeader("MCP-Protocol-Version");
    const address = `context.Request.Headers.GetValueOrDefault("${clientAddressHeader}", context.Request.IpAddress)`;
    return [
        setVariable("rpcId", "null"),
        ...["rpcMethod", "rpcTool", "oid", "azp", "rights", "acrs", "sessionId"].map((name) =>
            setVariable(name, expression(stringLiteral(""))),
        ),
        setVariable("clientAddress", expression(address)),
        setVariable("era", expression(`${version} == ${stringLiteral(protocolVersions["2026"])} ? "2026" : "2025"`)),
        setVariable("throttled", "false"),
    ];
}
