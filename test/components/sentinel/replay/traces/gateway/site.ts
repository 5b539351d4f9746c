import type { PolicyServer } from "../../../../../../components/gateway/policy/server";
import { parseEndpoint } from "../../../../../../components/shared/endpoint";
import { gatewayRow } from "../../../../../../local/apim/log-row";
import type { Row } from "../../../../../../local/kql/schema";
import { completed } from "../../../../../../local/logs/log-files";
import { victim } from "../../../../gateway/attacks/victim";
import { goodArguments } from "../../../../gateway/served/calls";
import { audience, type Backend, type Call, ServedServer } from "../../../../gateway/served/served-server";
import { gatewayId } from "../../environment";
import type { Log } from "../../log";

const stockAudience = "55555555-5555-4555-8555-000000000002";
const limits = { ...victim.limits, requestsPerAddress: 600, requestsPerUser: 240, requestsPerSession: 120 };
const orders: PolicyServer = { ...victim, limits };
const stock: PolicyServer = {
    ...orders,
    name: "stock",
    endpoint: parseEndpoint("https://mcp.contoso.example/stock/mcp"),
};

/** Two servers behind gateways that are served, whose clock a test moves. */
export class Site {
    readonly #backend: Backend;
    readonly #namedValues: Map<ServedServer, [string, string][]>;

    private constructor(
        readonly orders: ServedServer,
        readonly stock: ServedServer,
    ) {
        this.#backend = orders.backend;
        this.#namedValues = new Map(this.#servers.map((served) => [served, [...served.namedValues]]));
    }

    static async start(): Promise<Site> {
        const [first, second] = [await ServedServer.start(orders), await ServedServer.start(stock)];
        second.namedValues.set("mcp-stock-client-id", stockAudience);
        second.deploy();
        const site = new Site(first, second);
        site.#setTime(first.time);
        return site;
    }

    /** Audience of tokens for the server. */
    audienceOf(served: ServedServer): string {
        return served === this.stock ? stockAudience : audience;
    }

    get now(): number {
        return this.orders.time;
    }

    wait(seconds: number): void {
        this.#setTime(this.now + seconds * 1000);
    }

    /** As if nothing had happened before: a day later, with an empty log. */
    reset(): void {
        this.wait(86_400);
        this.reopen();
        for (const served of this.#servers) {
            for (const [name, value] of this.#namedValues.get(served) ?? []) served.namedValues.set(name, value);
            served.records.length = 0;
            served.deploy();
        }
    }

    /** Lets the servers behind the gateways answer as they usually do. */
    reopen(): void {
        for (const served of this.#servers) served.backend = this.#backend;
    }

    /** What the gateways have written, as a row is written and read again. */
    get log(): Log {
        const rows = this.#servers.flatMap(({ records }) =>
            records.map((record): Row => {
                const row = gatewayRow(record, { location: "westeurope" });
                return JSON.parse(JSON.stringify(completed(row, gatewayId, "ApiManagementGatewayLogs")));
            }),
        );
        return { ApiManagementGatewayLogs: rows };
    }

    /** Calls a tool of a server, by default of orders, with arguments that it takes. */
    async callTool(name: string, call: Call = {}, { args = goodArguments[name] ?? {}, at = this.orders } = {}) {
        const token = call.token === undefined ? await this.token({}, at) : call.token;
        return at.rpc("tools/call", { name, arguments: args }, { ...call, token });
    }

    /** A token for a server. */
    token(claims: Record<string, unknown> = {}, at = this.orders): Promise<string> {
        return at.token({ aud: this.audienceOf(at), ...claims });
    }

    async close(): Promise<void> {
        await Promise.all(this.#servers.map((served) => served.close()));
    }

    get #servers(): ServedServer[] {
        return [this.orders, this.stock];
    }

    #setTime(time: number): void {
        for (const served of this.#servers) served.time = time;
    }
}

/** A header with which the edge says where a request comes from. */
export function from(address: string): [string, string] {
    return ["X-MCP-Client-Address", address];
}
