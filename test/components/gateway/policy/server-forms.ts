import assert from "node:assert/strict";
import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { sampleServer } from "./sample-server";

const [searchOrders] = sampleServer.tools;
assert.ok(searchOrders);

/** Servers that differ in whatever changes the form of a document. */
export const servers: Record<string, PolicyServer> = {
    "a server with everything": sampleServer,
    "a server without streams": { ...sampleServer, streaming: false },
    "a server that calls on as the user": { ...sampleServer, backendIdentity: "onBehalfOf" },
    "a server for no page": { ...sampleServer, allowedOrigins: [] },
    "a server with tools only": { ...sampleServer, resources: [], prompts: [] },
    "a server with a client that is created with the environment": {
        ...sampleServer,
        clientIds: ["{{mcp-orders-allowed-agent}}"],
    },
    "a server with one tool and nothing else": {
        ...sampleServer,
        allowedOrigins: [],
        scopes: ["orders.read"],
        roles: [],
        tools: [searchOrders],
        resources: [],
        prompts: [],
        streaming: false,
    },
};
