// Does not prove what Content Safety finds, nor what the expressions compute.
import assert from "node:assert/strict";
import { shieldArguments } from "../../../../components/gateway/policy/content-safety";
import { checkSafety } from "../../../../components/gateway/policy/safety-check";
import { type Element, element, render } from "../../../../components/gateway/policy/xml";
import { refusalsOf, variableOf } from "./guards";
import { allOf, elementsOf, readDocument, textOf } from "./read-document";
import { sampleServer } from "./sample-server";

const requestsOf = (guard: Element[]) =>
    allOf(readDocument(render(element("inbound", {}, ...guard)))).filter(({ name }) => name === "send-request");

describe("shieldArguments", () => {
    const guard = shieldArguments(sampleServer);

    it("reads what calls of tools and prompts say", () => {
        const [condition] = allOf(readDocument(render(element("inbound", {}, ...guard)))).filter(
            ({ name }) => name === "when",
        );
        assert.equal(
            condition?.attributes.condition,
            '@(((string)context.Variables["rpcMethod"] == "tools/call" || (string)context.Variables["rpcMethod"] == "prompts/get"))',
        );
        const text = variableOf(guard, "argumentText");
        assert.match(text, /arguments\.Descendants\(\)\.OfType<JProperty>\(\)\.Select\(member => member\.Name\)/);
        assert.match(text, /text\.Type == JTokenType\.String/);
    });

    it("asks Prompt Shields about it as a prompt and as a document, and text analysis about each harm", () => {
        const [shield, harm, ...others] = requestsOf(guard);
        assert.ok(shield && harm);
        assert.equal(others.length, 0);
        for (const request of [shield, harm]) {
            assert.deepEqual(
                { ...request.attributes, "response-variable-name": "" },
                { mode: "new", "response-variable-name": "", timeout: "10", "ignore-error": "true" },
            );
            const identity = elementsOf(request).find(({ name }) => name === "authentication-managed-identity");
            assert.deepEqual(
                { ...identity?.attributes },
                {
                    resource: "https://cognitiveservices.azure.com",
                    "client-id": "{{gateway-identity-client-id}}",
                },
            );
        }
        const partOf = (request: typeof shield, part: string) =>
            elementsOf(request)
                .filter(({ name }) => name === part)
                .map(textOf)
                .join();
        const endpoint = '(string)context.Variables["safetyEndpoint"]';
        assert.equal(
            partOf(shield, "set-url"),
            `@(${endpoint} + "contentsafety/text:shieldPrompt?api-version=2024-09-01")`,
        );
        assert.equal(partOf(harm, "set-url"), `@(${endpoint} + "contentsafety/text:analyze?api-version=2024-09-01")`);
        assert.match(partOf(shield, "set-body"), /\\"userPrompt\\":.*\\"documents\\":/);
        assert.match(partOf(harm, "set-body"), /\\"Hate\\",\\"SelfHarm\\",\\"Sexual\\",\\"Violence\\"/);
        assert.match(partOf(harm, "set-body"), /FourSeverityLevels/);
    });

    it("refuses what is too long, harmful or without two complete answers", () => {
        assert.deepEqual(refusalsOf(guard), [
            ["long-arguments", '@(((string)context.Variables["argumentText"]).Length > 10000)'],
            ["harmful-arguments", '@((string)context.Variables["safetyVerdict"] == "harmful")'],
            ["unchecked-arguments", '@((string)context.Variables["safetyVerdict"] != "harmless")'],
        ]);
        const verdict = variableOf(guard, "safetyVerdict");
        assert.match(verdict, /if \(text\.Length > 10000\) \{ return "unchecked"; \}/);
        assert.match(verdict, /shieldAnswer\.StatusCode != 200 \|\| harmAnswer\.StatusCode != 200/);
        assert.match(verdict, /attacks\.Any\(attack => attack\.Type != JTokenType\.Boolean\)/);
        assert.match(verdict, /catch \(Exception\) \{ return "unchecked"; \} \}$/);
        for (const harm of ["Hate", "SelfHarm", "Sexual", "Violence"]) {
            assert.ok(verdict.includes(`(string)harm["category"] == "${harm}")["severity"] >= 4`), harm);
        }
    });
});

describe("checkSafety", () => {
    it("reads a long text in pieces that overlap, without a gap", () => {
        for (const [longest, pieces] of [
            [200, 1],
            [10_000, 1],
            [10_001, 2],
            [19_500, 2],
            [19_501, 3],
            [100_000, 11],
        ] as const) {
            const check = checkSafety({
                text: "words",
                longest,
                roles: ["documents"],
                what: "result",
                refusal: { status: 502, message: "Withheld" },
            });
            const bodies = requestsOf(check)
                .filter(({ attributes }) => attributes["response-variable-name"]?.startsWith("resultShield"))
                .map((request) => elementsOf(request).find(({ name }) => name === "set-body"))
                .map((body) => /Substring\((\d+), Math\.Min\((\d+),/.exec(body ? textOf(body) : ""));
            assert.deepEqual(
                bodies.map((found) => [Number(found?.[1]), Number(found?.[2])]),
                Array.from({ length: pieces }, (_, index) => [index * 9500, 10_000]),
            );
            assert.ok((pieces - 1) * 9500 + 10_000 >= longest);
        }
    });
});
