// Does not prove that API Management does what the documents say, nor what no rule asks for: removed headers, lists, traces.
import assert from "node:assert/strict";
import { validateArguments } from "../../../../components/gateway/policy/arguments";
import { authorize } from "../../../../components/gateway/policy/authorization";
import { signIn } from "../../../../components/gateway/policy/backend-credential";
import { shieldArguments } from "../../../../components/gateway/policy/content-safety";
import { serverPolicy } from "../../../../components/gateway/policy/document";
import { onError } from "../../../../components/gateway/policy/errors";
import { globalPolicy } from "../../../../components/gateway/policy/global-policy";
import { checkHeaders } from "../../../../components/gateway/policy/header-agreement";
import { limitByAddress, limitByCaller } from "../../../../components/gateway/policy/limits";
import { readMessage } from "../../../../components/gateway/policy/message";
import { metadataPolicy } from "../../../../components/gateway/policy/metadata-policy";
import { filterResult } from "../../../../components/gateway/policy/results";
import { unwrapSession, wrapSession } from "../../../../components/gateway/policy/session";
import { validateToken } from "../../../../components/gateway/policy/token";
import { messageSchema } from "../../../../components/gateway/policy/tool-schema";
import { guardTransport } from "../../../../components/gateway/policy/transport";
import { type Element, render } from "../../../../components/gateway/policy/xml";
import { rules } from "../../../../policy-pack/rules";
import { sampleServer } from "../../../components/gateway/policy/sample-server";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const onDocuments = rules.filter(
    ({ types, reads }) => types.includes("apimanagement:ApiPolicy") && reads.includes("value"),
);
const place = { serviceName: "apim", apiId: "oauth-protected-resource", operationId: "orders-metadata-get" };

const policy = (value: string) => ({ format: "xml", value });

/** What is the same beside every document, made and parsed once. */
const others: Record<string, SampleResource> = {
    global: { type: "apimanagement:Policy", inputs: policy(globalPolicy("10.0.1.0/24", 8)) },
    operation: {
        type: "apimanagement:ApiOperation",
        inputs: { ...place, urlTemplate: sampleServer.endpoint.metadataPaths.wellKnown },
    },
    metadata: {
        type: "apimanagement:ApiOperationPolicy",
        inputs: { ...place, ...policy(metadataPolicy(sampleServer)) },
    },
    ...Object.fromEntries(
        sampleServer.tools.map((tool): [string, SampleResource] => [
            tool.schemaId,
            {
                type: "apimanagement:GlobalSchema",
                inputs: { schemaType: "json", document: messageSchema(tool) as never },
            },
        ]),
    ),
};

/** Findings on a document of an API, by rule. Default: every rule on documents judges it. */
function findingsOn(document: string, judging = onDocuments): Record<string, string[]> {
    const inputs = { serviceName: "apim", apiId: "orders", ...policy(document) };
    const stack = stackOf({ ...others, api: { type: "apimanagement:ApiPolicy", inputs } });
    const found = judging.map((rule): [string, string[]] => {
        const { findings, undecided } = judge(rule, stack);
        return [rule.id, [...findings.map(({ message }) => message), ...undecided]];
    });
    return Object.fromEntries(found.filter(([, messages]) => messages.length > 0));
}

/** Statements of the document, and the rule that misses them. */
const guarded: [rule: string, statements: Element[]][] = [
    ["apim-origin-cors", guardTransport(sampleServer)],
    ["apim-rate-limit-layers", limitByAddress(sampleServer)],
    ["apim-jwt-strict", validateToken(sampleServer)],
    ["apim-no-session-auth", validateToken(sampleServer)],
    ["apim-size-timeouts", readMessage(sampleServer)],
    ["apim-protocol-version", checkHeaders()],
    ["apim-tool-authz", checkHeaders()],
    ["apim-session-binding", unwrapSession(sampleServer)],
    ["apim-tool-authz", authorize(sampleServer)],
    ["apim-rate-limit-layers", limitByCaller(sampleServer)],
    ["apim-schema-validation", validateArguments(sampleServer)],
    ["apim-content-safety", shieldArguments(sampleServer)],
    ["apim-no-token-passthrough", signIn(sampleServer)],
    ["apim-session-binding", wrapSession(sampleServer)],
    ["apim-content-safety", filterResult(sampleServer)],
    ["apim-output-filter", filterResult(sampleServer)],
    ["apim-prm-endpoint", onError(sampleServer)],
];

describe("the rules on policy documents", () => {
    const document = serverPolicy(sampleServer);

    for (const backendIdentity of ["managedIdentity", "onBehalfOf"] as const)
        for (const streaming of [true, false])
            it(`let the generated documents pass (${backendIdentity}, ${streaming ? "with" : "without"} streams)`, () => {
                assert.deepEqual(findingsOn(serverPolicy({ ...sampleServer, backendIdentity, streaming })), {});
            });

    it("let a document without origins, resources and prompts pass", () => {
        const least = { ...sampleServer, allowedOrigins: [], resources: [], prompts: [], roles: [] };
        const tools = sampleServer.tools.filter(({ right }) => "scope" in right);
        assert.deepEqual(findingsOn(serverPolicy({ ...least, tools })), {});
    });

    for (const [rule, statements] of guarded)
        it(`${rule} misses ${statements.length} of the statements when they are removed`, () => {
            const text = statements.map((statement) => render(statement, 2)).join("");
            const removed = document.replace(text, "");
            assert.equal(removed.length, document.length - text.length, "The statements are not in the document.");
            const judging = onDocuments.filter(({ id }) => id === rule);
            assert.deepEqual(Object.keys(findingsOn(removed, judging)), [rule]);
        });
});
