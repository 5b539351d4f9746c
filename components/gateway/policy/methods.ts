import { type Code, expression, isOneOf, variable } from "./csharp";
import type { Era } from "./protocol-versions";
import { refuse } from "./refusal";
import type { PolicyServer } from "./server";
import { choose, setVariable } from "./statements";
import type { Element } from "./xml";

/**
 * Refuses every method that the definition of the server does not give a meaning to. No sampling, completion, tasks or log
 * level: nothing of the definition says what they may do.
 *
 * The status is 403, because 404 would tell clients of 2025-11-25 that their session has ended
 * (https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management). `server/discover` and
 * `initialize` are for everybody who may enter: clients give up when they are refused.
 *
 * Sets `allowedMethod`, which the log may have.
 * Serves practices MUST-2, 1.1 and 2.2.
 */
export function allowMethods(server: PolicyServer): Element[] {
    const method = variable("rpcMethod");
    const allowedIn = (era: Era): Code =>
        `(${variable("era")} == "${era}" && ${isOneOf(method, allowedMethods(server, era))})`;
    return [
        choose({
            when: `${method} != "" && !${allowedIn("2025")} && !${allowedIn("2026")}`,
            do: refuse({ status: 403, reason: "method", code: -32601, message: "Method not allowed" }),
        }),
        setVariable("allowedMethod", expression(method)),
    ];
}

/** Methods that clients may send in an era of the protocol. */
export function allowedMethods({ resources, prompts, streaming }: PolicyServer, era: Era): string[] {
    const methods = {
        "2025": [
            "initialize",
            "ping",
            "notifications/initialized",
            "notifications/cancelled",
            "notifications/roots/list_changed",
            // about requests of the server, which come as server-sent events
            ...(streaming ? ["notifications/progress"] : []),
        ],
        "2026": ["server/discover", ...(streaming ? ["subscriptions/listen"] : [])],
    };
    return [
        ...methods[era],
        "tools/list",
        "tools/call",
        ...(resources.length > 0 ? ["resources/list", "resources/templates/list", "resources/read"] : []),
        ...(prompts.length > 0 ? ["prompts/list", "prompts/get"] : []),
    ];
}
