import { type Code, expression, stringLiteral, variable } from "./csharp";
import { type Element, element } from "./xml";

/** One row for each decision of the gateway. Serves practices 5.1, 5.3 and ZT-4. */
export function trace(decision: "allowed" | "refused", reason: Code, status: string): Element {
    const fields: Record<string, Code> = {
        decision: stringLiteral(decision),
        reason,
        status: stringLiteral(status),
        user: variable("oid"),
        client: variable("azp"),
        method: variable("rpcMethod"),
        tool: variable("rpcTool"),
    };
    const metadata = Object.entries(fields).map(([name, value]) =>
        element("metadata", { name, value: expression(value) }),
    );
    return element(
        "trace",
        { source: "mcp-gateway", severity: "information" },
        element("message", {}, expression(stringLiteral(decision))),
        ...metadata,
    );
}
