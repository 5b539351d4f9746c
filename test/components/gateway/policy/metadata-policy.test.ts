import assert from "node:assert/strict";
import fc from "fast-check";
import { metadataPolicy } from "../../../../components/gateway/policy/metadata-policy";
import { hostileText } from "./hostile-text";
import { allOf, elementsOf, readDocument, textOf, valuesOf } from "./read-document";
import { sampleServer } from "./sample-server";

const seed = 20251125;

describe("metadataPolicy", () => {
    const root = readDocument(metadataPolicy(sampleServer));
    const bodyOf = (document: string) =>
        textOf(allOf(readDocument(document)).find(({ name }) => name === "set-body") ?? readDocument("<none />"));

    it("publishes where to sign in for exactly the endpoint, and the entry scope only", () => {
        assert.deepEqual(JSON.parse(bodyOf(metadataPolicy(sampleServer))), {
            resource: "https://mcp.contoso.example/orders/mcp",
            authorization_servers: ["https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0"],
            scopes_supported: ["https://mcp.contoso.example/orders/mcp/mcp.read"],
            bearer_methods_supported: ["header"],
            resource_name: "Orders",
        });
    });

    it("answers everybody before it inherits anything", () => {
        const [inbound, ...others] = elementsOf(root);
        assert.ok(inbound);
        assert.deepEqual(
            elementsOf(inbound).map(({ name }) => name),
            ["return-response", "base"],
        );
        assert.deepEqual(
            others.map((section) => [section.name, ...elementsOf(section).map(({ name }) => name)]),
            [
                ["backend", "base"],
                ["outbound", "base"],
                ["on-error", "base"],
            ],
        );
        const headers = allOf(root)
            .filter(({ name }) => name === "set-header")
            .map((header) => [header.attributes.name, textOf(elementsOf(header)[0] ?? header)]);
        assert.deepEqual(headers, [
            ["Content-Type", "application/json"],
            ["Cache-Control", "public, max-age=300"],
            ["X-Content-Type-Options", "nosniff"],
            ["Access-Control-Allow-Origin", "*"],
            ["Access-Control-Allow-Methods", "GET, OPTIONS"],
            ["Access-Control-Allow-Headers", "MCP-Protocol-Version"],
        ]);
    });

    it("has neither code nor named values, whatever the title", () => {
        fc.assert(
            fc.property(hostileText, (title) => {
                const document = metadataPolicy({ ...sampleServer, title });
                assert.equal(JSON.parse(bodyOf(document)).resource_name, title);
                for (const { value } of valuesOf(readDocument(document))) assert.doesNotMatch(value, /@|\{\{/);
            }),
            { seed, numRuns: 500 },
        );
    });
});
