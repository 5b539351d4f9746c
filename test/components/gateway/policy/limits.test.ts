// Does not prove how exactly API Management counts: Microsoft calls its limits approximate.
import assert from "node:assert/strict";
import { limitByAddress, limitByCaller } from "../../../../components/gateway/policy/limits";
import { type Element, element, render } from "../../../../components/gateway/policy/xml";
import { allOf, elementsOf, readDocument } from "./read-document";
import { sampleServer } from "./sample-server";

const variable = (name: string) => `(string)context.Variables["${name}"]`;

/** Each limit as its calls and its key, with the condition under which it holds. */
function limitsOf(guard: Element[]): string[][] {
    const root = readDocument(render(element("inbound", {}, ...guard)));
    return allOf(root).flatMap((parent) =>
        elementsOf(parent)
            .filter(({ name }) => name === "rate-limit-by-key")
            .map(({ attributes }) => [
                parent.attributes.condition ?? "always",
                attributes.calls ?? "",
                attributes["counter-key"] ?? "",
            ]),
    );
}

const rate = (calls: number, throttled: number) => `@(${variable("throttled")} == "true" ? ${throttled} : ${calls})`;

describe("limitByAddress", () => {
    it("counts for each address that the edge has seen", () => {
        assert.deepEqual(limitsOf(limitByAddress(sampleServer)), [
            ["always", "600", `@("orders address" + " " + ${variable("clientAddress")})`],
        ]);
    });
});

describe("limitByCaller", () => {
    it("counts for each user, each of their sessions and each tool, and throttles to a tenth, one at least", () => {
        const key = (counter: string, ...names: string[]) =>
            `@(${[`"orders ${counter}"`, ...names.map(variable)].join(' + " " + ')})`;
        const isTool = (name: string) => `@((${variable("rpcTool")} == "${name}"))`;
        assert.deepEqual(limitsOf(limitByCaller(sampleServer)), [
            ["always", rate(240, 24), key("user", "oid")],
            [`@(${variable("sessionId")} != "")`, rate(120, 12), key("session", "oid", "sessionId")],
            [isTool("search_orders"), rate(60, 6), key("tool", "oid", "rpcTool")],
            [isTool("create_order"), rate(20, 2), key("tool", "oid", "rpcTool")],
            [isTool("cancel_order"), rate(5, 1), key("tool", "oid", "rpcTool")],
        ]);
    });

    it("counts tools with the same rate apart, in one statement", () => {
        const tools = sampleServer.tools.map((tool) => ({ ...tool, callsPerMinute: 7 }));
        const [, , ...ofTools] = limitsOf(limitByCaller({ ...sampleServer, tools }));
        const names = tools.map(({ name }) => `${variable("rpcTool")} == "${name}"`);
        assert.deepEqual(ofTools, [
            [
                `@((${names.join(" || ")}))`,
                rate(7, 1),
                `@("orders tool" + " " + ${variable("oid")} + " " + ${variable("rpcTool")})`,
            ],
        ]);
    });

    it("tells the caller when to come back, and forgets after a minute", () => {
        const limits = allOf(
            readDocument(
                render(element("inbound", {}, ...limitByAddress(sampleServer), ...limitByCaller(sampleServer))),
            ),
        ).filter(({ name }) => name === "rate-limit-by-key");
        assert.equal(limits.length, 6);
        for (const { attributes } of limits) {
            assert.equal(attributes["renewal-period"], "60");
            assert.equal(attributes["retry-after-header-name"], "Retry-After");
        }
    });
});
