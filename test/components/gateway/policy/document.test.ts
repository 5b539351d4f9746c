// Does not prove that API Management runs the documents: only what stands in them, and where.
import assert from "node:assert/strict";
import fc from "fast-check";
import { policyProblems, serverPolicy } from "../../../../components/gateway/policy/document";
import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { hostileText } from "./hostile-text";
import { allOf, elementsOf, readDocument, readLiterals, textOf, valuesOf } from "./read-document";
import { sampleServer } from "./sample-server";

const seed = 20251125;
const variants: Record<string, PolicyServer> = {
    "a server with everything": sampleServer,
    "a server with tools only": { ...sampleServer, resources: [], prompts: [], roles: [], allowedOrigins: [] },
    "a server without streams that calls on as the user": {
        ...sampleServer,
        streaming: false,
        backendIdentity: "onBehalfOf",
    },
};

const isCode = (value: string) => /^@[({]/.test(value);

/** The definition with other texts in all places where one of its author's choice stands. */
function withTexts(server: PolicyServer, texts: string[]): PolicyServer {
    let next = 0;
    const text = () => texts[next++ % texts.length] ?? "";
    const schema = () => ({ type: "object", properties: { [text()]: { type: "string", description: text() } } });
    return {
        ...server,
        title: text(),
        tools: server.tools.map((tool) => ({
            ...tool,
            name: text(),
            title: text(),
            description: text(),
            inputSchema: schema(),
            outputSchema: schema(),
            annotations: { title: text() },
        })),
        resources: server.resources.map((resource) => ({
            ...resource,
            uri: text(),
            name: text(),
            title: text(),
            description: text(),
            mimeType: text(),
        })),
        prompts: server.prompts.map((prompt) => ({
            ...prompt,
            name: text(),
            title: text(),
            description: text(),
            arguments: [{ name: text(), description: text() }],
        })),
    };
}

describe("serverPolicy", () => {
    for (const [what, server] of Object.entries(variants)) {
        const root = readDocument(serverPolicy(server));
        const [inbound, backend, outbound, onError] = elementsOf(root);
        assert.ok(inbound && backend && outbound && onError);

        describe(`of ${what}`, () => {
            it("has the four sections, and inherits in each, also how a request is forwarded", () => {
                assert.deepEqual(
                    elementsOf(root).map(({ name }) => name),
                    ["inbound", "backend", "outbound", "on-error"],
                );
                assert.equal(elementsOf(inbound)[0]?.name, "base");
                assert.equal(elementsOf(outbound)[0]?.name, "base");
                assert.equal(elementsOf(onError).at(-1)?.name, "base");
                assert.deepEqual(
                    elementsOf(backend).map(({ name }) => name),
                    ["base"],
                );
                assert.equal(allOf(root).filter(({ name }) => name === "base").length, 4);
            });

            it("guards in the order in which one guard relies on the others", () => {
                const steps = elementsOf(inbound).map((each) =>
                    [each.name, each.attributes.name ?? reasonOf(each)].filter(Boolean).join(" "),
                );
                const order = [
                    "base",
                    ...(server.allowedOrigins.length > 0 ? ["cors"] : []),
                    "set-variable rpcId",
                    "set-header X-MCP-Client-Address",
                    "choose http-method",
                    "choose query",
                    "rate-limit-by-key",
                    "validate-azure-ad-token",
                    "choose no-principal",
                    "choose blocked-principal",
                    "set-variable rpc",
                    "choose unexpected-body",
                    "choose header-mismatch",
                    "choose method",
                    "set-variable neededRight",
                    "choose scope",
                    "choose not-defined",
                    "choose step-up",
                    "choose cursor",
                    "set-backend-service",
                ];
                const places = order.map((step) => steps.indexOf(step));
                assert.deepEqual(
                    order.filter((_, i) => places[i] === -1),
                    [],
                );
                assert.deepEqual(
                    places,
                    [...places].sort((a, b) => a - b),
                );
            });

            it("sets every variable before it reads it", () => {
                const set = new Set(["token", "backendToken", "clientAssertion", "backendGrant"]);
                for (const each of allOf(inbound)) {
                    const values = [...Object.values(each.attributes), textOf(each)].filter(isCode);
                    for (const value of values) {
                        for (const [, name] of value.matchAll(/context\.Variables\["([A-Za-z]+)"\]/g)) {
                            assert.ok(set.has(name ?? ""), `${name} is read by ${each.name} before it is set`);
                        }
                    }
                    const name =
                        each.name === "set-variable" ? each.attributes.name : each.attributes["response-variable-name"];
                    if (name !== undefined) set.add(name);
                }
            });

            it("refers to named values in text only, never in code", () => {
                const values = valuesOf(root).map(({ value }) => value);
                assert.ok(values.some((value) => value.includes("{{")));
                for (const value of values.filter(isCode)) assert.doesNotMatch(value, /\{\{/);
                const wholeCode = values.filter((value) => value.includes("@") && !isCode(value));
                assert.deepEqual(wholeCode, []);
            });

            it("keeps its code and what it refers to, whatever the texts of the definition", () => {
                const shapeOf = (each: PolicyServer) =>
                    valuesOf(readDocument(serverPolicy(each))).map(({ where, value }) => [
                        where,
                        isCode(value) ? readLiterals(value).skeleton : value,
                    ]);
                const expected = shapeOf(withTexts(server, ["plain"]));
                fc.assert(
                    fc.property(fc.array(hostileText, { minLength: 1, maxLength: 20 }), (texts) => {
                        assert.deepEqual(shapeOf(withTexts(server, texts)), expected);
                    }),
                    { seed, numRuns: 50 },
                );
            });
        });
    }
});

describe("policyProblems", () => {
    it("finds none in servers that can be deployed", () => {
        for (const server of Object.values(variants)) assert.deepEqual(policyProblems(server), []);
    });

    it("finds names that cannot be told apart, and rights that are no words", () => {
        const [tool, ...tools] = sampleServer.tools;
        const [resource] = sampleServer.resources;
        const [prompt] = sampleServer.prompts;
        assert.ok(tool && resource && prompt);
        assert.deepEqual(
            policyProblems({
                ...sampleServer,
                scopes: ["mcp.read", "orders.read", "orders write", 'x"y'],
                roles: ["", "Orders.Manager"],
                tools: [tool, ...tools, { ...tool, name: "Search_Orders" }],
                resources: [resource, resource],
                prompts: [prompt, prompt],
            }),
            [
                'scopes[2] is "orders write"; it must be one or more letters, digits, dots, underscores and hyphens.',
                'scopes[3] is "x\\"y"; it must be one or more letters, digits, dots, underscores and hyphens.',
                'roles[0] is ""; it must be one or more letters, digits, dots, underscores and hyphens.',
                'tools[3].name is "Search_Orders", which tools[0] has too; it must differ in more than case.',
                'resources[1].uri is "orders://catalogue/2026", which resources[0] has too; it must differ in more than case.',
                'prompts[1].name is "complaint", which prompts[0] has too; it must differ in more than case.',
            ],
        );
    });

    it("finds a document that API Management would not take", () => {
        const [tool] = sampleServer.tools;
        assert.ok(tool);
        const tools = Array.from({ length: 200 }, (_, i) => ({ ...tool, name: `tool_${i}` }));
        const [problem, ...others] = policyProblems({ ...sampleServer, tools });
        assert.deepEqual(others, []);
        assert.match(
            problem ?? "",
            /^The policy of orders has [0-9]{6} bytes, but API Management takes 262144; shorten descriptions and schemas, or offer fewer tools\.$/,
        );
    });
});

/** Why the first case of a choice refuses. */
function reasonOf(choice: ReturnType<typeof readDocument>): string | undefined {
    const [first] = elementsOf(choice);
    if (choice.name !== "choose" || !first) return undefined;
    const shared = elementsOf(first).find(({ attributes }) => attributes.name === "refusalReason");
    const traced = elementsOf(first).find(({ name }) => name === "trace");
    const reason = traced && elementsOf(traced).find(({ attributes }) => attributes.name === "reason");
    return shared?.attributes.value ?? readLiterals(reason?.attributes.value ?? "").texts[0];
}
