import Ajv2020 from "ajv/dist/2020";
import type { PolicyServer, Right } from "../../../../components/gateway/policy/server";
import { readingsOf } from "./message-readers";

/** What a token says of its bearer. */
export interface Granted {
    scopes: string[];
    roles: string[];
    /** Authentication contexts that the sign-in satisfied. */
    contexts: string[];
}

/** A request as a server gets it. */
export interface Received {
    method: string;
    /** By names in lower case. */
    headers: Record<string, string | string[] | undefined>;
    body: string;
}

const ajv = new Ajv2020({ strict: false });

/** https://modelcontextprotocol.io/specification: what clients send, without lists and what servers would act upon. */
const methods = {
    "2025-11-25": ["initialize", "ping", "tools/call"],
    "2026-07-28": ["server/discover", "tools/call"],
};
const notifications = ["notifications/initialized", "notifications/cancelled", "notifications/roots/list_changed"];

/**
 * Why a request must not come to a server, by its definition and the protocol; undefined when it may. Knows nothing of the
 * policy.
 */
export function objectionTo(server: PolicyServer, request: Received, granted: Granted): string | undefined {
    const { headers, method } = request;
    const isProposal = headers["mcp-protocol-version"] === undefined;
    const version = isProposal ? "2025-11-25" : String(headers["mcp-protocol-version"]);
    if (version !== "2025-11-25" && version !== "2026-07-28") return "no version of the protocol";
    const isEntitled = [...server.scopes, ...server.roles].some((each) => rights(granted).includes(each));
    if (!isEntitled) return "no right at all";
    if (headers.origin !== undefined && !server.allowedOrigins.includes(String(headers.origin))) return "an origin";
    if (method === "POST") return objectionToMessage(server, request, granted, version, isProposal);
    if (version !== "2025-11-25" || isProposal) return "sessions of no version that has them";
    if (request.body !== "") return "a body that nobody takes";
    return method === "DELETE" || (method === "GET" && server.streaming) ? undefined : "a method of HTTP";
}

function objectionToMessage(
    server: PolicyServer,
    { headers, body }: Received,
    granted: Granted,
    version: keyof typeof methods,
    isProposal: boolean,
): string | undefined {
    if (Buffer.byteLength(body) > 100 * 1024) return "too long";
    const message = JSON.parse(body);
    const [reading, ...others] = readingsOf(body);
    if (others.length > 0 || !isObject(message) || depthOf(message) > 32) return "more than one reading";
    const { jsonrpc, id, method, params = {}, ...rest } = message;
    if (jsonrpc !== "2.0") return "no JSON-RPC";
    if (id !== undefined && typeof id !== "string" && !Number.isInteger(id)) return "an id that is none";
    if (method === undefined) {
        const isAnswer = server.streaming && version === "2025-11-25" && !isProposal && id !== undefined;
        return isAnswer && Object.keys(rest).length === 1 ? undefined : "no method";
    }
    if (Object.keys(rest).length > 0 || !isObject(params)) return "a request in another form";
    if (isProposal && method !== "initialize") return "no version";
    if (method === "initialize" && params.protocolVersion !== "2025-11-25") return "another version";
    if (version === "2026-07-28" && reading?.version !== version) return "a version that it does not claim";
    if (reading?.version !== undefined && reading.version !== version) return "another version that it claims";
    const named = namedIn(server, method, params);
    if (!agrees(headers["mcp-method"], String(method), version)) return "another method in the headers";
    if (named && !agrees(plain(headers["mcp-name"]), named.name, version)) return "another name in the headers";
    const isNotification = version === "2025-11-25" && [...notifications, ...progress(server)].includes(String(method));
    if (isNotification !== (id === undefined)) return "an id too many or too few";
    if (isNotification) return undefined;
    if (!named)
        return [...methods[version], ...listening(server, version)].includes(String(method)) ? undefined : "a method";
    if (!named.right || !rights(granted).includes(wordOf(named.right))) return "a right";
    const tool = server.tools.find(({ name }) => method === "tools/call" && name === named.name);
    if (!tool) return undefined;
    if (tool.stepUp && !granted.contexts.includes(server.authenticationContext)) return "a stronger sign-in";
    return ajv.validate(tool.inputSchema, params.arguments ?? {}) ? undefined : "arguments";
}

function rights({ scopes, roles }: Granted): string[] {
    return [...scopes, ...roles];
}

function wordOf(right: Right): string {
    return "scope" in right ? right.scope : right.role;
}

function progress({ streaming }: PolicyServer): string[] {
    return streaming ? ["notifications/progress"] : [];
}

function listening({ streaming }: PolicyServer, version: string): string[] {
    return streaming && version === "2026-07-28" ? ["subscriptions/listen"] : [];
}

/** What a message names, with the right that the definition gives it, if it has it at all. */
function namedIn(
    { tools, prompts, resources }: PolicyServer,
    method: unknown,
    { name, uri }: Record<string, unknown>,
): { name: string; right: Right | undefined } | undefined {
    const rightOf = (all: { name: string; right: Right }[]) => ({
        name: String(name),
        right: all.find((each) => each.name === name)?.right,
    });
    if (method === "tools/call") return rightOf(tools);
    if (method === "prompts/get") return rightOf(prompts);
    if (method !== "resources/read") return undefined;
    return { name: String(uri), right: resources.find((each) => each.uri === uri)?.right };
}

function agrees(header: string | string[] | undefined, value: string, version: string): boolean {
    return header === undefined ? version === "2025-11-25" : header === value;
}

function plain(header: string | string[] | undefined): string | string[] | undefined {
    const encoded = /^=\?base64\?(.*)\?=$/.exec(String(header))?.[1];
    return encoded === undefined ? header : Buffer.from(encoded, "base64").toString();
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function depthOf(value: unknown): number {
    if (typeof value !== "object" || value === null) return 0;
    return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
