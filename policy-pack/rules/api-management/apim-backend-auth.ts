import { defineRelation, elements, get, type Resource, someReferring, unless } from "../../engine";
import { examplePolicy, lines } from "./example-policy";
import { apiPolicyType, beforeForwarding, documentIn, toBackend } from "./policy-of-api";

const reads = {
    authorization: "credentials.authorization",
    header: "credentials.header",
    query: "credentials.query",
    certificates: "credentials.certificateIds",
    rules: "circuitBreaker.rules",
};
const service = { serviceName: "apim-contoso" };
const token = '<authentication-managed-identity resource="https://mcp.contoso.com/orders/mcp/backend" />';

/**
 * The gateway signs in to each server as itself, with nothing that could be copied, and leaves one alone that fails.
 *
 * A certificate counts as well as a token of the managed identity, which the policy that names the backend must get. A
 * secret in a header counts as none, wherever it is kept: it is the same for every call, and never ends.
 */
export default defineRelation({
    id: "apim-backend-auth",
    title: "The gateway signs in to servers without a secret",
    severity: "high",
    level: "mandatory",
    practices: ["7.1"],
    references: { mcsb: ["IM-4"], azurePolicy: ["c15dcc82"] },
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/authentication-managed-identity-policy",
    types: ["apimanagement:Backend"],
    reads: ["serviceName", "backendId", ...Object.values(reads)],
    optional: [reads.authorization, reads.header, reads.query, reads.certificates],
    related: { [apiPolicyType]: { required: ["serviceName", "value"] } },
    presence: true,
    why: "A server that cannot tell the gateway from others serves whoever finds a way around it; and one that fails is asked again and again, while its callers wait.",
    fix: "Remove credentials.authorization, credentials.header and credentials.query. In the policy that has set-backend-service with this backend-id, put authentication-managed-identity for the server, or set credentials.certificateIds. Give circuitBreaker a rule.",
    check: (backend, stack) => [
        ...[reads.authorization, reads.header, reads.query].flatMap((path) =>
            unless(get(backend, path) === undefined, path, "a secret that never changes is sent to the server"),
        ),
        ...unless(
            elements(backend, reads.certificates).length > 0 || someReferring(toBackend, backend, stack, signsIn),
            "",
            "no policy gets a token of the gateway for this server, and no certificate is named",
        ),
        ...unless(elements(backend, reads.rules).length > 0, reads.rules, "a server that fails is asked all the same"),
    ],
    examples: {
        compliant: [
            { backend: backend({}), policy: policy("orders", token) },
            { backend: backend({ credentials: { certificateIds: ["/certificates/gateway"] } }) },
        ],
        violating: [
            { backend: backend({}) },
            // the token of the client is passed on
            { backend: backend({}), policy: policy("orders", "") },
            { backend: backend({}), policy: policy("invoices", token) },
            // calls are sent elsewhere
            {
                backend: backend({}),
                policy: policy("invoices", `<llm-content-safety backend-id="orders" />${token}`),
            },
            // for somebody else than the server
            {
                backend: backend({}),
                policy: policy("orders", `<send-request mode="new" response-variable-name="a">${token}</send-request>`),
            },
            {
                backend: backend({ credentials: { authorization: { scheme: "Basic", parameter: "{{orders}}" } } }),
                policy: policy("orders", token),
            },
            {
                backend: backend({ credentials: { header: { "X-Key": ["{{orders-key}}"] } } }),
                policy: policy("orders", token),
            },
            {
                backend: backend({ credentials: { query: { code: ["{{orders-key}}"] } } }),
                policy: policy("orders", token),
            },
            { backend: backend({ circuitBreaker: { rules: [] } }), policy: policy("orders", token) },
        ],
    },
});

function signsIn(policy: Resource): boolean {
    return beforeForwarding(documentIn(policy)).some(({ name }) => name === "authentication-managed-identity");
}

function backend(changes: object) {
    return {
        type: "apimanagement:Backend",
        inputs: {
            ...service,
            backendId: "orders",
            circuitBreaker: { rules: [{ name: "failing" }] },
            ...changes,
        },
    };
}

function policy(backendId: string, signIn: string) {
    return {
        type: apiPolicyType,
        inputs: {
            ...service,
            ...examplePolicy({ inbound: lines(`<set-backend-service backend-id="${backendId}" />`, signIn) }),
        },
    };
}
