// Does not prove that the program at the address is the one that asked.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/entra/entra-app-redirects";
import { redirectUris } from "../../../../policy-pack/rules/entra/entra-types";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const isRefused = (uri: string) => {
    const one = { type: redirectUris, inputs: { redirectUris: ["https://mcp.contoso.com/callback", uri] } };
    return judge(rule, stackOf({ one })).findings.length > 0;
};

describe("entra-app-redirects", () => {
    for (const uri of [
        "https://mcp.contoso.com",
        "https://mcp.contoso.com:8443/callback?mode=code",
        "http://localhost",
        "http://localhost:6274/oauth/callback",
        "http://127.0.0.1:33418/",
    ])
        it(`takes ${uri}`, () => assert.equal(isRefused(uri), false));

    for (const uri of [
        "http://mcp.contoso.com",
        "http://localhost.attacker.example",
        "http://localhost@attacker.example",
        "http://127.0.0.10/",
        "http://[::1]/callback",
        "https://*.contoso.com/",
        "https://contoso.com/*",
        "https://contoso.com@attacker.example/",
        "HTTPS://mcp.contoso.com/",
        "https:///callback",
        "https://",
        "vscode://callback",
        "",
    ])
        it(`refuses ${uri || "nothing"}`, () => assert.equal(isRefused(uri), true));
});
