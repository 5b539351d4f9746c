import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { parseEndpoint } from "../../../../components/shared/endpoint";

/** A server with everything that a policy can be about: scopes, a role, step-up, a resource and a prompt. */
export const sampleServer: PolicyServer = {
    name: "orders",
    title: "Orders",
    endpoint: parseEndpoint("https://mcp.contoso.example/orders/mcp"),
    tenantId: "11111111-1111-4111-8111-111111111111",
    clientIds: ["aebc6443-996d-45c2-90f0-388ff96faa56", "22222222-2222-4222-8222-222222222222"],
    allowedOrigins: ["https://chat.contoso.example"],
    scopes: ["mcp.read", "orders.read", "orders.write"],
    roles: ["Orders.Manager"],
    authenticationContext: "c1",
    tools: [
        {
            name: "search_orders",
            title: "Search orders",
            description: "Finds orders by customer or status. Returns at most 50 orders, the newest first.",
            inputSchema: {
                type: "object",
                additionalProperties: false,
                properties: {
                    customerId: { type: "string", pattern: "^C-[0-9]{8}$" },
                    status: { type: "string", enum: ["open", "shipped", "delivered", "cancelled"] },
                },
            },
            annotations: { readOnlyHint: true, openWorldHint: false },
            right: { scope: "orders.read" },
            callsPerMinute: 60,
            stepUp: false,
            schemaId: "orders-search",
        },
        {
            name: "create_order",
            title: "Create an order",
            description: "Creates an order for a customer. Prices are those of the catalogue.",
            inputSchema: {
                type: "object",
                additionalProperties: false,
                properties: { customerId: { type: "string", pattern: "^C-[0-9]{8}$" } },
                required: ["customerId"],
            },
            outputSchema: { type: "object", properties: { orderId: { type: "string" } }, required: ["orderId"] },
            annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true },
            right: { scope: "orders.write" },
            callsPerMinute: 20,
            stepUp: false,
            schemaId: "orders-create",
        },
        {
            name: "cancel_order",
            title: "Cancel an order",
            description: "Cancels an order that is not yet shipped and refunds all payments. This cannot be undone.",
            inputSchema: {
                type: "object",
                additionalProperties: false,
                properties: { orderId: { type: "string", pattern: "^O-[0-9]{10}$" } },
                required: ["orderId"],
            },
            annotations: { readOnlyHint: false, destructiveHint: true },
            right: { role: "Orders.Manager" },
            callsPerMinute: 5,
            stepUp: true,
            schemaId: "orders-cancel",
        },
    ],
    resources: [
        {
            uri: "orders://catalogue/2026",
            name: "catalogue",
            title: "Catalogue of 2026",
            description: "Articles with their prices.",
            mimeType: "text/csv",
            right: { scope: "orders.read" },
        },
    ],
    prompts: [
        {
            name: "complaint",
            title: "Answer a complaint",
            description: "Asks for what happened and drafts an answer.",
            arguments: [{ name: "orderId", description: "For example O-0000123456.", required: true }],
            right: { scope: "orders.write" },
        },
    ],
    streaming: true,
    redactions: [],
    backendIdentity: "managedIdentity",
    limits: {
        requestsPerAddress: 600,
        requestsPerUser: 240,
        requestsPerSession: 120,
        resultCharacters: 100_000,
    },
};
