import { defineRelation, elements, get, type Resource, some, text, unless } from "../../engine";
import { documentOf, type Statement } from "../api-management/policy-document";
import { application, identifierUri } from "./entra-types";

const operationPolicy = "apimanagement:ApiOperationPolicy";

/** Where the application of a server's backend has its name, below that of the server. */
const backend = "/backend";

// for the examples
const endpoint = "https://mcp.contoso.com/orders/mcp";

/**
 * What clients ask a token for is what the metadata of a server names, byte for byte. An application that is no URL is of
 * something else than an MCP server.
 */
export default defineRelation({
    id: "entra-identifier-uri-equals-resource",
    title: "The identifier URI of a server is the resource of its metadata",
    severity: "high",
    level: "mandatory",
    practices: ["MUST-1", "7.2"],
    references: {},
    component: "EntraApplication",
    url: "https://learn.microsoft.com/entra/agent-id/secure-mcp-server-with-entra-id",
    types: [identifierUri, application],
    reads: ["identifierUri", "identifierUris"],
    optional: ["identifierUri", "identifierUris"],
    related: { [operationPolicy]: { required: ["value"] } },
    presence: true,
    why: "Clients send the resource of the metadata with each request for a token, and Entra refuses it with AADSTS9010010 when it differs from an identifier URI in a single byte, a slash at the end or a capital letter. Whoever then takes the resource out of requests gives up the proof for whom a token is.",
    fix: `Make the URL of the endpoint, the resource of its metadata and the identifier URI from one text; the application of the backend has the same with ${backend} at its end.`,
    check: (resource, stack) =>
        urisOf(resource).flatMap(({ path, place }) => {
            const uri = text(resource, place);
            const isNamed = () => some(stack.ofType(operationPolicy), (policy) => names(policy, uri));
            return unless(!uri.startsWith("https://") || isNamed(), path, "no metadata of a server names this URI");
        }),
    examples: {
        compliant: [
            { uri: uri(endpoint), backend: uri(`${endpoint}${backend}`), metadata: metadata(endpoint) },
            { uri: uri("api://44444444-4444-4444-8444-000000000001") },
            {
                application: { type: application, inputs: { identifierUris: [endpoint] } },
                metadata: metadata(endpoint),
                other: metadata("https://mcp.contoso.com/invoices/mcp"),
            },
        ],
        violating: [
            { uri: uri(endpoint) },
            { uri: uri(endpoint), metadata: metadata(`${endpoint}/`) },
            { uri: uri(endpoint), metadata: metadata("https://MCP.contoso.com/orders/mcp") },
            { uri: uri(endpoint), metadata: metadata(`${endpoint}${backend}`) },
            { uri: uri(`${endpoint}/other`), metadata: metadata(endpoint) },
            {
                application: { type: application, inputs: { identifierUris: [endpoint, `${endpoint}/v2`] } },
                metadata: metadata(endpoint),
            },
        ],
    },
});

function urisOf(resource: Resource): { path: string; place: string }[] {
    return resource.type === application
        ? elements(resource, "identifierUris").map((place) => ({ path: "identifierUris", place }))
        : [{ path: "identifierUri", place: "identifierUri" }];
}

/** Whether a policy answers with metadata for a URI, or for that of the server whose backend it is. */
function names(policy: Resource, uri: string): boolean {
    const document = documentOf({ value: get(policy, "value") });
    const resources = Object.values(document ?? {}).flatMap((section) => section.flatMap(resourcesIn));
    return resources.some((resource) => uri === resource || uri === `${resource}${backend}`);
}

function resourcesIn({ name, text, children }: Statement): string[] {
    return [...(name === "set-body" ? resourceOf(text) : []), ...children.flatMap(resourcesIn)];
}

/** `resource` of a document of RFC 9728; none when the text is something else. */
function resourceOf(body: string): string[] {
    try {
        const { resource } = JSON.parse(body) ?? {};
        return typeof resource === "string" ? [resource] : [];
    } catch {
        return [];
    }
}

function uri(text: string) {
    return { type: identifierUri, inputs: { identifierUri: text } };
}

function metadata(resource: string) {
    const body = JSON.stringify({ resource, bearer_methods_supported: ["header"] });
    const value = `<policies><inbound><return-response><set-status code="200" reason="OK" /><set-body>${body}</set-body></return-response><base /></inbound></policies>`;
    return { type: operationPolicy, inputs: { format: "xml", value } };
}
