import assert from "node:assert/strict";
import { tryOut } from "../../../local/try/steps";

describe("The steps of a trial", () => {
    it("fail one and all at a gateway that lets everybody pass", async () => {
        const began: string[] = [];
        const steps = await tryOut(
            {
                endpoint: "https://mcp.contoso.com/orders/mcp",
                fetch: async (_, init) => {
                    const { id } = JSON.parse(String(init?.body));
                    return Response.json({ jsonrpc: "2.0", id, result: {} });
                },
                tools: [{ name: "find", description: "find", inputSchema: { type: "object" } }],
                audience: "audience",
                registration: { clientId: "client", redirectUri: "http://localhost" },
                user: { id: "user", name: "somebody" },
                foreignToken: "token",
                received: () => 0,
            },
            (did) => began.push(did),
        );

        assert.deepEqual(
            steps.map(({ did, ok }) => [did, ok]),
            [
                ["Call without a token", false],
                ["Call with a token for another audience", false],
                ["Sign in as somebody", false],
                ["List the tools", false],
                ["Call a tool without its scope", false],
            ],
        );
        assert.deepEqual(
            began,
            steps.map(({ did }) => did),
        );
    });
});
