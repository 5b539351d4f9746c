import { randomUUID } from "node:crypto";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import {
    CallToolRequestSchema,
    ErrorCode,
    GetPromptRequestSchema,
    ListPromptsRequestSchema,
    ListResourcesRequestSchema,
    ListResourceTemplatesRequestSchema,
    ListToolsRequestSchema,
    McpError,
    ReadResourceRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { type Caller, callerOf } from "./caller";
import { EventLog } from "./event-log";
import type { SampleServer } from "./sample-server";

const version = "2025-11-25";

/** https://modelcontextprotocol.io/specification/2025-11-25/server/resources#error-handling */
const resourceNotFound = -32002;

interface Session {
    transport: WebStandardStreamableHTTPServerTransport;
    begunBy: Caller;
}

/**
 * Serves 2025-11-25, with a session for each client that begins one. Nobody else may use it, which the gateway sees to
 * as well: https://modelcontextprotocol.io/docs/2025-11-25/tutorials/security/security_best_practices#session-hijacking
 */
export class Sessions {
    readonly #sessions = new Map<string, Session>();

    constructor(private readonly sample: SampleServer) {}

    /** How many are open. */
    get size(): number {
        return this.#sessions.size;
    }

    async handle(request: Request): Promise<Response> {
        const caller = callerOf(request.headers);
        const id = request.headers.get("Mcp-Session-Id");
        if (id === null) return (await this.#begin(caller)).handleRequest(request);
        const session = this.#sessions.get(id);
        if (session?.begunBy.user !== caller.user || session.begunBy.client !== caller.client) {
            const error = { code: -32001, message: "Session not found" };
            return Response.json({ jsonrpc: "2.0", error, id: null }, { status: 404 });
        }
        return session.transport.handleRequest(request);
    }

    /** It counts from the moment when its client has sent `initialize`; to all else, the transport answers with 400. */
    async #begin(begunBy: Caller): Promise<WebStandardStreamableHTTPServerTransport> {
        const { streaming } = this.sample.definition;
        const transport = new WebStandardStreamableHTTPServerTransport({
            sessionIdGenerator: randomUUID,
            onsessioninitialized: (id) => {
                this.#sessions.set(id, { transport, begunBy });
            },
            onsessionclosed: (id) => {
                this.#sessions.delete(id);
            },
            enableJsonResponse: !streaming,
            ...(streaming && { eventStore: new EventLog() }),
        });
        await newServer(this.sample).connect(transport);
        return transport;
    }

    async close(): Promise<void> {
        await Promise.all([...this.#sessions.values()].map(({ transport }) => transport.close()));
        this.#sessions.clear();
    }
}

function newServer(sample: SampleServer): Server {
    const { tools, resources, prompts } = sample.definition;
    const server = new Server(sample.info, { capabilities: sample.capabilities });
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
    server.setRequestHandler(
        CallToolRequestSchema,
        async ({ params }, { signal, requestInfo, _meta, sendNotification }) => {
            const progressToken = _meta?.progressToken;
            const result = await sample.call(params.name, params.arguments ?? {}, {
                caller: callerOf(new Headers(requestInfo?.headers as Record<string, string>)),
                version,
                signal,
                ...(progressToken !== undefined && {
                    progress: (progress, total) =>
                        sendNotification({
                            method: "notifications/progress",
                            params: { progressToken, progress, total },
                        }),
                }),
            });
            return result ?? fail(ErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
        },
    );
    if (resources.length > 0) {
        server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources }));
        server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: [] }));
        server.setRequestHandler(
            ReadResourceRequestSchema,
            ({ params }) => sample.read(params.uri) ?? fail(resourceNotFound, `Resource not found: ${params.uri}`),
        );
    }
    if (prompts.length > 0) {
        server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts }));
        server.setRequestHandler(
            GetPromptRequestSchema,
            ({ params }) =>
                sample.prompt(params.name, params.arguments ?? {}) ??
                fail(ErrorCode.InvalidParams, `No prompt ${params.name} with these arguments`),
        );
    }
    return server;
}

function fail(code: number, message: string): never {
    throw new McpError(code, message);
}
