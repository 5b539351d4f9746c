// Does not prove that the gateway answers with the document at the address that clients ask.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/entra/entra-identifier-uri-equals-resource";
import { application, identifierUri } from "../../../../policy-pack/rules/entra/entra-types";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const endpoint = "https://mcp.contoso.com/orders/mcp";
const clean = { findings: [], undecided: [] };

const uri = (value: Value): SampleResource => ({ type: identifierUri, inputs: { identifierUri: value } });
const policy = (value: Value): SampleResource => ({ type: "apimanagement:ApiOperationPolicy", inputs: { value } });
const answer = (body: string) =>
    policy(`<policies><inbound><return-response><set-body>${body}</set-body></return-response></inbound></policies>`);
const metadata = (resource: unknown) => answer(JSON.stringify({ resource }));
const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const found = { findings: ["identifierUri"], undecided: [] };

describe("entra-identifier-uri-equals-resource", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("compares byte for byte", () => {
        const others = [
            `${endpoint}/`,
            endpoint.toUpperCase(),
            endpoint.replace("https", "http"),
            endpoint.replace("/orders", "//orders"),
            endpoint.replace("orders", "%6frders"),
            `${endpoint} `,
            `${endpoint}?`,
        ];
        for (const other of others)
            assert.deepEqual(outcome({ uri: uri(endpoint), metadata: metadata(other) }), found, other);
        assert.deepEqual(outcome({ uri: uri(endpoint), metadata: metadata(endpoint) }), clean);
    });

    it("finds the document wherever a policy answers with it", () => {
        const body = JSON.stringify({ resource: endpoint });
        for (const value of [
            `<policies><inbound><choose><when condition="@(true)"><return-response><set-body>${body}</set-body></return-response></when></choose></inbound></policies>`,
            `<policies><inbound /><outbound><set-body><![CDATA[${body}]]></set-body></outbound></policies>`,
            `<policies><inbound><return-response><set-body>${body.replaceAll('"', "&quot;")}</set-body></return-response></inbound></policies>`,
        ])
            assert.deepEqual(outcome({ uri: uri(endpoint), metadata: policy(value) }), clean, value);
    });

    it("takes nothing else for metadata", () => {
        for (const other of [
            answer(endpoint),
            answer(JSON.stringify(endpoint)),
            answer("null"),
            answer(JSON.stringify({ authorization_servers: [endpoint] })),
            policy(`<policies><inbound><trace>${JSON.stringify({ resource: endpoint })}</trace></inbound></policies>`),
            policy(JSON.stringify({ resource: endpoint })),
        ])
            assert.deepEqual(outcome({ uri: uri(endpoint), other }), found, JSON.stringify(other));
    });

    it("takes a resource that is no text for none", () => {
        for (const resource of [[endpoint], { toString: endpoint }, 1])
            for (const one of [endpoint, `${endpoint}/backend`])
                assert.deepEqual(outcome({ uri: uri(one), metadata: metadata(resource) }), found, one);
    });

    it("judges every URI of an application that is one resource", () => {
        const whole = (...identifierUris: Value[]) => ({ type: application, inputs: { identifierUris } });
        const stack = (...uris: Value[]) => ({ app: whole(...uris), metadata: metadata(endpoint) });
        assert.deepEqual(outcome(stack(endpoint, `${endpoint}/backend`)), clean);
        assert.deepEqual(outcome(stack(`${endpoint}/a`, endpoint, `${endpoint}/b`)).findings, [
            "identifierUris",
            "identifierUris",
        ]);
        assert.deepEqual(outcome({ app: { type: application, inputs: {} } }), clean);
    });

    it("leaves other schemes alone", () => {
        assert.deepEqual(outcome({ uri: uri("api://orders") }), clean);
        assert.deepEqual(outcome({ uri: uri("HTTPS://mcp.contoso.com") }), clean);
    });

    it("is undecided while the URI or a document that may name it is not known", () => {
        assert.deepEqual(outcome({ uri: uri(unknown) }).undecided, [`identifierUri of ${identifierUri} "uri"`]);
        assert.deepEqual(outcome({ uri: uri(endpoint), later: policy(unknown) }), {
            findings: [],
            undecided: ['value of apimanagement:ApiOperationPolicy "later"'],
        });
        assert.deepEqual(outcome({ uri: uri(endpoint), later: policy(unknown), metadata: metadata(endpoint) }), clean);
    });
});
