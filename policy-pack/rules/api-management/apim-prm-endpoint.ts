import { defineRelation, type Resource, type Stack, some, someReferred, text } from "../../engine";
import { examplePolicy, lines } from "./example-policy";
import { documentOf, findingsInServer, ownAnswer, policyReads, type Statement, unreadable } from "./policy-document";
import { unescaped } from "./policy-expression";
import { operationPolicyType, operationReads, operationType, policyInputs, toOperation } from "./policy-operation";
import { partsOf, statusOf, steps, textsOf } from "./policy-steps";

const apiPolicy = "apimanagement:ApiPolicy";
const wellKnown = "/.well-known/oauth-protected-resource";

// for the examples
const metadataUrl = `https://mcp.contoso.com${wellKnown}/orders/mcp`;
const resource = "https://mcp.contoso.com/orders/mcp";
const place = { serviceName: "apim-contoso", apiId: "metadata", operationId: "orders-metadata" };

/**
 * A client that comes without a token is told where to get one, and everything that it is told names the same server.
 *
 * The address in the challenge says the resource (RFC 9728): an anonymous operation at its path must publish a document
 * with exactly that. Entra refuses every other spelling of the identifier URI.
 */
export default defineRelation({
    id: "apim-prm-endpoint",
    title: "Clients are told where to get a token",
    severity: "high",
    level: "mandatory",
    practices: ["MUST-1", "2.1"],
    references: {},
    component: "GatewayApi",
    url: "https://learn.microsoft.com/azure/api-management/secure-mcp-servers",
    types: [apiPolicy],
    reads: ["serviceName", "apiId", ...policyReads.reads],
    optional: policyReads.optional,
    related: {
        [operationType]: { required: [...operationReads, "urlTemplate"] },
        [operationPolicyType]: { required: [...operationReads, "value"], optional: ["format"] },
    },
    presence: true,
    why: "Without metadata a client guesses where to sign in, or a user is asked to; with metadata of another spelling, Entra refuses the token that the client asks for.",
    fix: `In on-error of the API's policy, answer 401 with WWW-Authenticate and resource_metadata="https://<host>${wellKnown}/<path>" as one literal; create an ApiOperation of an API with an empty path at ${wellKnown}/<path>, whose policy answers before <base /> with status 200 and the literal "resource":"https://<host>/<path>".`,
    check: (policy, stack) => {
        const inputs = policyInputs(policy);
        return findingsInServer(inputs, (document) => {
            const [url] = challengesIn(document["on-error"]);
            if (url === undefined)
                return ["no literal resource_metadata in on-error tells a client where the metadata is"];
            const differs = (other: string) => other !== url;
            if (Object.values(document).flatMap(challengesIn).some(differs))
                return ["challenges differ in where the metadata is"];
            const isOther = (other: Resource) =>
                isOfApi(other, policy) && ![undefined, resourceOf(url)].includes(publishedIn(other));
            return [
                ...(isPublished(url, stack)
                    ? []
                    : ["no operation publishes the metadata of the resource that the challenge names"]),
                ...(some(stack.ofType(operationPolicyType), isOther)
                    ? ["an operation of this API publishes the metadata of another resource than its challenge names"]
                    : []),
            ];
        });
    },
    examples: {
        compliant: [
            { api: api({}), operation: operation({}), published: published(resource) },
            {
                api: api({}),
                operation: operation({}),
                published: published(resource),
                own: operation({ apiId: "orders", urlTemplate: wellKnown }),
                ownPublished: published(resource, { apiId: "orders" }),
                billing: published("https://mcp.contoso.com/billing/mcp", { operationId: "billing-metadata" }),
                elsewhere: published("api://orders", { serviceName: "apim-other", apiId: "orders" }),
            },
            {
                metadata: api({
                    ...examplePolicy({
                        inbound: '<return-response><set-status code="404" /></return-response><base />',
                    }),
                }),
            },
        ],
        violating: [
            { api: api({}) },
            { api: api(examplePolicy({})), operation: operation({}), published: published(resource) },
            {
                api: api(challenge(metadataUrl, `${metadataUrl}/`)),
                operation: operation({}),
                published: published(resource),
            },
            { api: api({}), operation: operation({}), published: published(`${resource}/`) },
            { api: api({}), operation: operation({ urlTemplate: wellKnown }), published: published(resource) },
            { api: api({}), operation: operation({}), published: published(resource, {}, "404") },
            { api: api({}), operation: operation({}), published: published(resource, { operationId: "other" }) },
            {
                api: api({}),
                operation: operation({}),
                published: published(resource),
                own: operation({ apiId: "orders", urlTemplate: wellKnown }),
                ownPublished: published("api://orders", { apiId: "orders" }),
            },
            { api: api({ value: "<policies>" }), operation: operation({}), published: published(resource) },
        ],
    },
});

/** Where the challenges of a section say that the metadata is. */
function challengesIn(section: readonly Statement[]): string[] {
    const texts = steps(section).flatMap(({ statement }) => textsOf(statement));
    const urls = texts.flatMap((code) => [...unescaped(code).matchAll(/\bresource_metadata="([^"]*)"/g)]);
    return urls.map(([, url = ""]) => url);
}

/** https://www.rfc-editor.org/rfc/rfc9728#section-3.1 */
function resourceOf(metadataUrl: string): string {
    return metadataUrl.replace(wellKnown, "");
}

function isPublished(url: string, stack: Stack): boolean {
    const { pathname } = new URL(url);
    const isThere = (operation: Resource) => text(operation, "urlTemplate") === pathname;
    return some(
        stack.ofType(operationPolicyType),
        (policy) => publishedIn(policy) === resourceOf(url) && someReferred(toOperation, policy, stack, isThere),
    );
}

/** The resource whose metadata a policy publishes to everybody; undefined when it publishes none. */
function publishedIn(policy: Resource): string | undefined {
    const answers = ownAnswer(documentOf(policyInputs(policy)) ?? unreadable).filter(
        (each) => statusOf(each) === "200",
    );
    const [body] = answers.flatMap((answer) => partsOf(answer, "set-body"));
    return /"resource"\s*:\s*"([^"]*)"/.exec(unescaped(body?.text ?? ""))?.[1];
}

function isOfApi(one: Resource, other: Resource): boolean {
    return ["serviceName", "apiId"].every((path) => text(one, path) === text(other, path));
}

function api(changes: object) {
    return {
        type: apiPolicy,
        inputs: { serviceName: "apim-contoso", apiId: "orders", ...challenge(metadataUrl), ...changes },
    };
}

function challenge(...urls: string[]) {
    const values = urls.map((url) => `Bearer resource_metadata="${url}"`);
    return examplePolicy({
        onError: lines(
            ...values.map(
                (value) =>
                    `<set-header name="WWW-Authenticate" exists-action="override"><value>${value}</value></set-header>`,
            ),
        ),
    });
}

function operation(changes: object) {
    return { type: operationType, inputs: { ...place, urlTemplate: `${wellKnown}/orders/mcp`, ...changes } };
}

function published(published: string, changes: object = {}, code = "200") {
    const answer = `<return-response><set-status code="${code}" /><set-body>{"resource":"${published}"}</set-body></return-response>`;
    return {
        type: operationPolicyType,
        inputs: { ...place, ...examplePolicy({ inbound: `${answer}<base />` }), ...changes },
    };
}
