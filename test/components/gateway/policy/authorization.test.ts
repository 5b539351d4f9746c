import assert from "node:assert/strict";
import { authorize } from "../../../../components/gateway/policy/authorization";
import { refusalsOf, variableOf } from "./guards";
import { sampleServer } from "./sample-server";

const text = (name: string) => `(string)context.Variables["${name}"]`;
const lacks = `!(${text("rights")}).Split(' ').Contains(${text("neededRight")})`;

describe("authorize", () => {
    it("finds the right that the definition gives to what the message names, and none for what it does not name", () => {
        const named = text("rpcName");
        assert.equal(
            variableOf(authorize(sampleServer), "neededRight").replaceAll(/ +/g, " "),
            `@{ if (${text("rights")} == "") { return "scope:mcp.read"; } ` +
                `if (${text("rpcMethod")} == "tools/call") { ` +
                `if ((${named} == "search_orders")) { return "scope:orders.read"; } ` +
                `if ((${named} == "create_order")) { return "scope:orders.write"; } ` +
                `if ((${named} == "cancel_order")) { return "role:Orders.Manager"; } return "none"; } ` +
                `if (${text("rpcMethod")} == "resources/read") { ` +
                `if ((${named} == "orders://catalogue/2026")) { return "scope:orders.read"; } return "none"; } ` +
                `if (${text("rpcMethod")} == "prompts/get") { ` +
                `if ((${named} == "complaint")) { return "scope:orders.write"; } return "none"; } return "any"; }`,
        );
    });

    it("asks for tools with the same right at once", () => {
        const [search, create] = sampleServer.tools;
        assert.ok(search && create);
        const tools = [search, { ...create, right: search.right }];
        assert.ok(
            variableOf(authorize({ ...sampleServer, tools }), "neededRight").includes(
                `if ((${text("rpcName")} == "search_orders" || ${text("rpcName")} == "create_order")) { return "scope:orders.read"; }`,
            ),
        );
    });

    it("refuses whoever lacks the right, and whoever must sign in again", () => {
        assert.deepEqual(refusalsOf(authorize(sampleServer)), [
            ["scope", `@((${text("neededRight")}).StartsWith("scope:", StringComparison.Ordinal) && ${lacks})`],
            ["not-defined", `@((${text("neededRight")}) == "none")`],
            ["role", `@((${text("neededRight")}) != "any" && ${lacks})`],
            [
                "subscription",
                `@(${text("rpcMethod")} == "subscriptions/listen" && ((((JObject)context.Variables["rpc"])["params"] as JObject ?? new JObject())["notifications"] as JObject ?? new JObject())["resourceSubscriptions"] != null)`,
            ],
            ["step-up", `@((${text("rpcTool")} == "cancel_order") && !(${text("acrs")}).Split(' ').Contains("c1"))`],
        ]);
    });

    it("refuses nothing that no message can ask for", () => {
        const tools = sampleServer.tools.map((tool) => ({ ...tool, stepUp: false }));
        const guard = authorize({ ...sampleServer, streaming: false, tools });
        assert.deepEqual(
            refusalsOf(guard).map(([reason]) => reason),
            ["scope", "not-defined", "role"],
        );
        assert.equal(variableOf(guard, "steppedUp"), "false");
    });
});
