import assert from "node:assert/strict";
import { refuse, refuseFirst } from "../../../../components/gateway/policy/refusal";
import { element, render } from "../../../../components/gateway/policy/xml";
import { allOf, elementsOf, readDocument, readLiterals, textOf } from "./read-document";

const read = (...steps: ReturnType<typeof refuse>) => readDocument(render(element("inbound", {}, ...steps)));
const literalsOf = (code: string) => readLiterals(code).texts;

describe("refuse", () => {
    const root = read(
        ...refuse({
            status: 400,
            reason: "for-the-log",
            code: -32602,
            message: 'Not "that"',
            data: "extra",
            headers: { "Retry-After": '"5"' },
        }),
    );

    it("traces the decision, then answers", () => {
        assert.deepEqual(
            elementsOf(root).map(({ name }) => name),
            ["trace", "return-response"],
        );
        const metadata = allOf(root).filter(({ name }) => name === "metadata");
        assert.deepEqual(
            metadata.slice(0, 3).map(({ attributes }) => [attributes.name, attributes.value]),
            [
                ["decision", '@("refused")'],
                ["reason", '@("for-the-log")'],
                ["status", '@("400")'],
            ],
        );
    });

    it("answers with a JSON-RPC error that has the id, where there is one", () => {
        const answer = elementsOf(root).at(-1);
        assert.ok(answer);
        const [status, type, caching, retry, body] = elementsOf(answer);
        assert.deepEqual({ ...status?.attributes }, { code: "400", reason: "Bad Request" });
        assert.deepEqual(
            [type, caching, retry].map((header) => [
                header?.attributes.name,
                header && textOf(elementsOf(header)[0] ?? header),
            ]),
            [
                ["Content-Type", "application/json"],
                ["Cache-Control", "no-store"],
                ["Retry-After", '@("5")'],
            ],
        );
        assert.deepEqual(body && readLiterals(textOf(body)), {
            texts: [
                ...['{"jsonrpc":"2.0",', "rpcId", "null", "", '"id":', "rpcId", ",", '"error":'],
                ...['{"code":-32602,"message":"Not \\"that\\"","data":', "}", "}"],
            ],
            skeleton:
                '@("" + ((string)context.Variables[""] == "" ? "" : "" + (string)context.Variables[""] + "") + "" + "" + extra + "" + "")',
        });
    });

    it("takes the status for the code where the protocol has none", () => {
        const plain = read(...refuse({ status: 403, reason: "x", message: "y" }));
        const body = allOf(plain).find(({ name }) => name === "set-body");
        assert.ok(literalsOf(body ? textOf(body) : "").includes('{"code":403,"message":"y"}'));
    });
});

describe("refuseFirst", () => {
    it("decides by the first condition, and answers once for all", () => {
        const root = read(
            ...refuseFirst(
                { when: "a", refusal: { status: 400, reason: "first", message: "A" } },
                { when: "b", refusal: { status: 413, reason: "second", code: -1, message: "B" } },
            ),
        );
        const [choice, answer] = elementsOf(root);
        assert.ok(choice && answer);
        assert.deepEqual(
            elementsOf(choice).map((when) => [
                when.attributes.condition,
                ...elementsOf(when).map(({ attributes }) => `${attributes.name} ${attributes.value}`),
            ]),
            [
                [
                    "@(a)",
                    "refusalStatus 400",
                    "refusalReason first",
                    'refusalError @("\\u007b\\"code\\":400,\\"message\\":\\"A\\"\\u007d")',
                ],
                [
                    "@(b)",
                    "refusalStatus 413",
                    "refusalReason second",
                    'refusalError @("\\u007b\\"code\\":-1,\\"message\\":\\"B\\"\\u007d")',
                ],
            ],
        );
        assert.equal(elementsOf(answer)[0]?.attributes.condition, '@(context.Variables.ContainsKey("refusalReason"))');
        const status = allOf(answer).find(({ name }) => name === "set-status");
        assert.equal(status?.attributes.code, '@(int.Parse((string)context.Variables["refusalStatus"]))');
        assert.equal(allOf(answer).filter(({ name }) => name === "trace" || name === "return-response").length, 2);
    });
});
