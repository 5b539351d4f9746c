import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError, Server } from "@modelcontextprotocol/server";
import { callerOf } from "./caller";
import type { SampleServer } from "./sample-server";

const version = "2026-07-28";

/** A server of 2026-07-28, which is there for one request. */
export function newServer(sample: SampleServer): Server {
    const { tools, resources, prompts } = sample.definition;
    const server = new Server(sample.info, { capabilities: sample.capabilities });
    server.setRequestHandler("tools/list", () => ({ tools }));
    server.setRequestHandler("tools/call", async ({ params }, { mcpReq, http }) => {
        const progressToken = mcpReq._meta?.progressToken;
        const result = await sample.call(params.name, params.arguments ?? {}, {
            caller: callerOf(http?.req?.headers ?? new Headers()),
            version,
            signal: mcpReq.signal,
            ...(progressToken !== undefined && {
                progress: (progress, total) =>
                    mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress, total } }),
            }),
        });
        return result ?? fail(new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${params.name}`));
    });
    if (resources.length > 0) {
        server.setRequestHandler("resources/list", () => ({ resources }));
        server.setRequestHandler("resources/templates/list", () => ({ resourceTemplates: [] }));
        server.setRequestHandler(
            "resources/read",
            ({ params }) => sample.read(params.uri) ?? fail(new ResourceNotFoundError(params.uri)),
        );
    }
    if (prompts.length > 0) {
        server.setRequestHandler("prompts/list", () => ({ prompts }));
        server.setRequestHandler(
            "prompts/get",
            ({ params }) =>
                sample.prompt(params.name, params.arguments ?? {}) ??
                fail(
                    new ProtocolError(ProtocolErrorCode.InvalidParams, `No prompt ${params.name} with these arguments`),
                ),
        );
    }
    return server;
}

function fail(error: Error): never {
    throw error;
}
