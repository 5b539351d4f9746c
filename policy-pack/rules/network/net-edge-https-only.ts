import { defineRule, unless } from "../../engine";

const reads = {
    listener: "httpListeners[].protocol",
    secret: "sslCertificates[].keyVaultSecretId",
    backend: "backendHttpSettingsCollection[].protocol",
    host: "backendHttpSettingsCollection[].hostName",
    probe: "backendHttpSettingsCollection[].probe.id",
    buffering: "globalConfiguration.enableResponseBuffering",
    rewriting: "requestRoutingRules[].rewriteRuleSet.id",
    header: "rewriteRuleSets[].rewriteRules[].actionSet.requestHeaderConfigurations[].headerValue",
    conditions: "rewriteRuleSets[].rewriteRules[].conditions",
};

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
const edge = `${group}/providers/Microsoft.Network/applicationGateways/agw-contoso`;
const secret = "https://kv-contoso-edge.vault.azure.net/secrets/mcp";
const backend = {
    protocol: "Https",
    hostName: "apim-contoso.azure-api.net",
    probe: { id: `${edge}/probes/gateway` },
};

interface Listed {
    protocol?: string;
    keyVaultSecretId?: string;
    hostName?: string;
    probe?: { id?: string };
    rewriteRuleSet?: { id?: string };
}

interface RewriteRuleSet {
    rewriteRules?: {
        conditions?: object[];
        actionSet?: { requestHeaderConfigurations?: { headerValue?: string }[] };
    }[];
}

/**
 * The edge takes HTTPS only, with a certificate that renews itself, hands on over HTTPS to a named host, and tells it who
 * the client is.
 *
 * With response buffering, server-sent events would arrive at the end. Behind the edge every request comes from its own
 * address, so that a header has to carry the client's; set without condition, it overwrites what a client sent. The
 * backend is API Management at its default host, whose certificate is of a well-known authority: no root has to be given.
 */
export default defineRule({
    id: "net-edge-https-only",
    title: "The edge speaks HTTPS on both sides",
    severity: "high",
    level: "mandatory",
    practices: ["3.1", "3.3"],
    references: { mcsb: ["DP-3", "DP-7"], checkov: ["CKV_AZURE_217"], psrule: ["AppGw.UseHTTPS"] },
    url: "https://learn.microsoft.com/azure/application-gateway/ssl-overview",
    types: ["network:ApplicationGateway"],
    reads: Object.values(reads),
    optional: [reads.conditions],
    why: "Tokens are in every request: one listener or hop in the clear gives them away, and a certificate that is pinned to a version stops the service on the day that it ends.",
    fix: 'Set protocol of every listener and backend to "Https", hostName and probe.id of every backend, keyVaultSecretId of every certificate to a secret without version, globalConfiguration.enableResponseBuffering to false, and give every routing rule a rewrite rule set; one rule without conditions sets a header of the request to "{var_client_ip}".',
    check: (gateway) => {
        const every = (list: string, holds: (each: Listed) => boolean) =>
            gateway[list]?.length > 0 && gateway[list].every(holds);
        const backends = "backendHttpSettingsCollection";
        return [
            ...unless(
                every("httpListeners", ({ protocol }) => protocol === "Https"),
                reads.listener,
                "every listener must take HTTPS only",
            ),
            ...unless(
                every("sslCertificates", isRenewed),
                reads.secret,
                "every certificate must be a secret of a vault, without version",
            ),
            ...unless(
                every(backends, ({ protocol }) => protocol === "Https"),
                reads.backend,
                "every backend must be reached over HTTPS",
            ),
            ...unless(
                every(backends, ({ hostName }) => Boolean(hostName)),
                reads.host,
                "the host that the certificate of a backend must be for is not named",
            ),
            ...unless(
                every(backends, ({ probe }) => Boolean(probe?.id)),
                reads.probe,
                "nothing asks whether a backend is well, or at which path",
            ),
            ...unless(
                gateway.globalConfiguration?.enableResponseBuffering === false,
                reads.buffering,
                "server-sent events are held back until the response ends",
            ),
            ...unless(
                every("requestRoutingRules", ({ rewriteRuleSet }) => Boolean(rewriteRuleSet?.id)),
                reads.rewriting,
                "requests reach the backend without the address of their client",
            ),
            ...unless(
                (gateway.rewriteRuleSets ?? []).some(tellsClient),
                reads.header,
                "no rule overwrites a header of every request with the address of the client",
                [reads.conditions],
            ),
            ...unless(
                !headersOf(gateway).some(({ headerValue = "" }) => /\{http_req_/i.test(headerValue)),
                reads.header,
                "a header tells the backend what the client said in another one",
            ),
        ];
    },
    examples: {
        compliant: [{ inputs: gateway({}) }],
        violating: [
            { inputs: {} },
            ...[
                { httpListeners: [{ protocol: "Https" }, { protocol: "Http" }] },
                { httpListeners: [] },
                { sslCertificates: [{ keyVaultSecretId: `${secret}/0123456789abcdef0123456789abcdef` }] },
                { sslCertificates: [{ data: "" }] },
                { backendHttpSettingsCollection: [{ ...backend, protocol: "Http" }] },
                { backendHttpSettingsCollection: [{ ...backend, hostName: "" }] },
                { backendHttpSettingsCollection: [{ ...backend, probe: { id: "" } }] },
                { backendHttpSettingsCollection: [{ ...backend, probe: undefined }] },
                { globalConfiguration: { enableResponseBuffering: true } },
                { requestRoutingRules: [{ rewriteRuleSet: { id: "" } }] },
                { requestRoutingRules: [{ name: "mcp" }] },
                { rewriteRuleSets: rewriting("{var_host}") },
                { rewriteRuleSets: rewriting("{http_req_X-Forwarded-For}") },
                { rewriteRuleSets: [...rewriting("{var_client_ip}"), ...rewriting("{http_req_X-Forwarded-For}")] },
                { rewriteRuleSets: rewriting("{var_client_ip}", [{ variable: "http_x_client" }]) },
            ].map((changes) => ({ inputs: gateway(changes) })),
        ],
    },
});

function isRenewed({ keyVaultSecretId = "" }: Listed): boolean {
    return /^https:\/\/[^/]+\/secrets\/[^/]+\/?$/.test(keyVaultSecretId);
}

function headersOf({ rewriteRuleSets = [] }: { rewriteRuleSets?: RewriteRuleSet[] }): { headerValue?: string }[] {
    return rewriteRuleSets
        .flatMap(({ rewriteRules = [] }) => rewriteRules)
        .flatMap(({ actionSet }) => actionSet?.requestHeaderConfigurations ?? []);
}

function tellsClient({ rewriteRules = [] }: RewriteRuleSet): boolean {
    return rewriteRules
        .filter(({ conditions }) => !conditions?.length)
        .flatMap(({ actionSet }) => actionSet?.requestHeaderConfigurations ?? [])
        .some(({ headerValue }) => headerValue === "{var_client_ip}");
}

function gateway(changes: object) {
    return {
        httpListeners: [{ protocol: "Https" }],
        sslCertificates: [{ keyVaultSecretId: secret }],
        backendHttpSettingsCollection: [backend],
        globalConfiguration: { enableResponseBuffering: false },
        requestRoutingRules: [{ rewriteRuleSet: { id: `${edge}/rewriteRuleSets/client` } }],
        rewriteRuleSets: rewriting("{var_client_ip}"),
        ...changes,
    };
}

function rewriting(headerValue: string, conditions?: object[]) {
    const requestHeaderConfigurations = [{ headerName: "X-Edge-Client", headerValue }];
    return [{ rewriteRules: [{ conditions, actionSet: { requestHeaderConfigurations } }] }];
}
