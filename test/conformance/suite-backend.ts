import { randomUUID } from "node:crypto";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
    CallToolRequestSchema,
    type CallToolResult,
    CreateMessageResultSchema,
    type ElicitRequestFormParams,
    ElicitResultSchema,
    GetPromptRequestSchema,
    type PromptMessage,
    ReadResourceRequestSchema,
    type ReadResourceResult,
    type ServerNotification,
    type ServerRequest,
} from "@modelcontextprotocol/sdk/types.js";
import { EventLog } from "../../local/mcp-servers/event-log";
import type { Backend } from "../components/gateway/served/served-server";

type Asked = RequestHandlerExtra<ServerRequest, ServerNotification>;
type Tool = (given: Record<string, unknown>, asked: Asked) => CallToolResult | Promise<CallToolResult>;

/** One pixel. */
const image = {
    type: "image" as const,
    data: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
    mimeType: "image/png",
};

/** No samples. */
const audio = {
    type: "audio" as const,
    data: "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=",
    mimeType: "audio/wav",
};

const tools: Record<string, Tool> = {
    test_simple_text: () => says("This is a simple text response for testing."),
    test_image_content: () => ({ content: [image] }),
    test_audio_content: () => ({ content: [audio] }),
    test_embedded_resource: () => ({ content: [embedded("test://embedded-resource", "text/plain", "Embedded.")] }),
    test_multiple_content_types: () => ({
        content: [
            text("Multiple content types test:"),
            image,
            embedded("test://mixed-content-resource", "application/json", '{"test":"data","value":123}'),
        ],
    }),
    test_error_handling: () => ({ ...says("This tool intentionally returns an error for testing"), isError: true }),
    test_tool_with_progress: async (_given, { _meta, sendNotification }) => {
        const progressToken = _meta?.progressToken;
        if (progressToken === undefined) throw new Error("The suite always asks for progress.");
        for (const progress of [0, 50, 100]) {
            await sendNotification({
                method: "notifications/progress",
                params: { progressToken, progress, total: 100 },
            });
        }
        return says("Done.");
    },
    test_reconnection: (_given, { closeSSEStream }) => {
        closeSSEStream?.();
        return says("The client has come back.");
    },
    test_sampling: async ({ prompt }, { sendRequest }) => {
        const messages = [{ role: "user" as const, content: text(String(prompt)) }];
        const { content } = await sendRequest(
            { method: "sampling/createMessage", params: { messages, maxTokens: 100 } },
            CreateMessageResultSchema,
        );
        return says(`LLM response: ${JSON.stringify(content)}`);
    },
    test_elicitation: ({ message }, asked) =>
        elicit(asked, String(message), { username: { type: "string" }, email: { type: "string" } }),
    test_elicitation_sep1034_defaults: (_given, asked) =>
        elicit(asked, "Defaults", {
            name: { type: "string", default: "John Doe" },
            age: { type: "integer", default: 30 },
            score: { type: "number", default: 95.5 },
            status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
            verified: { type: "boolean", default: true },
        }),
    test_elicitation_sep1330_enums: (_given, asked) =>
        elicit(asked, "Choices", {
            untitledSingle: { type: "string", enum: ["option1", "option2"] },
            titledSingle: { type: "string", oneOf: titled },
            legacyEnum: { type: "string", enum: ["opt1", "opt2"], enumNames: ["Option One", "Option Two"] },
            untitledMulti: { type: "array", items: { type: "string", enum: ["option1", "option2"] } },
            titledMulti: { type: "array", items: { anyOf: titled } },
        }),
};

const titled = [
    { const: "value1", title: "First" },
    { const: "value2", title: "Second" },
];

const contents: Record<string, ReadResourceResult["contents"][number]> = {
    "test://static-text": {
        uri: "test://static-text",
        mimeType: "text/plain",
        text: "This is the content of the static text resource.",
    },
    "test://static-binary": { uri: "test://static-binary", mimeType: image.mimeType, blob: image.data },
};

const prompts: Record<string, (given: Record<string, string>) => PromptMessage["content"][]> = {
    test_simple_prompt: () => [text("This is a simple prompt for testing.")],
    test_prompt_with_arguments: ({ arg1, arg2 }) => [text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)],
    test_prompt_with_embedded_resource: ({ resourceUri = "" }) => [
        embedded(resourceUri, "text/plain", "Embedded resource content for testing."),
        text("Please process the embedded resource above."),
    ],
    test_prompt_with_image: () => [image, text("Please analyze the image above.")],
};

/** A server of the official SDK that answers as the scenarios of the suite expect. The gateway answers its lists. */
export function suiteBackend(streaming: boolean): Backend {
    const sessions = new Map<string, StreamableHTTPServerTransport>();
    return async (request, response) => {
        const known = sessions.get(String(request.headers["mcp-session-id"]));
        const transport = known ?? (await begin());
        await transport.handleRequest(request, response, request.text === "" ? undefined : JSON.parse(request.text));
    };

    async function begin(): Promise<StreamableHTTPServerTransport> {
        const transport = new StreamableHTTPServerTransport({
            sessionIdGenerator: randomUUID,
            onsessioninitialized: (id) => void sessions.set(id, transport),
            enableJsonResponse: !streaming,
            ...(streaming && { eventStore: new EventLog(), retryInterval: 50 }),
        });
        await newServer(streaming).connect(transport);
        return transport;
    }
}

function newServer(streaming: boolean): Server {
    const server = new Server(
        { name: "suite", version: "1.0.0" },
        { capabilities: { tools: {}, resources: {}, prompts: {} } },
    );
    // without streams, a question never reaches the client
    const timeout = streaming ? 60_000 : 100;
    server.setRequestHandler(CallToolRequestSchema, ({ params: { name, arguments: given = {} } }, asked) =>
        found(tools, name)(given, {
            ...asked,
            sendRequest: (request, schema) => asked.sendRequest(request, schema, { timeout }),
        }),
    );
    server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }) => ({
        contents: [found(contents, uri)],
    }));
    server.setRequestHandler(GetPromptRequestSchema, ({ params: { name, arguments: given = {} } }) => ({
        messages: found(prompts, name)(given).map((content) => ({ role: "user" as const, content })),
    }));
    return server;
}

async function elicit(
    { sendRequest }: Asked,
    message: string,
    properties: ElicitRequestFormParams["requestedSchema"]["properties"],
): Promise<CallToolResult> {
    const { action, content } = await sendRequest(
        { method: "elicitation/create", params: { message, requestedSchema: { type: "object", properties } } },
        ElicitResultSchema,
    );
    return says(`User response: ${action}, ${JSON.stringify(content)}`);
}

function found<T>(offered: Record<string, T>, name: string): T {
    const one = offered[name];
    if (one === undefined) throw new Error(`The backend has no ${name}.`);
    return one;
}

function says(words: string): CallToolResult {
    return { content: [text(words)] };
}

function text(words: string) {
    return { type: "text" as const, text: words };
}

function embedded(uri: string, mimeType: string, words: string) {
    return { type: "resource" as const, resource: { uri, mimeType, text: words } };
}
