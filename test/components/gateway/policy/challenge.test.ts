import assert from "node:assert/strict";
import { claimsChallenge, scopeChallenge, tokenChallenge } from "../../../../components/gateway/policy/challenge";
import { readLiterals } from "./read-document";
import { sampleServer } from "./sample-server";

const metadata = 'resource_metadata="https://mcp.contoso.example/.well-known/oauth-protected-resource/orders/mcp"';

describe("challenges", () => {
    it("ask for a token with the entry scope, and call one invalid only when it came", () => {
        assert.deepEqual(readLiterals(tokenChallenge(sampleServer)), {
            texts: [
                "Bearer ",
                "Authorization",
                'error="invalid_token", ',
                "",
                `${metadata}, scope="https://mcp.contoso.example/orders/mcp/mcp.read"`,
            ],
            skeleton: '"" + (context.Request.Headers.ContainsKey("") ? "" : "") + ""',
        });
    });

    it("ask for the one scope that is missing", () => {
        assert.deepEqual(readLiterals(scopeChallenge(sampleServer, "scope")), {
            texts: [
                'Bearer error="insufficient_scope", scope="https://mcp.contoso.example/orders/mcp/',
                `", ${metadata}`,
            ],
            skeleton: '"" + scope + ""',
        });
    });

    it("ask for a sign-in that satisfies the authentication context", () => {
        const { texts, skeleton } = readLiterals(claimsChallenge({ ...sampleServer, authenticationContext: "c7" }));
        assert.equal(skeleton, '""');
        const claims = /claims="([^"]*)"/.exec(texts[0] ?? "")?.[1] ?? "";
        assert.equal(
            texts[0]?.replace(claims, ""),
            `Bearer authorization_uri="https://login.microsoftonline.com/${sampleServer.tenantId}/oauth2/v2.0/authorize", error="insufficient_claims", claims="", ${metadata}`,
        );
        assert.equal(
            Buffer.from(claims, "base64").toString(),
            '{"access_token":{"acrs":{"essential":true,"value":"c7"}}}',
        );
    });
});
