import assert from "node:assert/strict";
import fc from "fast-check";
import { answerLists } from "../../../../components/gateway/policy/lists";
import type { PolicyServer, PolicyTool } from "../../../../components/gateway/policy/server";
import { element, render } from "../../../../components/gateway/policy/xml";
import { hostileText } from "./hostile-text";
import { allOf, elementsOf, readDocument, readLiterals, textOf } from "./read-document";
import { sampleServer } from "./sample-server";

const seed = 20251125;

/** The right and the JSON of every item that the policy answers a method with. */
function itemsOf(server: PolicyServer, member: string): [right: string, json: string][] {
    const root = readDocument(render(element("inbound", {}, ...answerLists(server))));
    const list = allOf(root).find((each) => each.name === "when" && elementsOf(each)[0]?.attributes.value === member);
    assert.ok(list, member);
    const [, items] = elementsOf(list);
    const code = items?.attributes.value ?? "";
    const statements = code.match(/if \(rights\.Contains\(.*?\} /g) ?? [];
    return statements.map((statement) => {
        const { texts, skeleton } = readLiterals(statement);
        assert.equal(skeleton, 'if (rights.Contains("")) { list = list + (list == "" ? "" : "") + ""; } ');
        const [right = "", , , , json = ""] = texts;
        return [right, json];
    });
}

describe("answerLists", () => {
    it("shows each tool to those who may call it, in the order of the definition, without what it needs", () => {
        const [search, create, cancel] = itemsOf(sampleServer, "tools");
        assert.equal(search?.[0], "scope:orders.read");
        assert.equal(create?.[0], "scope:orders.write");
        assert.deepEqual(cancel, [
            "role:Orders.Manager",
            '{"name":"cancel_order","title":"Cancel an order","description":"Cancels an order that is not yet shipped and refunds all payments. This cannot be undone.","inputSchema":{"type":"object","additionalProperties":false,"properties":{"orderId":{"type":"string","pattern":"^O-[0-9]{10}$"}},"required":["orderId"]},"annotations":{"readOnlyHint":false,"destructiveHint":true}}',
        ]);
    });

    it("shows resources and prompts", () => {
        assert.deepEqual(itemsOf(sampleServer, "resources"), [
            [
                "scope:orders.read",
                '{"uri":"orders://catalogue/2026","name":"catalogue","title":"Catalogue of 2026","description":"Articles with their prices.","mimeType":"text/csv"}',
            ],
        ]);
        assert.deepEqual(itemsOf(sampleServer, "resourceTemplates"), []);
        assert.deepEqual(itemsOf(sampleServer, "prompts"), [
            [
                "scope:orders.write",
                '{"name":"complaint","title":"Answer a complaint","description":"Asks for what happened and drafts an answer.","arguments":[{"name":"orderId","description":"For example O-0000123456.","required":true}]}',
            ],
        ]);
    });

    it("answers only the lists that the definition has", () => {
        const methodsOf = (server: PolicyServer) =>
            allOf(readDocument(render(element("inbound", {}, ...answerLists(server)))))
                .filter(({ attributes }) => attributes.name === "listMember")
                .map(({ attributes }) => attributes.value);
        assert.deepEqual(methodsOf(sampleServer), ["tools", "resources", "resourceTemplates", "prompts"]);
        assert.deepEqual(methodsOf({ ...sampleServer, resources: [] }), ["tools", "prompts"]);
        assert.deepEqual(methodsOf({ ...sampleServer, prompts: [], resources: [] }), ["tools"]);
    });

    it("has the form of the version that the client speaks", () => {
        const root = readDocument(render(element("inbound", {}, ...answerLists(sampleServer))));
        const bodies = allOf(root).filter(({ name }) => name === "set-body");
        const { texts, skeleton } = readLiterals(textOf(bodies.at(-1) ?? root));
        assert.equal(
            skeleton,
            '@("" + (string)context.Variables[""] + "" + ((string)context.Variables[""] == "" ? "" : "") + "" + (string)context.Variables[""] + "" + (string)context.Variables[""] + "" + ((string)context.Variables[""] == "" ? "" : "") + "")',
        );
        assert.deepEqual(texts, [
            ...['{"jsonrpc":"2.0","id":', "rpcId", ',"result":{', "era", "2026", '"resultType":"complete",', ""],
            ...[
                '"',
                "listMember",
                '":[',
                "listItems",
                "]",
                "era",
                "2026",
                ',"ttlMs":300000,"cacheScope":"private"',
                "",
            ],
            "}}",
        ]);
    });

    it("gives the bytes of the definition, whatever they are", () => {
        fc.assert(
            fc.property(hostileText, hostileText, fc.jsonValue(), (name, text, value) => {
                const tool: PolicyTool = {
                    name,
                    title: text,
                    description: text,
                    inputSchema: { type: "object", properties: { [text]: { const: value } } },
                    outputSchema: { [name]: text },
                    annotations: { title: text },
                    right: { scope: "orders.read" },
                    callsPerMinute: 1,
                    stepUp: true,
                    schemaId: "x",
                };
                const { right, callsPerMinute, stepUp, schemaId, ...shown } = tool;
                assert.deepEqual(itemsOf({ ...sampleServer, tools: [tool] }, "tools"), [
                    ["scope:orders.read", JSON.stringify(shown)],
                ]);
            }),
            { seed, numRuns: 500 },
        );
    });
});
