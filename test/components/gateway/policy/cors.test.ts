import assert from "node:assert/strict";
import { cors } from "../../../../components/gateway/policy/cors";
import { element, render } from "../../../../components/gateway/policy/xml";
import { allOf, elementsOf, readDocument, textOf } from "./read-document";
import { sampleServer } from "./sample-server";

const listOf = (server: typeof sampleServer, name: string) => {
    const list = allOf(readDocument(render(element("inbound", {}, ...cors(server))))).find(
        (each) => each.name === name,
    );
    return list && elementsOf(list).map(textOf);
};

describe("cors", () => {
    it("is not there without origins", () => {
        assert.deepEqual(cors({ ...sampleServer, allowedOrigins: [] }), []);
    });

    it("lets exactly the allowed origins read answers, without credentials", () => {
        const [policy] = cors(sampleServer);
        assert.deepEqual(policy?.attributes, { "allow-credentials": "false", "terminate-unmatched-request": "false" });
        assert.deepEqual(listOf(sampleServer, "allowed-origins"), ["https://chat.contoso.example"]);
        assert.deepEqual(listOf(sampleServer, "allowed-methods"), ["GET", "POST", "DELETE"]);
        assert.deepEqual(listOf(sampleServer, "expose-headers"), ["Mcp-Session-Id", "Retry-After", "WWW-Authenticate"]);
        assert.doesNotMatch(JSON.stringify(policy), /\*/);
    });

    it("lets clients send the headers that the definition of a tool asks for", () => {
        const [tool] = sampleServer.tools;
        assert.ok(tool);
        const inputSchema = {
            type: "object",
            properties: {
                region: { type: "string", "x-mcp-header": "Region" },
                place: { properties: { city: { "x-mcp-header": "City" } } },
                bad: { "x-mcp-header": "a b" },
                none: { "x-mcp-header": 1 },
            },
        };
        assert.deepEqual(listOf({ ...sampleServer, tools: [{ ...tool, inputSchema }] }, "allowed-headers"), [
            ...["Accept", "Authorization", "Content-Type", "Last-Event-ID", "Mcp-Method", "Mcp-Name"],
            ...["MCP-Protocol-Version", "Mcp-Session-Id", "Mcp-Param-Region", "Mcp-Param-City"],
        ]);
    });
});
