import type { Row } from "../../../../local/kql/schema";

/** Rows by table. */
export type Log = Record<string, Row[]>;

export const now = Date.parse("2026-11-27T12:00:00Z");

export const gateway = "/subscriptions/s/resourcegroups/g/providers/microsoft.apimanagement/service/apim";

/** Object ids of made-up principals. */
export const people = {
    user: "33333333-3333-4333-8333-000000000001",
    stranger: "33333333-3333-4333-8333-000000000002",
    deployer: "33333333-3333-4333-8333-000000000003",
    emergency: "33333333-3333-4333-8333-000000000004",
    watched: "33333333-3333-4333-8333-00000000000a",
};

/** What watchlists hold. */
export const watchlists: Record<string, Row[]> = {
    BreakGlassAccounts: [{ ObjectId: people.emergency }],
    Deployers: [{ ObjectId: people.deployer.toUpperCase() }],
    EgressFqdns: [{ Fqdn: "orders-api.contoso.example" }, { Fqdn: "*.data.contoso.example" }],
    HighRiskPrincipals: [{ ObjectId: people.watched }],
    McpClients: [{ ClientId: "CLIENT", Name: "editor" }],
    McpTools: [{ Server: "orders", Tool: "search_orders" }],
};

/** So many rows; each is told its number. */
export function times(number: number, row: (index: number) => Row): Row[] {
    return Array.from({ length: number }, (_, index) => row(index));
}

/** The same rows once in every so many minutes, beginning some minutes ago. */
export function each(minutes: number, first: number, number: number, rows: (ago: number) => Row[]): Row[] {
    return Array.from({ length: number }, (_, index) => rows(first + index * minutes)).flat();
}

function timeOf(minutesAgo: number): string {
    return new Date(now - minutesAgo * 60_000).toISOString();
}

/** A decision of the gateway: an allowed call, unless the facts say something else. */
export function decision(minutesAgo: number, facts: Record<string, string> = {}): Row {
    const metadata = {
        decision: facts.reason === undefined ? "allowed" : "refused",
        reason: "forwarded",
        status: "200",
        user: people.user,
        client: "client",
        server: "orders",
        method: "tools/call",
        tool: "search_orders",
        era: "2025",
        clientAddress: "203.0.113.9",
        session: "",
        right: "",
        stepUp: "false",
        error: "",
        ...facts,
    };
    return {
        TimeGenerated: timeOf(minutesAgo),
        CorrelationId: `call-${minutesAgo}`,
        _ResourceId: gateway,
        TraceRecords: [{ source: "mcp-gateway", severity: "information", message: metadata.decision, metadata }],
    };
}

/** A token that was refused, which names nobody. */
export function refusedToken(minutesAgo: number, reason: string, server = "orders"): Row {
    const error = `validate-azure-ad-token ${reason}`;
    return decision(minutesAgo, { reason: "token", user: "", client: "", method: "", tool: "", server, error });
}

/** A change through Azure Resource Manager. */
export function azureChange(operation: string, caller: string, columns: Row = {}): Row {
    return {
        TimeGenerated: timeOf(5),
        OperationNameValue: operation.toUpperCase(),
        CategoryValue: "Administrative",
        ActivityStatusValue: "Success",
        Caller: caller,
        CallerIpAddress: "198.51.100.1",
        _ResourceId: "/subscriptions/s/resourcegroups/g",
        ...columns,
    };
}

/** A request to the API server of the cluster. */
export function clusterRequest(
    verb: string,
    objectRef: Record<string, string>,
    { requester = people.stranger, groups = ["system:authenticated"], code = 200, message = "", role = "" } = {},
): Row {
    return {
        TimeGenerated: timeOf(2),
        AuditId: `${verb}-${requester}-${Object.values(objectRef).join("-")}`,
        Stage: "ResponseComplete",
        Verb: verb,
        User: { username: requester, groups },
        ObjectRef: objectRef,
        ResponseStatus: { code, message },
        RequestObject: role === "" ? null : { roleRef: { name: role } },
        SourceIps: ["10.0.0.1"],
        _ResourceId: "/subscriptions/s/cluster",
    };
}

/** A request to the contents of a vault. */
export function vaultRequest(
    minutesAgo: number,
    operation: string,
    { caller = people.stranger, secret = "session-even", code = 200 } = {},
): Row {
    return {
        TimeGenerated: timeOf(minutesAgo),
        OperationName: operation,
        Identity: { claim: { "http://schemas.microsoft.com/identity/claims/objectidentifier": caller } },
        Id: `https://kv.vault.azure.net/secrets/${secret}/0123`,
        HttpStatusCode: code,
        CallerIpAddress: "10.1.1.1",
        _ResourceId: "/subscriptions/s/vault",
    };
}

/** A line that a container of the server orders wrote in JSON. */
export function containerLine(container: string, line: Record<string, string | number | string[] | null>): Row {
    return {
        TimeGenerated: timeOf(2),
        ContainerName: container,
        PodNamespace: "mcp-orders",
        PodName: "orders-0",
        LogMessage: JSON.stringify({ server: "orders", ...line }),
        _ResourceId: "/subscriptions/s/cluster",
    };
}

/** A change in Entra of an application. */
export function entraChange(operation: string, initiator: string, changed: string, type = "Application"): Row {
    return {
        TimeGenerated: timeOf(5),
        OperationName: operation,
        Result: "success",
        InitiatedBy: { user: { id: initiator, ipAddress: "198.51.100.1" } },
        TargetResources: [
            {
                id: "55555555-5555-4555-8555-000000000001",
                type,
                displayName: "Orders",
                modifiedProperties: [{ displayName: changed, newValue: "not shown" }],
            },
        ],
    };
}

/** A row of a table that nothing else here has a name for. */
export function row(minutesAgo: number, columns: Row): Row {
    return { TimeGenerated: timeOf(minutesAgo), ...columns };
}
