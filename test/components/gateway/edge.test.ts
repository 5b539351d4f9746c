// Does not prove that Azure accepts the edge, nor what its firewall lets through.
import assert from "node:assert/strict";
import { Gateway, type GatewayArgs } from "../../../components";
import { type Capture, capture } from "../../support/capture";
import { groupId, sampleAssignment, sampleNetwork, sampleTags } from "../../support/sample-placement";
import { edgeVaultId, gatewayArgs, publicZoneId, sampleExclusion } from "./sample-args";

const azure = `${groupId}/providers/Microsoft.Network`;
const edgeId = `${azure}/applicationGateways/agw-mcp-dev-gateway`;
const host = "apim-contoso-mcp-dev-gateway.azure-api.net";
const type = "azure-native:network:ApplicationGateway";

const captures = new Map<string, Promise<Capture>>();

/** Made once for all tests, because a gateway takes a while. */
function captureGateway(given: Partial<GatewayArgs> = {}): Promise<Capture> {
    const key = JSON.stringify(given);
    const captured = captures.get(key) ?? capture(() => new Gateway("gateway", { ...gatewayArgs, ...given }));
    captures.set(key, captured);
    return captured;
}

/** `<type> <name>` of what one gateway has and another has not. */
async function difference(one: Partial<GatewayArgs>, other: Partial<GatewayArgs>): Promise<string[]> {
    const [has, hasNot] = await Promise.all([captureGateway(one), captureGateway(other)]);
    const without = hasNot.typesAndNames();
    return has.typesAndNames().filter((each) => !without.includes(each));
}

describe("Gateway: the edge", () => {
    it("takes TLS 1.3 for its host only, and hands on at once to API Management, telling it the client", async () => {
        const edge = (await captureGateway()).only(type);
        const part = (list: string, name: string) => ({ id: `${edgeId}/${list}/${name}` });
        const header = (headerName: string, headerValue: string) => ({ headerName, headerValue });
        assert.deepEqual(edge.inputs, {
            applicationGatewayName: "agw-mcp-dev-gateway",
            resourceGroupName: "rg-test",
            location: "westeurope",
            zones: ["1", "2", "3"],
            sku: { name: "WAF_v2", tier: "WAF_v2" },
            autoscaleConfiguration: { minCapacity: 2, maxCapacity: 10 },
            identity: {
                type: "UserAssigned",
                userAssignedIdentities: [
                    `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-mcp-dev-gateway-edge`,
                ],
            },
            enableHttp2: true,
            firewallPolicy: {
                id: `${azure}/ApplicationGatewayWebApplicationFirewallPolicies/waf-mcp-dev-gateway`,
            },
            sslPolicy: { policyType: "CustomV2", minProtocolVersion: "TLSv1_3" },
            globalConfiguration: { enableRequestBuffering: true, enableResponseBuffering: false },
            gatewayIPConfigurations: [{ name: "edge", subnet: { id: gatewayArgs.edgeSubnetId } }],
            frontendIPConfigurations: [
                {
                    name: "clients",
                    publicIPAddress: { id: `${azure}/publicIPAddresses/pip-mcp-dev-gateway-edge` },
                },
            ],
            frontendPorts: [{ name: "https", port: 443 }],
            sslCertificates: [{ name: "host", keyVaultSecretId: "https://kv-edge.vault.azure.net/secrets/mcp" }],
            httpListeners: [
                {
                    name: "https",
                    protocol: "Https",
                    hostName: "mcp.contoso.example",
                    requireServerNameIndication: true,
                    frontendIPConfiguration: part("frontendIPConfigurations", "clients"),
                    frontendPort: part("frontendPorts", "https"),
                    sslCertificate: part("sslCertificates", "host"),
                },
            ],
            backendAddressPools: [{ name: "gateway", backendAddresses: [{ fqdn: host }] }],
            backendHttpSettingsCollection: [
                {
                    name: "gateway",
                    protocol: "Https",
                    port: 443,
                    hostName: host,
                    pickHostNameFromBackendAddress: false,
                    cookieBasedAffinity: "Disabled",
                    requestTimeout: 300,
                    probe: part("probes", "gateway"),
                },
            ],
            probes: [
                {
                    name: "gateway",
                    protocol: "Https",
                    pickHostNameFromBackendHttpSettings: true,
                    path: "/status-0123456789abcdef",
                    interval: 30,
                    timeout: 30,
                    unhealthyThreshold: 3,
                    match: { statusCodes: ["200"] },
                },
            ],
            rewriteRuleSets: [
                {
                    name: "headers",
                    rewriteRules: [
                        {
                            name: "headers",
                            ruleSequence: 100,
                            conditions: [],
                            actionSet: {
                                requestHeaderConfigurations: [
                                    header("X-MCP-Client-Address", "{var_client_ip}"),
                                    header("X-Forwarded-For", "{var_client_ip}"),
                                    header("Forwarded", ""),
                                ],
                                responseHeaderConfigurations: [
                                    header("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
                                    header("X-Content-Type-Options", "nosniff"),
                                    header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
                                    header("Referrer-Policy", "no-referrer"),
                                    header("Server", ""),
                                    header("X-Powered-By", ""),
                                    header("X-AspNet-Version", ""),
                                ],
                            },
                        },
                    ],
                },
            ],
            requestRoutingRules: [
                {
                    name: "gateway",
                    ruleType: "Basic",
                    priority: 100,
                    httpListener: part("httpListeners", "https"),
                    backendAddressPool: part("backendAddressPools", "gateway"),
                    backendHttpSettings: part("backendHttpSettingsCollection", "gateway"),
                    rewriteRuleSet: part("rewriteRuleSets", "headers"),
                },
            ],
            tags: sampleTags("gateway"),
        });
        assert.deepEqual(edge.customTimeouts, { create: "1h", update: "1h", delete: "1h" });
    });

    it("reads its certificate, in another resource group too, and nothing else", async () => {
        const resources = await captureGateway();
        assert.deepEqual(
            resources.only("azure-native:authorization:RoleAssignment", "gateway-certificate-reader").inputs,
            sampleAssignment(
                `${edgeVaultId}/secrets/mcp`,
                { principalId: "55555555-5555-4555-8555-000000000002", principalType: "ServicePrincipal" },
                "Key Vault Secrets User",
            ),
        );
    });

    it("makes the vault of its certificate reachable when told, before it reads from it", async () => {
        const given = { certificateNetwork: sampleNetwork("privatelink.vaultcore.azure.net") };
        assert.deepEqual(await difference(given, {}), [
            "azure-native:network:PrivateDnsZoneGroup gateway-certificate-endpoint-zones",
            "azure-native:network:PrivateEndpoint gateway-certificate-endpoint",
        ]);
        const resources = await captureGateway(given);
        assert.deepEqual(resources.only("azure-native:network:PrivateEndpoint").inputs.privateLinkServiceConnections, [
            { name: "vault", privateLinkServiceId: edgeVaultId, groupIds: ["vault"] },
        ]);
        const waits = resources.waitsFor();
        assert.equal(waits["gateway-edge"]?.includes("gateway-certificate-endpoint-zones"), true);
    });

    it("has a protected public address, and logs of itself and of attacks on it", async () => {
        const address = (protectionMode: string, zones: string[]) => ({
            publicIpAddressName: "pip-mcp-dev-gateway-edge",
            resourceGroupName: "rg-test",
            location: "westeurope",
            sku: { name: "Standard", tier: "Regional" },
            publicIPAllocationMethod: "Static",
            publicIPAddressVersion: "IPv4",
            ddosSettings: { protectionMode },
            zones,
            tags: sampleTags("gateway"),
        });
        const addressType = "azure-native:network:PublicIPAddress";
        const resources = await captureGateway();
        assert.deepEqual(resources.only(addressType).inputs, address("Enabled", ["1", "2", "3"]));
        const inPlan = await captureGateway({
            ddosProtection: "plan",
            availabilityZones: ["2"],
            edgeInstances: { minimum: 0, maximum: 4 },
        });
        assert.deepEqual(inPlan.only(addressType).inputs, address("VirtualNetworkInherited", ["2"]));
        assert.deepEqual(inPlan.only(type).inputs.zones, ["2"]);
        assert.deepEqual(inPlan.only(type).inputs.autoscaleConfiguration, { minCapacity: 0, maxCapacity: 4 });
        const log = (name: string) => {
            const { resourceUri, logs } = resources.only("azure-native:monitor:DiagnosticSetting", name).inputs;
            return [resourceUri, logs.map(({ category }: { category: string }) => category)];
        };
        assert.deepEqual(log("gateway-edge-logs"), [
            edgeId,
            ["ApplicationGatewayAccessLog", "ApplicationGatewayFirewallLog"],
        ]);
        assert.equal(log("gateway-edge-address-logs")[0], `${azure}/publicIPAddresses/pip-mcp-dev-gateway-edge`);
    });

    it("is private when told: no public address, the last address of its subnet, and the host as a private zone", async () => {
        const access = { access: "private" } as const;
        assert.deepEqual(await difference({}, access), [
            "azure-native:monitor:DiagnosticSetting gateway-edge-address-logs",
            "azure-native:network:PublicIPAddress gateway-edge-address",
        ]);
        assert.deepEqual(await difference(access, {}), [
            "azure-native:privatedns:PrivateRecordSet gateway-clients-record",
            "azure-native:privatedns:PrivateZone gateway-clients-zone",
            "azure-native:privatedns:VirtualNetworkLink gateway-clients-link",
        ]);
        const resources = await captureGateway(access);
        assert.deepEqual(resources.only(type).inputs.frontendIPConfigurations, [
            {
                name: "clients",
                privateIPAllocationMethod: "Static",
                privateIPAddress: "10.20.4.254",
                subnet: { id: gatewayArgs.edgeSubnetId },
            },
        ]);
        assert.deepEqual(resources.only("azure-native:privatedns:PrivateRecordSet", "gateway-clients-record").inputs, {
            resourceGroupName: "rg-test",
            privateZoneName: "mcp.contoso.example",
            recordType: "A",
            relativeRecordSetName: "@",
            ttl: 300,
            aRecords: [{ ipv4Address: "10.20.4.254" }],
        });
        let address: string | undefined;
        await capture(() => {
            new Gateway("gateway", { ...gatewayArgs, ...access }).address.apply((known) => (address = known));
        });
        assert.equal(address, "10.20.4.254");
    });

    it("has its record in a public zone, which goes with the address", async () => {
        const given = { publicDnsZoneId: publicZoneId };
        assert.deepEqual(await difference(given, {}), ["azure-native:dns:RecordSet gateway-host-record"]);
        const record = async (hostName: string) => {
            const resources = await captureGateway({ ...given, hostName });
            return resources.only("azure-native:dns:RecordSet").inputs;
        };
        const expected = {
            zoneName: "contoso.example",
            resourceGroupName: "rg-dns",
            recordType: "A",
            relativeRecordSetName: "mcp",
            ttl: 300,
            targetResource: { id: `${azure}/publicIPAddresses/pip-mcp-dev-gateway-edge` },
        };
        assert.deepEqual(await record("mcp.contoso.example"), expected);
        assert.deepEqual(await record("a.b.contoso.example"), { ...expected, relativeRecordSetName: "a.b" });
        assert.deepEqual(await record("contoso.example"), { ...expected, relativeRecordSetName: "@" });
    });

    it("registers the feature that it needs when told, and never takes it from the subscription", async () => {
        const given = { registerNetworkIsolation: true };
        const name = "azure-native:features:SubscriptionFeatureRegistration";
        assert.deepEqual(await difference(given, {}), [`${name} gateway-network-isolation`]);
        const registration = (await captureGateway(given)).only(name);
        assert.deepEqual(registration.inputs, {
            providerNamespace: "Microsoft.Network",
            featureName: "EnableApplicationGatewayNetworkIsolation",
        });
        assert.equal(registration.retainOnDelete, true);
    });
});

describe("Gateway: the web application firewall", () => {
    const policy = async (given: Partial<GatewayArgs> = {}) =>
        (await captureGateway(given)).only("azure-native:network:WebApplicationFirewallPolicy").inputs;

    it("blocks what the managed rules know, and looks at all that it lets through", async () => {
        const { policySettings, managedRules, ...others } = await policy();
        const { customBlockResponseBody, logScrubbing, ...settings } = policySettings;
        assert.deepEqual(settings, {
            mode: "Prevention",
            state: "Enabled",
            requestBodyCheck: true,
            requestBodyEnforcement: true,
            requestBodyInspectLimitInKB: 128,
            maxRequestBodySizeInKb: 128,
            fileUploadEnforcement: true,
            fileUploadLimitInMb: 1,
            customBlockResponseStatusCode: 403,
        });
        assert.deepEqual(JSON.parse(Buffer.from(customBlockResponseBody, "base64").toString()), {
            jsonrpc: "2.0",
            id: null,
            error: { code: -32600, message: "The request was refused." },
        });
        assert.deepEqual(managedRules, {
            managedRuleSets: [
                { ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1", ruleGroupOverrides: [] },
                { ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1", ruleGroupOverrides: [] },
            ],
            exclusions: [],
        });
        assert.deepEqual(Object.keys(others).sort(), [
            "customRules",
            "location",
            "policyName",
            "resourceGroupName",
            "tags",
        ]);
    });

    it("writes no credentials and no contents into its log", async () => {
        const { logScrubbing } = (await policy()).policySettings;
        const rule = (matchVariable: string, selectorMatchOperator: string, selector?: string) => ({
            matchVariable,
            selectorMatchOperator,
            ...(selector && { selector }),
            state: "Enabled",
        });
        assert.deepEqual(logScrubbing, {
            state: "Enabled",
            scrubbingRules: [
                rule("RequestHeaderNames", "Equals", "Authorization"),
                rule("RequestHeaderNames", "Equals", "Cookie"),
                rule("RequestHeaderNames", "Equals", "Mcp-Session-Id"),
                rule("RequestCookieNames", "EqualsAny"),
                rule("RequestArgNames", "EqualsAny"),
                rule("RequestPostArgNames", "EqualsAny"),
                rule("RequestJSONArgNames", "EqualsAny"),
            ],
        });
    });

    it("blocks an address that calls too often", async () => {
        const rule = (rateLimitThreshold: number) => ({
            name: "requestsPerAddress",
            priority: 1,
            state: "Enabled",
            ruleType: "RateLimitRule",
            action: "Block",
            rateLimitDuration: "OneMin",
            rateLimitThreshold,
            groupByUserSession: [{ groupByVariables: [{ variableName: "ClientAddr" }] }],
            matchConditions: [
                { matchVariables: [{ variableName: "RequestUri" }], operator: "BeginsWith", matchValues: ["/"] },
            ],
        });
        assert.deepEqual((await policy()).customRules, [rule(1000)]);
        assert.deepEqual((await policy({ requestsPerMinute: 200 })).customRules, [rule(200)]);
    });

    it("has exclusions of one rule and one named part each", async () => {
        const { exclusions } = (
            await policy({
                wafExclusions: {
                    search: sampleExclusion,
                    agent: {
                        ...sampleExclusion,
                        rule: "99031001",
                        matchVariable: "RequestHeaderValues",
                        operator: "StartsWith",
                        selector: "X-Report",
                    },
                },
            })
        ).managedRules;
        const excluded = (ruleGroupName: string, ruleId: string) => [
            {
                ruleSetType: "Microsoft_DefaultRuleSet",
                ruleSetVersion: "2.1",
                ruleGroups: [{ ruleGroupName, rules: [{ ruleId }] }],
            },
        ];
        assert.deepEqual(exclusions, [
            {
                matchVariable: "RequestArgValues",
                selectorMatchOperator: "Equals",
                selector: "params.arguments.query",
                exclusionManagedRuleSets: excluded("SQLI", "942430"),
            },
            {
                matchVariable: "RequestHeaderValues",
                selectorMatchOperator: "StartsWith",
                selector: "X-Report",
                exclusionManagedRuleSets: excluded("MS-ThreatIntel-SQLI", "99031001"),
            },
        ]);
    });
});
