import { type Code, expression, stringLiteral, variableOrEmpty } from "./csharp";
import type { PolicyServer } from "./server";
import { type Element, element } from "./xml";

type Decision = "allowed" | "refused";

/**
 * What each row says besides the decision. No arguments, no token, no text of the client's choice: the method and the
 * tool are those of the definition, the session is a hash. Rows are written before any of it is known, and after errors,
 * so nothing must be set.
 */
const facts: Record<string, Code> = {
    user: variableOrEmpty("oid"),
    client: variableOrEmpty("azp"),
    server: "context.Api.Id",
    method: variableOrEmpty("allowedMethod"),
    tool: variableOrEmpty("rpcTool"),
    era: variableOrEmpty("era"),
    clientAddress: variableOrEmpty("clientAddress"),
    session: variableOrEmpty("sessionFingerprint"),
    right: variableOrEmpty("rightUsed"),
    stepUp: variableOrEmpty("steppedUp"),
    error: variableOrEmpty("errorReason"),
};

/**
 * One row for each decision of the gateway; API Management writes it to the log of the API whatever the sampling:
 * https://learn.microsoft.com/azure/api-management/trace-policy. Serves practices 5.1, 5.3 and ZT-4.
 */
export function trace(decision: Decision, reason: Code, status: Code): Element {
    const metadata = { decision: stringLiteral(decision), reason, status, ...facts };
    return element(
        "trace",
        { source: "mcp-gateway", severity: "information" },
        element("message", {}, decision),
        ...Object.entries(metadata).map(([name, value]) => element("metadata", { name, value: expression(value) })),
    );
}

/** The row of a request that was let through, with the status of its answer. Serves practices 5.1 and ZT-4. */
export function traceAllowed(_server: PolicyServer): Element[] {
    return [trace("allowed", stringLiteral("forwarded"), "context.Response.StatusCode.ToString()")];
}
