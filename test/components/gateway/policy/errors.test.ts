// Does not prove which source and reason API Management gives for an error: Microsoft's table is not complete.
import assert from "node:assert/strict";
import { onError } from "../../../../components/gateway/policy/errors";
import { element, render } from "../../../../components/gateway/policy/xml";
import { refusalsOf, variableOf } from "./guards";
import { allOf, elementsOf, readDocument, readLiterals, textOf } from "./read-document";
import { sampleServer } from "./sample-server";

const hasStatus = (status: number) => `context.Response != null && context.Response.StatusCode == ${status}`;

describe("onError", () => {
    const guard = onError(sampleServer);
    const all = allOf(readDocument(render(element("on-error", {}, ...guard))));
    // the first answer is shared
    const [shared, ...own] = all.filter(({ name }) => name === "return-response");
    assert.ok(shared);

    it("tells apart what a client can do something about, and takes the rest for an error of the gateway", () => {
        assert.deepEqual(refusalsOf(guard), [
            ["not-the-edge", '@(context.LastError.Source == "ip-filter")'],
            ["client-gone", '@(context.LastError.Reason == "ClientConnectionFailure")'],
            ["arguments", `@(context.LastError.Source == "validate-content" && ${hasStatus(400)})`],
            ["token", `@(${hasStatus(401)})`],
            ["limit", `@(${hasStatus(429)})`],
            [
                "server-unreachable",
                '@(context.LastError.Source == "forward-request" || context.LastError.Reason == "BackendConnectionFailure" || context.LastError.Reason == "Timeout")',
            ],
            ["gateway-error", "@(true)"],
        ]);
    });

    it("answers with constants", () => {
        const cases = all.filter(({ attributes }) => attributes.name === "refusalError");
        const errors = [
            ...cases.map(({ attributes }) => readLiterals(attributes.value ?? "").texts.at(-1)),
            ...own.map((answer) => readLiterals(textOf(elementsOf(answer).at(-1) ?? answer)).texts.at(-2)),
        ];
        assert.deepEqual(
            errors.map((error) => JSON.parse(error ?? "")),
            [
                { code: 403, message: "Not allowed from this address" },
                { code: 400, message: "The request broke off" },
                { code: -32602, message: "The arguments do not satisfy the schema of the tool" },
                { code: 401, message: "A valid access token for this server is needed" },
                { code: 429, message: "Too many requests" },
                { code: 502, message: "The server cannot be reached" },
                { code: -32603, message: "Internal error" },
            ],
        );
        const statuses = [
            ...all.flatMap(({ attributes: { name, value } }) => (name === "refusalStatus" ? [value] : [])),
            ...own.map((answer) => elementsOf(answer)[0]?.attributes.code),
        ];
        assert.deepEqual(statuses, ["403", "400", "400", "401", "429", "502", "500"]);
        assert.equal(render(element("on-error", {}, ...guard)).includes("LastError.Message"), false);
    });

    it("challenges, and says when to come back", () => {
        const headers = own.map((answer) =>
            Object.fromEntries(
                elementsOf(answer)
                    .filter(({ name }) => name === "set-header")
                    .map((each) => [each.attributes.name, elementsOf(each).map(textOf).join()]),
            ),
        );
        assert.match(headers[0]?.["WWW-Authenticate"] ?? "", /^@\("Bearer " \+ .*resource_metadata/);
        assert.equal(headers[1]?.["Retry-After"], '@(context.Response.Headers.GetValueOrDefault("Retry-After", "1"))');
        assert.equal(headers[2]?.["Retry-After"], '@("5")');
        for (const each of headers) assert.equal(each["Cache-Control"], "no-store");
    });

    it("cannot fail itself when nothing was set before", () => {
        assert.equal(variableOf(guard, "rpcId"), '@(context.Variables.GetValueOrDefault<string>("rpcId", "null"))');
        // what the shared answer reads is set wherever it is reached
        const [answering] = all.filter(({ children }) => children.includes(shared));
        assert.equal(answering?.attributes.condition, '@(context.Variables.ContainsKey("refusalReason"))');
        const read = [...render(element("on-error", {}, ...guard)).matchAll(/context\.Variables\[(?:&quot;|")(\w+)/g)];
        assert.deepEqual(
            [...new Set(read.map(([, name]) => name))],
            ["refusalReason", "refusalStatus", "rpcId", "refusalError"],
        );
    });
});
