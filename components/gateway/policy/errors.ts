import { tokenChallenge } from "./challenge";
import { type Code, expression, stringLiteral } from "./csharp";
import { type Refusal, refuse, refuseFirst } from "./refusal";
import type { PolicyServer } from "./server";
import { choose, setVariable } from "./statements";
import type { Element } from "./xml";

const status = "context.Response.StatusCode";

/** What went wrong and where: https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies */
const source = "context.LastError.Source";
const reason = "context.LastError.Reason";

/**
 * Answers what API Management could not go on with: a challenge to sign in, a time to come back, or an error that says
 * nothing of the gateway and of what lies behind it. Whatever is not listed is an error of the gateway. Nothing is set for
 * sure here, for the request may have failed before any statement. Serves practices MUST-1, 1.4, 4.1 and 5.1.
 */
export function onError(server: PolicyServer): Element[] {
    return [
        setVariable("rpcId", expression('context.Variables.GetValueOrDefault<string>("rpcId", "null")')),
        setVariable("errorReason", expression(`${source} + " " + ${reason}`)),
        ...refuseFirst(
            {
                when: `${source} == "ip-filter"`,
                refusal: { status: 403, reason: "not-the-edge", message: "Not allowed from this address" },
            },
            {
                // the answer reaches nobody: it is for the log
                when: `${reason} == "ClientConnectionFailure"`,
                refusal: { status: 400, reason: "client-gone", message: "The request broke off" },
            },
            {
                when: `${source} == "validate-content" && ${hasStatus(400)}`,
                refusal: {
                    status: 400,
                    reason: "arguments",
                    code: -32602,
                    message: "The arguments do not satisfy the schema of the tool",
                },
            },
        ),
        choose(
            {
                when: hasStatus(401),
                do: refuse({
                    status: 401,
                    reason: "token",
                    message: "A valid access token for this server is needed",
                    headers: { "WWW-Authenticate": tokenChallenge(server) },
                }),
            },
            {
                when: hasStatus(429),
                do: refuse({
                    status: 429,
                    reason: "limit",
                    message: "Too many requests",
                    // of the limit that was exceeded; the number of requests at a time is limited without one
                    headers: { "Retry-After": 'context.Response.Headers.GetValueOrDefault("Retry-After", "1")' },
                }),
            },
            {
                when: `${source} == "forward-request" || ${reason} == "BackendConnectionFailure" || ${reason} == "Timeout"`,
                do: refuse(unreachable),
            },
            {
                when: "true",
                do: refuse({ status: 500, reason: "gateway-error", code: -32603, message: "Internal error" }),
            },
        ),
    ];
}

const unreachable: Refusal = {
    status: 502,
    reason: "server-unreachable",
    message: "The server cannot be reached",
    headers: { "Retry-After": stringLiteral("5") },
};

function hasStatus(code: number): Code {
    return `context.Response != null && ${status} == ${code}`;
}
