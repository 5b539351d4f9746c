import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as Client2025 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as Transport2025 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

/** A client of an official SDK that is connected. */
export interface TestClient {
    version: string | undefined;
    sessionId: string | undefined;
    request: Record<"listTools" | "listResources" | "listPrompts", () => Promise<object>>;
    callTool(name: string, given: Record<string, unknown>, options?: CallOptions): Promise<object>;
    readResource(uri: string): Promise<object>;
    getPrompt(name: string, given: Record<string, string>): Promise<object>;
    endSession(): Promise<void>;
    close(): Promise<void>;
}

export interface CallOptions {
    signal?: AbortSignal;
    onprogress?(progress: { progress: number; total?: number }): void;
}

/** Connects a client with the same headers in each request. */
export type Connect = (
    url: string,
    options: { headers: Record<string, string>; fetch?: typeof fetch },
) => Promise<TestClient>;

const info = { name: "test", version: "1.0.0" };

/** Connects the client of `@modelcontextprotocol/sdk`. */
export const connectFirst: Connect = async (url, { headers, ...options }) => {
    const client = new Client2025(info);
    const transport = new Transport2025(new URL(url), { ...options, requestInit: { headers } });
    await client.connect(transport);
    return {
        version: transport.protocolVersion,
        sessionId: transport.sessionId,
        request: {
            listTools: () => client.listTools(),
            listResources: () => client.listResources(),
            listPrompts: () => client.listPrompts(),
        },
        callTool: (name, given, options) => client.callTool({ name, arguments: given }, undefined, options),
        readResource: (uri) => client.readResource({ uri }),
        getPrompt: (name, given) => client.getPrompt({ name, arguments: given }),
        endSession: () => transport.terminateSession(),
        close: () => client.close(),
    };
};

/** Connects the client of `@modelcontextprotocol/client`, which speaks the newer version where the server does. */
export const connectSecond: Connect = async (url, { headers, ...options }) => {
    const client = new Client(info, { versionNegotiation: { mode: "auto" } });
    const transport = new StreamableHTTPClientTransport(new URL(url), { ...options, requestInit: { headers } });
    await client.connect(transport);
    return {
        version: client.getNegotiatedProtocolVersion(),
        sessionId: transport.sessionId,
        request: {
            listTools: () => client.listTools(),
            listResources: () => client.listResources(),
            listPrompts: () => client.listPrompts(),
        },
        callTool: (name, given, options) => client.callTool({ name, arguments: given }, options),
        readResource: (uri) => client.readResource({ uri }),
        getPrompt: (name, given) => client.getPrompt({ name, arguments: given }),
        endSession: () => transport.terminateSession(),
        close: () => client.close(),
    };
};
