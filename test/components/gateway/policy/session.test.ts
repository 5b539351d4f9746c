// Does not prove what the expressions compute: they need API Management or a C# compiler.
import assert from "node:assert/strict";
import { unwrapSession, wrapSession } from "../../../../components/gateway/policy/session";
import { type Element, element, render } from "../../../../components/gateway/policy/xml";
import { refusalsOf, variableOf } from "./guards";
import { allOf, readDocument } from "./read-document";
import { sampleServer } from "./sample-server";

const variable = (name: string) => `(string)context.Variables["${name}"]`;

const documentOf = (guard: Element[]) => readDocument(render(element("inbound", {}, ...guard)));

/** What the statements do with a header, in order. */
const headersOf = (guard: Element[]) =>
    allOf(documentOf(guard))
        .filter(({ name, attributes }) => name === "set-header" && attributes.name === "Mcp-Session-Id")
        .map(({ attributes }) => attributes["exists-action"]);

describe("unwrapSession", () => {
    const guard = unwrapSession(sampleServer);

    it("takes keys and epoch from named values that others rotate and change", () => {
        assert.equal(variableOf(guard, "sessionKeyCurrent"), "value: {{session-key-current}}");
        assert.equal(variableOf(guard, "sessionKeyPrevious"), "value: {{session-key-previous}}");
        assert.equal(variableOf(guard, "sessionEpoch"), "value: {{session-epoch}}");
    });

    it("answers 404 to whatever it has not signed, with either key, for this server, user, client and epoch", () => {
        const attempts = allOf(documentOf(guard))
            .filter(({ attributes }) => attributes.name === "sessionId")
            .map(({ attributes }) => attributes.value ?? "");
        const signed =
            'new [] { "session", "orders", (string)context.Variables["oid"], (string)context.Variables["azp"], (string)context.Variables["sessionEpoch"], parts[1], parts[0] }';
        assert.equal(attempts.length, 2);
        for (const [index, key] of ["sessionKeyCurrent", "sessionKeyPrevious"].entries()) {
            const attempt = attempts[index] ?? "";
            assert.ok(attempt.includes(`Convert.FromBase64String(${variable(key)})`));
            assert.ok(attempt.includes(`JsonConvert.SerializeObject(${signed})`), attempt);
            assert.ok(attempt.includes("new HMACSHA256(key)"));
            assert.ok(attempt.includes('if (key.Length < 32) { throw new Exception("short key"); }'));
            assert.ok(attempt.includes("for (var i = 0; i < mac.Length; i++)"));
            assert.ok(attempt.includes('return age > 28800 ? "" :'));
        }
        assert.deepEqual(refusalsOf(guard), [["unknown-session", `@(${variable("sessionId")} == "")`]]);
    });

    it("signs for one server only", () => {
        const attempt = variableOf(unwrapSession({ ...sampleServer, name: "billing" }), "sessionId");
        assert.ok(attempt.includes('new [] { "session", "billing", '));
        assert.equal(attempt.includes('"orders"'), false);
    });

    it("passes the server's own id on, and none since sessions are gone", () => {
        assert.deepEqual(headersOf(guard), ["delete", "override"]);
        const [condition] = allOf(documentOf(guard)).filter(({ name }) => name === "when");
        assert.equal(condition?.attributes.condition, `@(!(${variable("era")} == "2025"))`);
    });
});

describe("wrapSession", () => {
    const guard = wrapSession(sampleServer);

    it("wraps the id that initialize begins, with the current key, and lets no other pass", () => {
        assert.deepEqual(headersOf(guard), ["delete", "override"]);
        const [other, begun] = allOf(documentOf(guard)).filter(({ name }) => name === "when");
        assert.equal(
            other?.attributes.condition,
            `@(!(${variable("era")} == "2025" && ${variable("rpcMethod")} == "initialize"))`,
        );
        assert.equal(begun?.attributes.condition, '@(context.Response.Headers.ContainsKey("Mcp-Session-Id"))');
        const text = render(element("outbound", {}, ...guard));
        assert.ok(text.includes("Convert.FromBase64String((string)context.Variables["));
        assert.equal(text.includes("sessionKeyPrevious"), false);
    });

    it("refuses an id that no header may hold", () => {
        const id = 'context.Response.Headers.GetValueOrDefault("Mcp-Session-Id", "")';
        assert.deepEqual(refusalsOf(guard), [
            ["server-session-id", `@(!Regex.IsMatch(${id}, "^[\\\\x21-\\\\x7e]\\u007b1,1024\\u007d\\\\z"))`],
        ]);
    });

    it("tells the log of a session by a hash of it", () => {
        assert.match(
            variableOf(guard, "sessionFingerprint"),
            /^@\(BitConverter\.ToString\(SHA256\.Create\(\)\.ComputeHash\(.*\), 0, 8\)\.Replace\("-", ""\)\)$/,
        );
    });
});
