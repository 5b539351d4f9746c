// Does not prove that Entra accepts an identifier URI: local-cloud tests do that as far as its rules are known.
import assert from "node:assert/strict";
import fc from "fast-check";
import { endpointOf, endpointProblem, hostNameProblem, parseEndpoint } from "../../../components/shared/endpoint";

const label = fc.stringMatching(/^[a-z0-9](-?[a-z0-9]){0,10}$/);
const host = fc
    .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.constantFrom("example", "com", "internal"))
    .map(([labels, top]) => [...labels, top].join("."));
const server = fc.stringMatching(/^[a-z](-?[a-z0-9]){1,39}$/);

describe("The endpoint of a server", () => {
    it("is known", () => {
        assert.deepEqual(endpointOf("mcp.contoso.example", "orders"), {
            url: "https://mcp.contoso.example/orders/mcp",
            path: "orders/mcp",
            metadataUrl: "https://mcp.contoso.example/.well-known/oauth-protected-resource/orders/mcp",
            metadataPaths: {
                wellKnown: "/.well-known/oauth-protected-resource/orders/mcp",
                appended: "/orders/mcp/.well-known/oauth-protected-resource",
            },
        });
    });

    it("is the same text however it is made, and as a URL that clients write", () => {
        fc.assert(
            fc.property(host, server, (hostName, name) => {
                const endpoint = endpointOf(hostName, name);
                assert.equal(hostNameProblem(hostName, "hostName"), undefined);
                assert.equal(endpointProblem(endpoint.url, "endpoint"), undefined);
                assert.deepEqual(parseEndpoint(endpoint.url), endpoint);
                assert.equal(new URL(endpoint.url).href, endpoint.url);
            }),
            { seed: 1 },
        );
    });

    const refused = {
        http: "http://mcp.contoso.example/orders/mcp",
        "a slash at its end": "https://mcp.contoso.example/orders/mcp/",
        "no path": "https://mcp.contoso.example",
        "a port": "https://mcp.contoso.example:443/orders/mcp",
        "upper case": "https://mcp.contoso.example/Orders/mcp",
        "a query": "https://mcp.contoso.example/orders/mcp?a=b",
        "a fragment": "https://mcp.contoso.example/orders/mcp#a",
        "user information": "https://me@mcp.contoso.example/orders/mcp",
        "two slashes": "https://mcp.contoso.example//mcp",
        "an escape": "https://mcp.contoso.example/%6frders/mcp",
        "dots that lead up": "https://mcp.contoso.example/../mcp",
        "a host that clients write otherwise": "https://127.1/orders/mcp",
        "a host that is no name": "https://xn--a.example/orders/mcp",
        "a host without domain": "https://mcp/orders/mcp",
    };
    for (const [what, url] of Object.entries(refused)) {
        it(`with ${what} is refused`, () => {
            assert.equal(
                endpointProblem(url, "endpoint"),
                `endpoint is "${url}"; it must be an https URL in lower case without port, query and slash at its end, for example "https://mcp.contoso.example/orders/mcp".`,
            );
        });
    }
});
