import { type Code, expression, isOneOf, stringLiteral, variable } from "./csharp";
import type { PolicyServer } from "./server";
import { choose } from "./statements";
import { type Element, element } from "./xml";

/** Part of each limit that a caller has whom responders throttle. */
const throttledShare = 0.1;

/**
 * Limits the requests of one client address, before anything is spent on their token. Serves practice 4.1.
 *
 * The address comes from the edge, which overwrites what a client sends. Whoever exceeds a limit gets 429 with
 * `Retry-After`: https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy
 */
export function limitByAddress({ name, limits }: PolicyServer): Element[] {
    return [limit(String(limits.requestsPerAddress), `${name} address`, [variable("clientAddress")])];
}

/**
 * Limits the requests of one user, of one of their sessions and of their calls of one tool, to a tenth while responders
 * throttle the caller. Serves practices 4.1 and 4.2.
 *
 * Counters are named by what the gateway has verified: the user by the token, the session by its signature, the tool by
 * the definition. So nobody gets a fresh counter by sending another text.
 */
export function limitByCaller({ name, limits, tools }: PolicyServer): Element[] {
    const rates = [...new Set(tools.map(({ callsPerMinute }) => callsPerMinute))];
    return [
        limit(adaptive(limits.requestsPerUser), `${name} user`, [variable("oid")]),
        choose({
            when: `${variable("sessionId")} != ""`,
            do: [
                limit(adaptive(limits.requestsPerSession), `${name} session`, [variable("oid"), variable("sessionId")]),
            ],
        }),
        choose(
            ...rates.map((rate) => ({
                when: isOneOf(
                    variable("rpcTool"),
                    tools.filter(({ callsPerMinute }) => callsPerMinute === rate).map((tool) => tool.name),
                ),
                do: [limit(adaptive(rate), `${name} tool`, [variable("oid"), variable("rpcTool")])],
            })),
        ),
    ];
}

function limit(calls: string, counter: string, key: Code[]): Element {
    return element("rate-limit-by-key", {
        calls,
        "renewal-period": "60",
        "counter-key": expression([stringLiteral(counter), ...key].join(' + " " + ')),
        "retry-after-header-name": "Retry-After",
    });
}

function adaptive(calls: number): string {
    const throttled = Math.max(1, Math.floor(calls * throttledShare));
    return expression(`${variable("throttled")} == "true" ? ${throttled} : ${calls}`);
}
