/** Headers in which the gateway says who calls, in the order in which it signs them: docs/gateway.md. */
const names = ["X-MCP-User", "X-MCP-Client", "X-MCP-Rights", "X-MCP-Request-Id", "X-MCP-Issued-At"] as const;

/** Who calls, as the gateway says. */
export interface Caller {
    /** Object id. */
    user: string;
    /** Client id. */
    client: string;
    /** Such as `scope:orders.read` and `role:Orders.Manager`. */
    rights: string[];
    requestId: string;
}

/** Values of the headers, in the order in which they are signed; undefined when one is absent. */
export function signedValues(headers: Headers): string[] | undefined {
    const values = names.map((name) => headers.get(name));
    return values.every((value) => value !== null) ? values : undefined;
}

/** Who calls, from headers whose signature is good. */
export function callerOf(headers: Headers): Caller {
    const [user, client, rights, requestId] = signedValues(headers) ?? [];
    if (user === undefined || client === undefined || rights === undefined || requestId === undefined) {
        throw new Error("A request without a caller got past the check of it.");
    }
    return { user, client, rights: rights.split(" ").filter(Boolean), requestId };
}
