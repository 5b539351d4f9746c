import type { McpServerDefinition } from "../../../local/mcp-servers/definition";

/** A server with tools of both kinds, a resource and a prompt. */
export const orders: McpServerDefinition = {
    name: "orders",
    title: "Orders",
    tools: [
        {
            name: "get_order",
            title: "Get an order",
            description: "Returns one order.",
            inputSchema: {
                type: "object",
                additionalProperties: false,
                properties: { orderId: { type: "string", pattern: "^O-[0-9]{10}$" } },
                required: ["orderId"],
            },
            outputSchema: {
                type: "object",
                properties: {
                    orderId: { type: "string" },
                    status: { enum: ["open", "shipped"] },
                    lines: {
                        type: "array",
                        items: {
                            type: "object",
                            properties: {
                                sku: { type: "string", pattern: "^[A-Z]{4}$" },
                                quantity: { minimum: 1, type: "integer" },
                            },
                            required: ["sku", "quantity"],
                        },
                    },
                },
                required: ["orderId", "status", "lines"],
            },
            annotations: { readOnlyHint: true },
        },
        {
            name: "cancel_order",
            description: "Cancels an order.",
            inputSchema: {
                type: "object",
                additionalProperties: false,
                properties: {
                    orderId: { type: "string", pattern: "^O-[0-9]{10}$" },
                    reason: { type: "string", default: "unknown" },
                },
                required: ["orderId"],
            },
        },
    ],
    resources: [
        {
            uri: "orders://catalogue",
            name: "catalogue",
            description: "Articles with their prices.",
            mimeType: "text/csv",
        },
    ],
    prompts: [
        { name: "complaint", description: "Answers a complaint.", arguments: [{ name: "orderId", required: true }] },
    ],
    streaming: false,
};
