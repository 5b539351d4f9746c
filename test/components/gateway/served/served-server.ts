import { once } from "node:events";
import {
    createServer,
    request as httpRequest,
    type IncomingHttpHeaders,
    type IncomingMessage,
    type ServerResponse,
} from "node:http";
import { buffer } from "node:stream/consumers";
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, type JWTVerifyGetKey, SignJWT } from "jose";
import { metadataApiPolicy } from "../../../../components/gateway/metadata-api";
import { serverPolicy } from "../../../../components/gateway/policy/document";
import { globalPolicy } from "../../../../components/gateway/policy/global-policy";
import { metadataPolicy } from "../../../../components/gateway/policy/metadata-policy";
import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { messageSchema } from "../../../../components/gateway/policy/tool-schema";
import { Coverage } from "../../../../local/apim/coverage";
import type { DeployedService } from "../../../../local/apim/deployed";
import { Gateway, type RequestRecord } from "../../../../local/apim/gateway";
import { serveGateway } from "../../../../local/apim/gateway-server";
import { loadLanguage } from "../../../../local/apim/language";
import { NoToken, Unreachable } from "../../../../local/apim/surroundings";
import { principalOfToken } from "../../../../local/content-safety/callers";
import { type ContentSafetyServer, serveContentSafety } from "../../../../local/content-safety/server";
import { type Listener, listen } from "../../../../local/listen";
import { KeptTokens } from "../../../../local/serve/kept-tokens";

/** What the MCP server behind the gateway does with a request, whose body has been read. */
export type Backend = (request: IncomingMessage & { text: string }, response: ServerResponse) => void;

export interface Call {
    method?: string;
    /** Path and query. Default: that of the endpoint. */
    path?: string;
    /** Names and values by turns, besides those that every request has; a name given here replaces those. */
    headers?: [name: string, value: string][];
    /** A text, bytes, or something of which the JSON is sent. Default: none. */
    body?: unknown;
    /** A token, or null for none. Default: one that may do everything. */
    token?: string | null;
    /** Default: 2025-11-25. */
    version?: string | null;
}

export interface Reply {
    status: number;
    headers: IncomingHttpHeaders;
    text: string;
    /** The text as JSON; undefined when it is none. */
    // biome-ignore lint/suspicious/noExplicitAny: tests look into it as they like
    json: any;
    /** What the gateway knows of the request. */
    record: RequestRecord;
    /** Value of `reason` in the trace of the decision. */
    reason: string | undefined;
}

/** Address of the edge. */
const edge = "10.10.8.4";

export const user = "33333333-3333-4333-8333-000000000023";
export const audience = "55555555-5555-4555-8555-000000000001";
export const gatewayClientId = "77777777-7777-4777-8777-000000000001";
export const gatewayPrincipalId = "77777777-7777-4777-8777-000000000002";

/** Keys in base64, 32 bytes each. */
export const keys = {
    current: Buffer.alloc(32, 1).toString("base64"),
    previous: Buffer.alloc(32, 2).toString("base64"),
    identity: Buffer.alloc(32, 3).toString("base64"),
};

/**
 * The generated policies of a server, served: a real gateway over HTTP, a server behind it, Content Safety, and tokens
 * with whatever claims a test wants.
 */
export class ServedServer {
    /** Milliseconds since the epoch. */
    time = Date.UTC(2026, 10, 2, 9);
    readonly coverage: Coverage;
    readonly records: RequestRecord[] = [];
    /** Requests that came to the server behind the gateway, with their bodies. */
    readonly forwarded: { method: string; headers: IncomingHttpHeaders; body: string }[] = [];
    /** How the server behind the gateway answers. */
    backend: Backend = (request, response) => {
        const { id } = JSON.parse(request.text || "{}");
        if (id === undefined) response.writeHead(202).end();
        else sendJson(response, { jsonrpc: "2.0", id, result: { content: [{ type: "text", text: "done" }] } });
    };
    /** Where a server listens that is behind the gateway in the place of `backend`. */
    backendOrigin: string | undefined;
    /** What Entra answers to an exchange of tokens. */
    exchange: { status: number; body: unknown } = { status: 200, body: { access_token: "for-the-backend" } };
    /** Whether identities of the gateway get tokens. */
    identityIsGood = true;
    readonly namedValues: Map<string, string>;
    /** Hosts that nothing answers to. */
    readonly unreachable = new Set<string>();

    private constructor(
        readonly server: PolicyServer,
        readonly gateway: Gateway,
        private readonly parts: {
            front: Listener;
            stranger: Listener;
            safety: ContentSafetyServer;
            backendPort: number;
            signingKeys: JWTVerifyGetKey;
            sign(claims: JWTPayload): Promise<string>;
            close(): Promise<void>;
        },
        namedValues: Map<string, string>,
        coverage: Coverage,
    ) {
        this.namedValues = namedValues;
        this.coverage = coverage;
    }

    get safety(): ContentSafetyServer {
        return this.parts.safety;
    }

    /** Port that requests of the edge come to. */
    get port(): number {
        return this.parts.front.port;
    }

    /** Port for callers that are not the edge. */
    get strangerPort(): number {
        return this.parts.stranger.port;
    }

    /** Port of the server behind the gateway. */
    get backendPort(): number {
        return this.parts.backendPort;
    }

    /** Keys that all tokens are signed with. */
    get signingKeys(): JWTVerifyGetKey {
        return this.parts.signingKeys;
    }

    static async start(server: PolicyServer, coverage = new Coverage()): Promise<ServedServer> {
        const { publicKey, privateKey } = await generateKeyPair("RS256");
        const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "one", alg: "RS256", use: "sig" }] };
        const verification = createLocalJWKSet(jwks);
        const sign = (claims: JWTPayload) =>
            new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "one", typ: "JWT" }).sign(privateKey);
        const namedValues = new Map(Object.entries(namedValuesOf(server)));
        let served: ServedServer | undefined = undefined as ServedServer | undefined;
        const now = () => served?.time ?? 0;
        const safety = await serveContentSafety({
            principalOf: principalOfToken({ keys: verification, tenantId: server.tenantId, now }),
            mayCall: (principalId) => principalId === gatewayPrincipalId,
        });
        const backend = await serveTexts((request, response, text) => {
            served?.forwarded.push({ method: request.method ?? "", headers: request.headers, body: text });
            served?.backend(Object.assign(request, { text }), response);
        });
        const entra = await serveTexts((_request, response) => {
            const { status, body } = served?.exchange ?? { status: 500, body: {} };
            sendJson(response, body, status);
        });
        const origins: Record<string, () => string | undefined> = {
            "orders.internal.contoso.example": () => served?.backendOrigin ?? backend.origin,
            "safety.cognitiveservices.azure.com": () => safety.origin,
            "login.microsoftonline.com": () => entra.origin,
        };
        const tokens = new KeptTokens(now);
        const gateway = new Gateway({
            language: await loadLanguage(),
            coverage,
            surroundings: {
                now,
                signingKeys: () => verification,
                originOf: (_service, { host }) => {
                    const origin = origins[host]?.();
                    if (origin === undefined || served?.unreachable.has(host)) throw new Unreachable(`No ${host}.`);
                    return origin;
                },
                managedIdentityToken: async (_service, clientId, resource) => {
                    if (clientId !== gatewayClientId || !served?.identityIsGood) throw new NoToken("No identity.");
                    const seconds = Math.floor(now() / 1000);
                    const isService = resource === "https://cognitiveservices.azure.com";
                    return tokens.get(clientId, resource, async () => ({
                        accessToken: await sign({
                            aud: resource,
                            iss: isService
                                ? `https://sts.windows.net/${server.tenantId}/`
                                : `https://login.microsoftonline.com/${server.tenantId}/v2.0`,
                            oid: gatewayPrincipalId,
                            ...(!isService && { roles: ["Gateway.Invoke"] }),
                            nbf: seconds - 60,
                            exp: seconds + 3600,
                        }),
                        expiresIn: 3600,
                    }));
                },
            },
        });
        gateway.deploy(deployed(server, namedValues));
        const front = (callerAddress: string) =>
            serveGateway({
                gateway: async () => gateway,
                callerAddress,
                ended: (record) => served?.records.push(record),
            });
        const [own, stranger] = [await front(edge), await front("10.10.9.9")];
        const close = async () => {
            await Promise.all([own.close(), stranger.close(), safety.close(), backend.close(), entra.close()]);
        };
        served = new ServedServer(
            server,
            gateway,
            {
                front: own,
                stranger,
                safety,
                backendPort: Number(new URL(backend.origin).port),
                signingKeys: verification,
                sign,
                close,
            },
            namedValues,
            coverage,
        );
        return served;
    }

    /** Client id of an application that may call. */
    get clientId(): string {
        const [first = ""] = this.server.clientIds;
        return first.replace(/^\{\{(.+)\}\}$/, (_, name) => this.namedValues.get(name) ?? "");
    }

    /** Deploys the policies anew, with the named values as they are now. */
    deploy(change: (service: DeployedService) => DeployedService = (service) => service): void {
        this.gateway.deploy(change(deployed(this.server, this.namedValues)));
    }

    /** A token as Entra issues it for the server, changed by claims; undefined ones are left out. */
    token(claims: JWTPayload = {}): Promise<string> {
        const seconds = Math.floor(this.time / 1000);
        return this.parts.sign(
            JSON.parse(
                JSON.stringify({
                    aud: audience,
                    iss: `https://login.microsoftonline.com/${this.server.tenantId}/v2.0`,
                    tid: this.server.tenantId,
                    ver: "2.0",
                    iat: seconds - 60,
                    nbf: seconds - 60,
                    exp: seconds + 3600,
                    azp: this.clientId,
                    oid: user,
                    scp: this.server.scopes.join(" "),
                    roles: this.server.roles,
                    acrs: [this.server.authenticationContext],
                    ...claims,
                }),
            ),
        );
    }

    /** Sends a request as the edge passes it on, and waits until the gateway has written about it. */
    async call(call: Call = {}): Promise<Reply> {
        const before = this.records.length;
        const { token = await this.token(), version = "2025-11-25", body, method = "POST" } = call;
        const given = (call.headers ?? []).map(([name]) => name.toLowerCase());
        const usual: [string, string][] = [
            ["Host", new URL(this.server.endpoint.url).host],
            ["X-MCP-Client-Address", "203.0.113.7"],
            ["Accept", "application/json, text/event-stream"],
            ...(body === undefined ? [] : [["Content-Type", "application/json"] as [string, string]]),
            ...(token === null ? [] : [["Authorization", `Bearer ${token}`] as [string, string]]),
            ...(version === null ? [] : [["MCP-Protocol-Version", version] as [string, string]]),
        ];
        const headers = [...usual.filter(([name]) => !given.includes(name.toLowerCase())), ...(call.headers ?? [])];
        const bytes =
            body === undefined || typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
        const answer = await send(this.port, method, call.path ?? `/${this.server.endpoint.path}`, headers, bytes);
        while (this.records.length === before) await new Promise((resolve) => setImmediate(resolve));
        const record = this.records.at(-1) as RequestRecord;
        return {
            ...answer,
            json: parsed(answer.text),
            record,
            reason: record.traces.at(-1)?.metadata.reason,
        };
    }

    /** Calls a method of the protocol. */
    rpc(method: string, params?: object, call: Call = {}): Promise<Reply> {
        const isNotification = method.startsWith("notifications/");
        return this.call({ ...call, body: { jsonrpc: "2.0", ...(!isNotification && { id: 1 }), method, params } });
    }

    async close(): Promise<void> {
        await this.parts.close();
    }
}

/** Sends a request to a port, with exactly these headers. */
export async function send(
    port: number,
    method: string,
    path: string,
    headers: [name: string, value: string][],
    body?: string | Uint8Array,
): Promise<Pick<Reply, "status" | "headers" | "text">> {
    const raw = headers.flat();
    const request = httpRequest({ host: "127.0.0.1", port, method, path, setHost: false, agent: false });
    for (let index = 0; index < raw.length; index += 2) request.appendHeader(raw[index] ?? "", raw[index + 1] ?? "");
    request.end(body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return { status: response.statusCode ?? 0, headers: response.headers, text: (await buffer(response)).toString() };
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

function serveTexts(
    handle: (request: IncomingMessage, response: ServerResponse, text: string) => void,
): Promise<Listener> {
    return listen(
        createServer(async (request, response) => {
            request.on("error", () => {});
            const text = await buffer(request).then(String, () => "");
            handle(request, response, text);
        }),
    );
}

function namedValuesOf({ name, clientIds }: PolicyServer): Record<string, string> {
    const references = clientIds.flatMap((id) => /^\{\{(.+)\}\}$/.exec(id)?.[1] ?? []);
    return {
        "session-key-current": keys.current,
        "session-key-previous": keys.previous,
        "session-epoch": "1",
        "blocked-principals": "none",
        "throttled-principals": "none",
        "risk-level": "normal",
        "content-safety-endpoint": "https://safety.cognitiveservices.azure.com/",
        "gateway-identity-client-id": gatewayClientId,
        [`mcp-${name}-client-id`]: audience,
        [`mcp-${name}-identity-key`]: keys.identity,
        ...Object.fromEntries(references.map((each) => [each, "88888888-8888-4888-8888-000000000001"])),
    };
}

/** What the components deploy for a server. */
function deployed(server: PolicyServer, namedValues: Map<string, string>): DeployedService {
    const metadata = ["GET", "OPTIONS"].map((method) => ({
        name: `metadata-${method.toLowerCase()}`,
        method,
        urlTemplate: `/.well-known/oauth-protected-resource/${server.endpoint.path}`,
        policy: { id: `metadata ${method}`, text: metadataPolicy(server) },
    }));
    return {
        id: "/services/one",
        name: "one",
        location: "westeurope",
        hosts: ["one.azure-api.net"],
        identities: new Map([[gatewayClientId, { principalId: gatewayPrincipalId }]]),
        policy: { id: "global", text: globalPolicy("10.10.8.0/26", 8) },
        apis: [
            {
                name: "oauth-protected-resource",
                type: "http",
                path: "",
                subscriptionRequired: false,
                policy: { id: "metadata", text: metadataApiPolicy() },
                operations: metadata,
            },
            {
                name: server.name,
                type: "http",
                path: server.endpoint.path,
                subscriptionRequired: false,
                policy: { id: "server", text: serverPolicy(server) },
                operations: ["POST", "GET", "DELETE"].map((method) => ({
                    name: method.toLowerCase(),
                    method,
                    urlTemplate: "/",
                })),
            },
        ],
        backends: new Map([[server.name, { name: server.name, url: "https://orders.internal.contoso.example" }]]),
        schemas: new Map(server.tools.map((tool) => [tool.schemaId, messageSchema(tool)])),
        namedValues,
    };
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
