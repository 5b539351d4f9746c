// Does not prove that Application Gateway reads its settings so.
import assert from "node:assert/strict";
import { readEdge } from "../../../local/edge/read-edge";
import type { Properties } from "../../../local/provider/provider";
import { deployedEdge, deployedResources, edgeId, firewallId } from "./deployed-sample";

// biome-ignore lint/suspicious/noExplicitAny: tests change what is deployed anywhere
type Change = (body: any) => void;

async function readChanged(change: { gateway?: Change; firewall?: Change }) {
    const { gateway, firewall } = await deployedResources();
    change.gateway?.(gateway.body);
    change.firewall?.(firewall.body);
    return readEdge(gateway, (id) => (id === firewall.id ? firewall : undefined));
}

describe("readEdge", () => {
    it("reads what the component of the gateway deploys", async () => {
        const host = "apim-contoso-mcp-dev-gateway.azure-api.net";
        const { requestRewrites, responseRewrites, firewall, ...edge } = await deployedEdge();
        assert.deepEqual(edge, {
            id: edgeId,
            listener: { name: "https", host: "mcp.contoso.example", port: 443 },
            http2: true,
            rule: "gateway",
            backend: { pool: "gateway", settings: "gateway", fqdn: host, host, timeoutSeconds: 300 },
        });
        assert.deepEqual(requestRewrites, [
            { header: "X-MCP-Client-Address", value: "{var_client_ip}" },
            { header: "X-Forwarded-For", value: "{var_client_ip}" },
            { header: "Forwarded", value: "" },
        ]);
        assert.deepEqual(
            responseRewrites.map(({ header, value }) => [header, value === ""]),
            [
                ["Strict-Transport-Security", false],
                ["X-Content-Type-Options", false],
                ["Content-Security-Policy", false],
                ["Referrer-Policy", false],
                ["Server", true],
                ["X-Powered-By", true],
                ["X-AspNet-Version", true],
            ],
        );
        assert.deepEqual(firewall, {
            id: firewallId,
            mode: "Prevention",
            bodyLimit: 128 * 1024,
            uploadLimit: 1024 * 1024,
            block: {
                status: 403,
                body: '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"The request was refused."}}',
            },
            rateLimits: [{ name: "requestsPerAddress", threshold: 1000, windowSeconds: 60, uriPrefixes: [["/"]] }],
            scrubbed: [
                { matchVariable: "RequestHeaderNames", selector: "Authorization" },
                { matchVariable: "RequestHeaderNames", selector: "Cookie" },
                { matchVariable: "RequestHeaderNames", selector: "Mcp-Session-Id" },
                { matchVariable: "RequestCookieNames" },
                { matchVariable: "RequestArgNames" },
                { matchVariable: "RequestPostArgNames" },
                { matchVariable: "RequestJSONArgNames" },
            ],
        });
    });

    it("follows the settings of the firewall", async () => {
        const settings = async (given: Properties) =>
            (await readChanged({ firewall: ({ policySettings }) => Object.assign(policySettings, given) })).firewall;
        assert.equal((await settings({ mode: "Detection" }))?.mode, "Detection");
        assert.equal(await settings({ state: "Disabled" }), undefined);
        assert.equal((await settings({ maxRequestBodySizeInKb: 8 }))?.bodyLimit, 8192);
        assert.equal((await settings({ requestBodyEnforcement: false }))?.bodyLimit, Number.POSITIVE_INFINITY);
        assert.equal((await settings({ logScrubbing: { state: "Disabled" } }))?.scrubbed.length, 0);
        const plain = await readChanged({
            firewall: ({ policySettings }) => {
                delete policySettings.customBlockResponseStatusCode;
                delete policySettings.customBlockResponseBody;
            },
        });
        assert.deepEqual(plain.firewall?.block, { status: 403, body: "The request is blocked." });
        const limits = async (change: Change) => (await readChanged({ firewall: change })).firewall?.rateLimits;
        assert.deepEqual(await limits((policy) => Object.assign(policy.customRules[0], { state: "Disabled" })), []);
        const slow = await limits((policy) => Object.assign(policy.customRules[0], { rateLimitDuration: "FiveMins" }));
        assert.equal(slow?.[0]?.windowSeconds, 300);
    });

    it("rewrites in the order of the rules, and not without a set of them", async () => {
        const rule = (ruleSequence: number, headerValue: string) => ({
            name: headerValue,
            ruleSequence,
            actionSet: { requestHeaderConfigurations: [{ headerName: "A", headerValue }] },
        });
        const ordered = await readChanged({
            gateway: (body) => {
                body.rewriteRuleSets[0].rewriteRules = [rule(200, "second"), rule(100, "first")];
            },
        });
        assert.deepEqual(
            ordered.requestRewrites.map(({ value }) => value),
            ["first", "second"],
        );
        const without = await readChanged({
            gateway: (body) => {
                delete body.requestRoutingRules[0].rewriteRuleSet;
            },
        });
        assert.deepEqual([without.requestRewrites, without.responseRewrites], [[], []]);
    });

    const gatewayRefusals: Record<string, [Change, RegExp]> = {
        "a lower version of TLS": [
            (body) => Object.assign(body.sslPolicy, { minProtocolVersion: "TLSv1_2" }),
            /agw-mcp-dev-gateway with sslPolicy.minProtocolVersion "TLSv1_2"\.$/,
        ],
        "a predefined policy of TLS": [
            (body) => Object.assign(body.sslPolicy, { policyType: "Predefined" }),
            /sslPolicy.policyType "Predefined"/,
        ],
        "buffered responses": [
            (body) => Object.assign(body, { globalConfiguration: undefined }),
            /globalConfiguration.enableResponseBuffering left out\.$/,
        ],
        "no firewall": [(body) => Object.assign(body, { firewallPolicy: undefined }), /firewallPolicy.id left out/],
        "a firewall that is not deployed": [
            (body) => Object.assign(body, { firewallPolicy: { id: "/other" } }),
            /firewallPolicy.id "\/other"/,
        ],
        "a second listener": [
            (body) => body.httpListeners.push({ ...body.httpListeners[0], name: "other" }),
            /with httpListeners \[/,
        ],
        "several hosts": [
            (body) => Object.assign(body.httpListeners[0], { hostNames: ["*.contoso.example"] }),
            /httpListeners\/https with hostNames \["\*\.contoso\.example"\]/,
        ],
        "a firewall of the listener": [
            (body) => Object.assign(body.httpListeners[0], { firewallPolicy: { id: "/other" } }),
            /httpListeners\/https with firewallPolicy/,
        ],
        "a listener without TLS": [
            (body) => Object.assign(body.httpListeners[0], { protocol: "Http" }),
            /with protocol "Http"/,
        ],
        affinity: [
            (body) => Object.assign(body.backendHttpSettingsCollection[0], { cookieBasedAffinity: "Enabled" }),
            /cookieBasedAffinity "Enabled"/,
        ],
        "another path at the backend": [
            (body) => Object.assign(body.backendHttpSettingsCollection[0], { path: "/x" }),
            /with path "\/x"/,
        ],
        "the client's host at the backend": [
            (body) => Object.assign(body.backendHttpSettingsCollection[0], { hostName: undefined }),
            /with hostName left out/,
        ],
        "several backends": [
            (body) => body.backendAddressPools[0].backendAddresses.push({ fqdn: "other.example" }),
            /backendAddressPools\/gateway with backendAddresses/,
        ],
        "routing by paths": [
            (body) => Object.assign(body.requestRoutingRules[0], { ruleType: "PathBasedRouting" }),
            /ruleType "PathBasedRouting"/,
        ],
        "a condition of a rewrite": [
            (body) => body.rewriteRuleSets[0].rewriteRules[0].conditions.push({ variable: "var_host", pattern: "x" }),
            /rewriteRules\/headers with conditions/,
        ],
        "another variable": [
            (body) => {
                const { actionSet } = body.rewriteRuleSets[0].rewriteRules[0];
                actionSet.requestHeaderConfigurations[0].headerValue = "{http_req_X-MCP-Client-Address}";
            },
            /headerValue "\{http_req_X-MCP-Client-Address\}"/,
        ],
        "a rewrite of the host": [
            (body) => {
                const { actionSet } = body.rewriteRuleSets[0].rewriteRules[0];
                actionSet.requestHeaderConfigurations[0].headerName = "host";
            },
            /headerName "host"/,
        ],
    };
    for (const [what, [gateway, problem]] of Object.entries(gatewayRefusals)) {
        it(`refuses ${what}`, async () => {
            await assert.rejects(readChanged({ gateway }), problem);
        });
    }

    const firewallRefusals: Record<string, [Change, RegExp]> = {
        "settings that say nothing of their mode": [
            (body) => delete body.policySettings.mode,
            /waf-mcp-dev-gateway with policySettings.mode left out/,
        ],
        "a rule that matches": [
            ({ customRules }) => Object.assign(customRules[0], { ruleType: "MatchRule" }),
            /customRules\/requestsPerAddress with ruleType "MatchRule"/,
        ],
        "a rule that only logs": [
            ({ customRules }) => Object.assign(customRules[0], { action: "Log" }),
            /action "Log"/,
        ],
        "a limit for all together": [
            ({ customRules }) => {
                customRules[0].groupByUserSession[0].groupByVariables[0].variableName = "None";
            },
            /variableName "None"/,
        ],
        "a condition on headers": [
            ({ customRules }) => {
                customRules[0].matchConditions[0].matchVariables[0].variableName = "RequestHeaders";
            },
            /variableName "RequestHeaders"/,
        ],
        "a condition that names no values": [
            ({ customRules }) => Object.assign(customRules[0].matchConditions[0], { matchValues: [] }),
            /matchValues \[\]/,
        ],
        "a negated condition": [
            ({ customRules }) => Object.assign(customRules[0].matchConditions[0], { negationConditon: true }),
            /negationConditon true/,
        ],
        "a transform": [
            ({ customRules }) => Object.assign(customRules[0].matchConditions[0], { transforms: ["Lowercase"] }),
            /transforms \["Lowercase"\]/,
        ],
    };
    for (const [what, [firewall, problem]] of Object.entries(firewallRefusals)) {
        it(`refuses a firewall with ${what}`, async () => {
            await assert.rejects(readChanged({ firewall }), problem);
        });
    }
});
