// Does not prove that API Management reads the schemas as the validator here does.
import assert from "node:assert/strict";
import { describeServers } from "./every-server";
import { assertForwarded, assertRefused } from "./judged";

const examples: Record<string, { good: (object | undefined)[]; bad: (object | undefined)[] }> = {
    search_orders: {
        good: [undefined, {}, { status: "open" }, { customerId: "C-00000001" }],
        bad: [{ status: "lost" }, { customerId: 1 }, { customerId: "C-1" }, { limit: 1 }, { Status: "open" }],
    },
    create_order: {
        good: [{ customerId: "C-00000001" }],
        bad: [undefined, {}, { customerId: null }, { customerId: "C-00000001", price: 0 }],
    },
    cancel_order: {
        good: [{ orderId: "O-0000123456" }],
        bad: [undefined, { orderId: "O-0000123456 " }, { orderId: ["O-0000123456"] }],
    },
};

describeServers("Arguments", (on, { tools }) => {
    for (const { name } of tools) {
        const { good, bad } = examples[name] ?? assert.fail(`No examples of ${name}.`);
        for (const given of good) {
            it(
                `of ${name} may be ${JSON.stringify(given)}`,
                on(async (served) => {
                    const params = { name, arguments: given };
                    assertForwarded(served, await served.rpc("tools/call", params));
                    const sent = { jsonrpc: "2.0", id: 1, method: "tools/call", params };
                    assert.equal(served.forwarded[0]?.body, JSON.stringify(sent));
                }),
            );
        }
        for (const given of bad) {
            it(
                `of ${name} may not be ${JSON.stringify(given)}`,
                on(async (served) => {
                    assertRefused(served, await served.rpc("tools/call", { name, arguments: given }), {
                        status: 400,
                        reason: "arguments",
                        code: -32602,
                        message: "The arguments do not satisfy the schema of the tool",
                    });
                }),
            );
        }
    }

    it(
        "stand beside nothing that the protocol does not have",
        on(async (served) => {
            const reply = await served.rpc("tools/call", { name: "search_orders", argument: {} });
            assertRefused(served, reply, {
                status: 400,
                reason: "arguments",
                code: -32602,
                message: "The arguments do not satisfy the schema of the tool",
            });
        }),
    );
});
