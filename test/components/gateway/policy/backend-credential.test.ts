// Does not prove what the expressions compute, nor that Entra issues the tokens.
import assert from "node:assert/strict";
import { signIn } from "../../../../components/gateway/policy/backend-credential";
import type { PolicyServer } from "../../../../components/gateway/policy/server";
import { element, render } from "../../../../components/gateway/policy/xml";
import { refusalsOf } from "./guards";
import { allOf, elementsOf, readDocument, readLiterals, textOf } from "./read-document";
import { sampleServer } from "./sample-server";

const asUser: PolicyServer = { ...sampleServer, backendIdentity: "onBehalfOf" };

const statementsOf = (server: PolicyServer) =>
    elementsOf(readDocument(render(element("inbound", {}, ...signIn(server)))));

/** The values that a header is given, "" where it is deleted, in order. */
const valuesOf = (server: PolicyServer, header: string) =>
    statementsOf(server)
        .filter(({ name, attributes }) => name === "set-header" && attributes.name === header)
        .map((each) => elementsOf(each).map(textOf).join());

describe("signIn", () => {
    it("puts a token of the gateway for this server in the place of the client's", () => {
        assert.deepEqual(valuesOf(sampleServer, "Authorization"), [
            "",
            '@("Bearer " + (string)context.Variables["backendToken"])',
        ]);
        const [token, ...others] = statementsOf(sampleServer).filter(
            ({ name }) => name === "authentication-managed-identity",
        );
        assert.equal(others.length, 0);
        assert.deepEqual(
            { ...token?.attributes },
            {
                resource: "https://mcp.contoso.example/orders/mcp/backend",
                "client-id": "{{gateway-identity-client-id}}",
                "output-token-variable-name": "backendToken",
                "ignore-error": "false",
            },
        );
    });

    it("exchanges the client's token without a secret, when the server calls on as the user", () => {
        assert.deepEqual(valuesOf(asUser, "Authorization"), [
            "",
            '@("Bearer " + (string)((IResponse)context.Variables["backendGrant"]).Body.As<JObject>()["access_token"])',
        ]);
        const assertion = statementsOf(asUser).find(({ name }) => name === "authentication-managed-identity");
        assert.equal(assertion?.attributes.resource, "api://AzureADTokenExchange");
        const request = statementsOf(asUser).find(({ name }) => name === "send-request");
        assert.ok(request);
        assert.deepEqual(
            { ...request.attributes },
            { mode: "new", "response-variable-name": "backendGrant", timeout: "10", "ignore-error": "false" },
        );
        const [url, method, , body] = elementsOf(request).map(textOf);
        assert.equal(url, "https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/oauth2/v2.0/token");
        assert.equal(method, "POST");
        const [fixed = ""] = readLiterals(body ?? "").texts;
        assert.deepEqual(Object.fromEntries(new URLSearchParams(fixed)), {
            grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
            requested_token_use: "on_behalf_of",
            scope: "https://mcp.contoso.example/orders/mcp/backend/.default",
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_id: "",
        });
        assert.match(
            body ?? "",
            /\["frontClientId"\] \+ "\\u0026client_assertion=" \+ .*\["clientAssertion"\] \+ "\\u0026assertion=" \+ .*\["userToken"\]\)$/,
        );
    });

    it("blames the user's token only when Entra does, and then asks for another", () => {
        const status = '((IResponse)context.Variables["backendGrant"]).StatusCode';
        assert.deepEqual(refusalsOf(signIn(asUser)), [
            ["on-behalf-of-refused", `@(${status} == 400)`],
            ["on-behalf-of-failed", `@(${status} != 200)`],
        ]);
        const names = statementsOf(asUser).map(({ name, attributes }) => `${name} ${attributes.name ?? ""}`.trim());
        // the challenge says that there was a token, so it must still be there
        assert.ok(names.indexOf("choose") < names.indexOf("set-header Authorization"));
    });

    for (const server of [sampleServer, asUser]) {
        it(`signs who calls for the server that signs in as ${server.backendIdentity}`, () => {
            assert.deepEqual(valuesOf(server, "X-MCP-User"), ['@((string)context.Variables["oid"])']);
            assert.deepEqual(valuesOf(server, "X-MCP-Client"), ['@((string)context.Variables["azp"])']);
            assert.deepEqual(valuesOf(server, "X-MCP-Rights"), ['@((string)context.Variables["rights"])']);
            assert.deepEqual(valuesOf(server, "X-MCP-Request-Id"), ["@(context.RequestId.ToString())"]);
            assert.deepEqual(valuesOf(server, "X-MCP-Issued-At"), ['@((string)context.Variables["identityIssuedAt"])']);
            const [signature = "", ...others] = valuesOf(server, "X-MCP-Signature");
            assert.equal(others.length, 0);
            assert.ok(
                signature.includes(
                    'JsonConvert.SerializeObject(new [] { "identity", "orders", (string)context.Variables["oid"], (string)context.Variables["azp"], (string)context.Variables["rights"], context.RequestId.ToString(), (string)context.Variables["identityIssuedAt"] })',
                ),
                signature,
            );
            assert.ok(signature.includes('Convert.FromBase64String((string)context.Variables["identityKey"])'));
            const keys = allOf(readDocument(render(element("inbound", {}, ...signIn(server)))))
                .filter(({ attributes }) => attributes.name === "identityKey")
                .map(({ attributes }) => attributes.value);
            assert.equal(keys[0], "value: {{mcp-orders-identity-key}}");
        });
    }
});
