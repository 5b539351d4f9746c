import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Headers } from "../../../local/apim/context";
import type { Coverage } from "../../../local/apim/coverage";
import type { DeployedApi, DeployedService } from "../../../local/apim/deployed";
import { Gateway, type GatewayRequest, type RequestRecord } from "../../../local/apim/gateway";
import type { PolicyLanguage } from "../../../local/apim/language";
import { type Surroundings, Unreachable } from "../../../local/apim/surroundings";
import { listen } from "../../../local/listen";

const sections = ["inbound", "backend", "outbound", "on-error"] as const;

export type Sections = Partial<Record<(typeof sections)[number], string>>;

/** A document that inherits, with statements behind what it inherits. */
export function policy(content: Sections): string {
    return document(content, "<base />");
}

/** The document of all APIs. */
export function globalPolicy(content: Sections): string {
    return document(content, "");
}

function document(content: Sections, base: string): string {
    const lines = sections.map((section) => {
        const own = content[section] ?? "";
        return `<${section}>${own.includes("<base />") ? "" : base}${own}</${section}>`;
    });
    return ["<policies>", ...lines, "</policies>"].join("\n");
}

export const forward = '<forward-request timeout="100" follow-redirects="false" buffer-response="false" />';

/** A statement that sets a header, of which code gives the value. */
export function header(name: string, value: string): string {
    return `<set-header name="${name}" exists-action="override"><value>${escaped(value)}</value></set-header>`;
}

/** A statement that ends the pipeline with a status and code for a body. */
export function answer(status: string, body = '@("")'): string {
    return `<return-response><set-status code='${escaped(status)}' reason="Chosen" /><set-body>${escaped(body)}</set-body></return-response>`;
}

export function variable(name: string, value: string): string {
    return `<set-variable name="${name}" value='${escaped(value)}' />`;
}

/** Text as XML has it. */
export function escaped(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("'", "&apos;");
}

/** A service with the API `orders` at `orders/mcp`, whose GET, POST and DELETE lead to the backend `orders`. */
export function service(changes: Partial<DeployedService> = {}, api: Partial<DeployedApi> = {}): DeployedService {
    return {
        id: "/services/one",
        name: "one",
        location: "westeurope",
        hosts: ["mcp.contoso.com"],
        identities: new Map(),
        policy: { id: "global", text: globalPolicy({ backend: forward }) },
        apis: [
            {
                name: "orders",
                type: "http",
                path: "orders/mcp",
                subscriptionRequired: false,
                policy: { id: "api", text: policy({ inbound: '<set-backend-service backend-id="orders" />' }) },
                operations: ["GET", "POST", "DELETE"].map((method) => ({
                    name: method.toLowerCase(),
                    method,
                    urlTemplate: "/",
                })),
                ...api,
            },
        ],
        backends: new Map([["orders", { name: "orders", url: "https://orders.internal" }]]),
        schemas: new Map(),
        namedValues: new Map(),
        ...changes,
    };
}

/** The same service, whose API has these statements, and whose global policy may have others. */
export function serviceWith(own: Sections, changes: Partial<DeployedService> = {}): DeployedService {
    const { inbound = "", ...others } = own;
    const text = policy({ ...others, inbound: `<base /><set-backend-service backend-id="orders" />${inbound}` });
    return service(changes, { policy: { id: "api", text } });
}

export interface Answered {
    status: number;
    reason: string;
    headers: Headers;
    body: string;
    record: RequestRecord;
}

export class Sample {
    /** Milliseconds since the epoch. */
    time = Date.UTC(2026, 0, 1);
    /** Servers by host. */
    readonly origins = new Map<string, string>();
    readonly gateway: Gateway;

    constructor(language: PolicyLanguage, surroundings: Partial<Surroundings> = {}, coverage?: Coverage) {
        this.gateway = new Gateway({
            language,
            coverage,
            surroundings: {
                now: () => this.time,
                managedIdentityToken: async () => {
                    throw new Error("No test asks for a token of an identity.");
                },
                signingKeys: () => {
                    throw new Error("No test asks for keys.");
                },
                originOf: (_service, { host }) => {
                    const origin = this.origins.get(host);
                    if (origin === undefined) throw new Unreachable(`Nothing answers to ${host}.`);
                    return origin;
                },
                ...surroundings,
            },
        });
    }

    /** Sends a request, and waits for the end of the answer. */
    async call(request: Partial<Omit<GatewayRequest, "body">> & { body?: string | Readable } = {}): Promise<Answered> {
        const { status, reason, headers, body, record } = await this.gateway.handle(requestOf(request));
        const bytes = body instanceof Readable ? await buffer(body) : Buffer.from(body ?? []);
        return { status, reason, headers, body: bytes.toString(), record: await record };
    }
}

/** A request for the API of the service, `POST` when it has a body. */
export function requestOf({
    body,
    ...request
}: Partial<Omit<GatewayRequest, "body">> & { body?: string | Readable }): GatewayRequest {
    return {
        method: body === undefined ? "GET" : "POST",
        target: "/orders/mcp",
        protocol: "https",
        rawHeaders: ["Host", "mcp.contoso.com"],
        body: typeof body === "string" ? Readable.from([Buffer.from(body)]) : (body ?? null),
        callerAddress: "10.0.0.4",
        signal: new AbortController().signal,
        ...request,
    };
}

/** What a server was asked. */
export interface Asked {
    request: IncomingMessage;
    body: string;
}

/** Servers of a test. */
export class Servers {
    readonly #closing: (() => Promise<void>)[] = [];

    /** Starts a server; returns its origin. */
    async start(listener: RequestListener): Promise<string> {
        const { origin, close } = await listen(createServer(listener));
        this.#closing.push(close);
        return origin;
    }

    /** Starts a server that answers with a text; what it was asked is added to a list. */
    async echo(asked: Asked[], text = "answer"): Promise<string> {
        return this.start(async (request, response) => {
            asked.push({ request, body: (await buffer(request)).toString() });
            response.setHeader("Content-Type", "text/plain").end(text);
        });
    }

    async close(): Promise<void> {
        await Promise.all(this.#closing.splice(0).map((close) => close()));
    }
}

/** Waits until a condition holds; the test times out otherwise. */
export async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
