import { expression, stringLiteral, variable } from "./csharp";
import type { PolicyServer } from "./server";
import { deleteHeader } from "./statements";
import { type Element, element } from "./xml";

/** Seconds within which the server must begin to answer: https://learn.microsoft.com/azure/api-management/forward-request-policy */
const responseSeconds = 240;

/**
 * Chooses the server's own backend, whose certificate API Management checks, in the inbound section: the backend section
 * holds one statement only. The answer must come uncompressed, for the gateway reads it. Serves practices 3.2 and 7.1.
 */
export function selectBackend({ name }: PolicyServer): Element[] {
    return [element("set-backend-service", { "backend-id": name }), deleteHeader("Accept-Encoding")];
}

/**
 * Forwards as many requests of one user at a time as the definition allows; more get 429. Answers pass as they come, and
 * a redirection is not followed, so that no server sends the gateway's token elsewhere. Serves practices 4.1 and 4.3.
 */
export function forward({ name, limits }: PolicyServer): Element[] {
    return [
        element(
            "limit-concurrency",
            {
                key: expression(`${stringLiteral(`${name} `)} + ${variable("oid")}`),
                "max-count": String(limits.concurrentRequestsPerUser),
            },
            element("forward-request", {
                timeout: String(responseSeconds),
                "buffer-response": "false",
                "follow-redirects": "false",
            }),
        ),
    ];
}
