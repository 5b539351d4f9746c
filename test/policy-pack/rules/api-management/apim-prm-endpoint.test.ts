// Does not prove that the identifier URI is the same, too: entra-identifier-uri-equals-resource does.
import assert from "node:assert/strict";
import { unknown } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/api-management/apim-prm-endpoint";
import { examplePolicy, lines } from "../../../../policy-pack/rules/api-management/example-policy";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const wellKnown = "/.well-known/oauth-protected-resource";
const place = { serviceName: "apim", apiId: "metadata", operationId: "orders" };

const challenge = (value: string) =>
    `<set-header name="WWW-Authenticate" exists-action="override"><value>${value}</value></set-header>`;
const api = (sections: object): SampleResource => ({
    type: "apimanagement:ApiPolicy",
    inputs: { serviceName: "apim", apiId: "orders", ...examplePolicy(sections) },
});
const onError = (value: string) => ({ onError: lines(challenge(value)) });
const literal = `Bearer resource_metadata="https://mcp.contoso.com${wellKnown}/orders/mcp"`;
const operation: SampleResource = {
    type: "apimanagement:ApiOperation",
    inputs: { ...place, urlTemplate: `${wellKnown}/orders/mcp` },
};
const published = (
    changes: object = {},
    body = '{"resource":"https://mcp.contoso.com/orders/mcp"}',
): SampleResource => ({
    type: "apimanagement:ApiOperationPolicy",
    inputs: {
        ...place,
        ...examplePolicy({
            inbound: `<return-response><set-status code="200" /><set-body>${body}</set-body></return-response><base />`,
        }),
        ...changes,
    },
});
const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };

describe("apim-prm-endpoint", () => {
    it("is about presence", () => assert.equal(rule.presence, true));

    it("reads literals as C# does", () => {
        const escaped = `@("Bearer resource_metadata=\\u0022https://mcp.contoso.com${wellKnown}/orders/mcp\\"")`;
        assert.deepEqual(outcome({ api: api(onError(escaped)), operation, published: published() }), clean);
        const body = '@("{\\"resource\\": \\"https://mcp.contoso.com/orders/mcp\\"}")';
        assert.deepEqual(outcome({ api: api(onError(literal)), operation, published: published({}, body) }), clean);
    });

    it("says what is missing", () => {
        const all = { operation, published: published() };
        assert.deepEqual(outcome({ api: api({ outbound: lines(challenge(literal)) }), ...all }).findings, [
            "no literal resource_metadata in on-error tells a client where the metadata is",
        ]);
        const two = { ...onError(literal), inbound: lines(challenge(literal.replace("/orders", "/other"))) };
        assert.deepEqual(outcome({ api: api(two), ...all }).findings, ["challenges differ in where the metadata is"]);
        assert.deepEqual(outcome({ api: api(onError(literal)), operation }).findings, [
            "no operation publishes the metadata of the resource that the challenge names",
        ]);
        const late = examplePolicy({
            inbound: lines(
                '<return-response><set-status code="200" /><set-body>{"resource":"https://mcp.contoso.com/orders/mcp"}</set-body></return-response>',
            ),
        });
        assert.deepEqual(outcome({ api: api(onError(literal)), operation, published: published(late) }).findings, [
            "no operation publishes the metadata of the resource that the challenge names",
        ]);
        assert.deepEqual(
            outcome({
                api: api(onError(literal)),
                ...all,
                own: published({ apiId: "orders" }, '{"resource":"api://orders"}'),
            }).findings,
            ["an operation of this API publishes the metadata of another resource than its challenge names"],
        );
    });

    it("is undecided in a preview where nothing tells what is published", () => {
        const hidden = published({ value: unknown });
        assert.deepEqual(outcome({ api: api(onError(literal)), operation, published: hidden }).findings, []);
        assert.deepEqual(outcome({ api: api(onError(literal)), operation, published: hidden }).undecided, [
            'value of apimanagement:ApiOperationPolicy "published"',
        ]);
    });
});
