// Does not prove what the expressions compute: they need API Management or a C# compiler.
import assert from "node:assert/strict";
import { writeLossless } from "../../../../components/gateway/policy/lossless-json";
import { filterResult } from "../../../../components/gateway/policy/results";
import { anySecret } from "../../../../components/gateway/policy/secret-patterns";
import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { element, render } from "../../../../components/gateway/policy/xml";
import { refusalsOf, variableOf } from "./guards";
import { allOf, elementsOf, readDocument, readLiterals, textOf } from "./read-document";
import { sampleServer } from "./sample-server";

const status = "context.Response.StatusCode";
const variable = (name: string) => `(string)context.Variables["${name}"]`;
const unread: PolicyServer = { ...sampleServer, streaming: false };

const rootOf = (server: PolicyServer) => readDocument(render(element("outbound", {}, ...filterResult(server))));
const reasonsOf = (server: PolicyServer) => refusalsOf(filterResult(server)).map(([reason]) => reason);

describe("filterResult", () => {
    it("answers errors of the server itself", () => {
        const [notAllowed, ...others] = refusalsOf(filterResult(unread));
        assert.deepEqual(notAllowed, ["server-405", `@(${status} == 405)`]);
        assert.deepEqual(others.slice(0, 4), [
            ["server-404", `@(${status} == 404 && ${variable("era")} == "2026")`],
            ["server-404", `@(${status} == 404)`],
            ["server-400", `@(${status} == 400)`],
            ["server-status", `@(${status} != 200 && ${status} != 202 && ${status} != 204)`],
        ]);
    });

    it("lets events pass only when the definition says so", () => {
        assert.deepEqual(reasonsOf(unread), [
            ...["server-405", "server-404", "server-404", "server-400", "server-status", "server-sent-events"],
            ...["server-content-type", "server-json", "server-json", "long-result"],
            ...["harmful-result", "unchecked-result"],
        ]);
        assert.deepEqual(
            reasonsOf(sampleServer),
            reasonsOf(unread).filter((reason) => reason !== "server-sent-events"),
        );
    });

    it("reads no body before it knows that it is JSON and no stream", () => {
        for (const server of [sampleServer, unread]) {
            const all = allOf(rootOf(server));
            const readers = all.filter((each) =>
                [...Object.values(each.attributes), textOf(each)].some((value) => value.includes("Response.Body")),
            );
            assert.deepEqual(
                readers.map(({ attributes }) => attributes.name),
                ["answerText"],
            );
            // the last case of the choice behind all refusals, of which one is whatever is neither JSON nor a stream
            const cases = all.filter(
                ({ name, children }) => name === "when" && readers.some((reader) => children.includes(reader)),
            );
            assert.deepEqual(
                cases.map(({ attributes }) => attributes.condition),
                ["@(true)"],
            );
            const [parent] = all.filter(({ children }) => cases.some((each) => children.includes(each)));
            assert.ok(parent);
            const isStream =
                'context.Response.Headers.GetValueOrDefault("Content-Type", "").ToLowerInvariant().StartsWith("text/event-stream", StringComparison.Ordinal)';
            assert.deepEqual(
                elementsOf(parent).map(({ attributes }) => attributes.condition),
                [`@((${status} != 200 || context.Request.Method == "DELETE"))`, `@(${isStream})`, "@(true)"],
            );
        }
    });

    it("takes JSON in UTF-8 only, not compressed, of a limited size", () => {
        const condition = new Map(refusalsOf(filterResult(unread))).get("server-content-type") ?? "";
        const { texts } = readLiterals(condition);
        assert.ok(texts.includes('^application/json( *; *charset *= *(utf-8|"utf-8"))? *\\z'));
        assert.ok(texts.includes("Content-Encoding"));
        assert.ok(texts.includes("^[0-9]{1,7}\\z"));
        assert.match(condition, /^@\(!\(.*\) && !.* && !\(context\.Request\.Method == "POST" && /);
        const parse = variableOf(filterResult(unread), "answer");
        assert.match(parse, /if \(text\.Length > 1000000\) \{ return new JObject\(\); \}/);
        assert.match(parse, /if \(depth > 32\) \{ return new JObject\(\); \}/);
    });

    it("takes credentials, what is configured, details of errors and instructions away from every answer", () => {
        const answers = allOf(rootOf({ ...unread, redactions: ["KD-[0-9]{4}"] }))
            .filter(({ attributes }) => attributes.name === "answer")
            .map(({ attributes }) => attributes.value ?? "");
        const [, clean = ""] = answers;
        const { texts } = readLiterals(clean);
        assert.ok(texts.includes(anySecret));
        assert.ok(texts.includes("KD-[0-9]{4}"));
        assert.ok(texts.includes("[redacted]"));
        assert.match(clean, /result\.Remove\("instructions"\)/);
        assert.match(
            clean,
            /new JObject\(new JProperty\("code", error\["code"\]\), new JProperty\("message", "\\ue000\\ue001" \+ "The server reported an error"\)\)/,
        );
        assert.match(clean, /catch \(Exception\) \{ +return new JObject\(\); \} \}$/);
    });

    it("checks, cuts and marks what a model reads", () => {
        const limits = { ...sampleServer.limits, resultCharacters: 12_000 };
        const all = allOf(rootOf({ ...unread, limits }));
        const read = all.find(({ attributes }) => attributes.condition?.includes('"resources/read"'));
        assert.equal(
            read?.attributes.condition,
            `@(((JObject)context.Variables["answer"])["result"] != null && (${variable("rpcMethod")} == "tools/call" || ${variable("rpcMethod")} == "resources/read"))`,
        );
        const steps = (read ? elementsOf(read) : []).map(({ name, attributes }) => attributes.name ?? name);
        const [words, cut, refuseLong, ...rest] = steps;
        assert.deepEqual([words, cut, refuseLong], ["resultWords", "choose", "choose"]);
        assert.ok(rest.indexOf("wait") < rest.indexOf("safetyVerdict"));
        assert.equal(rest.at(-1), "choose");
        assert.deepEqual(
            all
                .filter(({ name }) => name === "send-request")
                .map(({ attributes }) => attributes["response-variable-name"]),
            ["resultShield0", "resultHarm0", "resultShield1", "resultHarm1"],
        );
        const long = new Map(refusalsOf(filterResult({ ...unread, limits }))).get("long-result");
        assert.equal(long, `@((${variable("resultWords")}).Length > 12000)`);
        const spotlight = all.findLast(({ attributes }) => attributes.name === "answer")?.attributes.value ?? "";
        assert.match(spotlight, /var mark = Guid\.NewGuid\(\)\.ToString\("N"\);/);
        const isCall = all.filter(({ attributes }) =>
            attributes.condition?.startsWith(`@(${variable("rpcMethod")} == "tools/call"`),
        );
        assert.equal(isCall.length, 2);
    });

    it("writes numbers and texts as they came", () => {
        const [numbers = "", , texts = ""] = readLiterals(writeLossless("tree")).texts;
        // as JSON has them after parsing: marked texts and numbers, which texts may imitate
        const written = (json: string) =>
            json.replace(new RegExp(numbers, "g"), "$1").replace(new RegExp(texts, "g"), '"');
        const tree = {
            a: "\ue0001.50e+3\ue001",
            b: "\ue000\ue001text",
            c: [
                "\ue000\ue001",
                "\ue000\ue001\ue0005\ue001",
                '\ue000\ue001"\ue0005\ue001"',
                '\ue000\ue001"\ue000\ue001',
            ],
            d: true,
        };
        assert.equal(
            written(JSON.stringify(tree)),
            '{"a":1.50e+3,"b":"text","c":["","\ue0005\ue001","\\"\ue0005\ue001\\"","\\"\ue000\ue001"],"d":true}',
        );
    });

    it("hides how the cluster works", () => {
        const deleted = elementsOf(rootOf(unread))
            .filter(({ attributes }) => attributes["exists-action"] === "delete")
            .map(({ attributes }) => attributes.name);
        assert.deepEqual(deleted, [
            ...["Set-Cookie", "WWW-Authenticate", "Via", "Location"],
            ...["X-Envoy-Upstream-Service-Time", "X-Envoy-Decorator-Operation", "X-Envoy-Attempt-Count"],
        ]);
    });
});
