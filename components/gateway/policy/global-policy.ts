import { endsOfRange } from "../../shared";
import { errorBody } from "../error-body";
import { revealingHeaders, securityHeaders } from "../security-headers";
import { expression, stringLiteral } from "./csharp";
import { choose, deleteHeader, setHeader } from "./statements";
import { type Element, element, render } from "./xml";

/** The sample that Azure creates with a service: https://github.com/hashicorp/terraform-provider-azurerm/issues/4121 */
const sampleApi = "echo-api";

/**
 * What holds for every API: only the edge may call, a user has a limited number of requests at a time, a redirection is
 * not followed, so that no server sends the gateway's token elsewhere, what a server sends is passed on at once, responses
 * carry the headers that browsers heed, and an error says no more than that there was one.
 *
 * A request is forwarded here and nowhere else: every other policy inherits it.
 *
 * Serves practices 1.4, 4.1, 4.3, 8.4, ZT-1 and ZT-2.
 */
export function globalPolicy(edgeRange: string, concurrentRequestsPerUser: number): string {
    const { first, last } = endsOfRange(edgeRange);
    return render(
        element(
            "policies",
            {},
            element(
                "inbound",
                {},
                element("ip-filter", { action: "allow" }, element("address-range", { from: first, to: last })),
                choose({
                    when: `context.Api.Id == ${stringLiteral(sampleApi)}`,
                    do: [answer("404", "Not Found", errorBody(-32601, "There is nothing here."))],
                }),
            ),
            element(
                "backend",
                {},
                element(
                    "limit-concurrency",
                    { key: expression(caller), "max-count": String(concurrentRequestsPerUser) },
                    // more than 240 seconds may not be honoured: https://learn.microsoft.com/azure/api-management/forward-request-policy
                    element("forward-request", {
                        timeout: "240",
                        "follow-redirects": "false",
                        "buffer-response": "false",
                    }),
                ),
            ),
            element(
                "outbound",
                {},
                ...securing,
                element(
                    "set-header",
                    { name: "Cache-Control", "exists-action": "skip" },
                    element("value", {}, "no-store"),
                ),
                ...revealingHeaders.map(deleteHeader),
            ),
            element(
                "on-error",
                {},
                choose({
                    when: `!${isInServersHands}`,
                    do: [answer(errorStatus, "Error", errorBody(-32603, "The gateway could not handle the request."))],
                }),
            ),
        ),
    );
}

/** The user that a server's policy has verified; an API without one is not limited here. */
const caller = `context.Variables.GetValueOrDefault<string>("oid", context.RequestId.ToString())`;

const securing = Object.entries(securityHeaders).map(([name, value]) => setHeader(name, value));

/**
 * Whether the policy of a server has set its variables, so that it answers errors itself, with a challenge where one is
 * due. Before that it could not, wherever it has its base element.
 */
const isInServersHands = 'context.Variables.ContainsKey("rpcId")';

/** The status that API Management chose; never one of success, as of a response that failed on its way out. */
const errorStatus = expression(
    "context.Response != null && context.Response.StatusCode >= 400 ? context.Response.StatusCode : 500",
);

/** Ends the request; what answers in this way never reaches the section `outbound`. */
function answer(code: string, reason: string, body: string): Element {
    return element(
        "return-response",
        {},
        element("set-status", { code, reason }),
        ...securing,
        setHeader("Content-Type", "application/json"),
        setHeader("Cache-Control", "no-store"),
        element("set-body", {}, body),
    );
}
