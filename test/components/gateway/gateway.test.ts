// Does not prove that Azure accepts the service, nor what API Management does with its policies.
import assert from "node:assert/strict";
import * as random from "@pulumi/random";
import { parseXml, XmlElement } from "@rgrove/parse-xml";
import { Gateway, type GatewayArgs } from "../../../components";
import { payloadFree } from "../../../components/gateway/logging";
import { metadataApiPolicy } from "../../../components/gateway/metadata-api";
import { globalPolicy } from "../../../components/gateway/policy/global-policy";
import { checkPolicy } from "../../../local/apim/check-policy";
import { loadLanguage } from "../../../local/apim/language";
import { type Capture, capture } from "../../support/capture";
import { groupId, sampleAssignment, sampleTags } from "../../support/sample-placement";
import { authority, gatewayArgs, secretsVaultId } from "./sample-args";

const serviceName = "apim-contoso-mcp-dev-gateway";
const serviceId = `${groupId}/providers/Microsoft.ApiManagement/service/${serviceName}`;
const identityId = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-mcp-dev-gateway`;
const inService = { serviceName, resourceGroupName: "rg-test" };
const systemPrincipal = {
    principalId: "55555555-5555-4555-8555-000000000003",
    principalType: "ServicePrincipal",
};
const ownPrincipal = { principalId: "55555555-5555-4555-8555-000000000002", principalType: "ServicePrincipal" };

const captures = new Map<string, Promise<Capture>>();

/** Made once for all tests, because a gateway takes a while. */
function captureGateway(given: Partial<GatewayArgs> = {}): Promise<Capture> {
    const key = JSON.stringify(given);
    const captured = captures.get(key) ?? capture(() => new Gateway("gateway", { ...gatewayArgs, ...given }));
    captures.set(key, captured);
    return captured;
}

describe("Gateway", () => {
    it("is an edge, API Management, their identities and names, and what all servers share", async () => {
        const resources = await captureGateway();
        assert.deepEqual(
            resources.typesAndNames(),
            [
                "azure-native:apimanagement:Api gateway-metadata-api",
                "azure-native:apimanagement:ApiManagementService gateway-service",
                "azure-native:apimanagement:ApiPolicy gateway-metadata-policy",
                "azure-native:apimanagement:Diagnostic gateway-diagnostic",
                "azure-native:apimanagement:Logger gateway-logger",
                ...[
                    "blocked-principals",
                    "content-safety-endpoint",
                    "gateway-identity-client-id",
                    "risk-level",
                    "session-epoch",
                    "session-key-current",
                    "session-key-previous",
                    "throttled-principals",
                ].map((value) => `azure-native:apimanagement:NamedValue gateway-value-${value}`),
                "azure-native:apimanagement:Policy gateway-global-policy",
                "azure-native:apimanagement:PolicyRestriction gateway-policy-restriction",
                "azure-native:authorization:RoleAssignment gateway-certificate-reader",
                "azure-native:authorization:RoleAssignment gateway-content-safety-user",
                "azure-native:authorization:RoleAssignment gateway-key-even-reader",
                "azure-native:authorization:RoleAssignment gateway-key-odd-reader",
                "azure-native:managedidentity:UserAssignedIdentity gateway-edge-identity",
                "azure-native:managedidentity:UserAssignedIdentity gateway-identity",
                "azure-native:monitor:DiagnosticSetting gateway-edge-address-logs",
                "azure-native:monitor:DiagnosticSetting gateway-edge-logs",
                "azure-native:monitor:DiagnosticSetting gateway-logs",
                "azure-native:network:ApplicationGateway gateway-edge",
                "azure-native:network:PublicIPAddress gateway-edge-address",
                "azure-native:network:WebApplicationFirewallPolicy gateway-waf",
                ...["host", "management", "scm", "servers"].flatMap((zone) => [
                    `azure-native:privatedns:PrivateZone gateway-${zone}-zone`,
                    `azure-native:privatedns:VirtualNetworkLink gateway-${zone}-link`,
                ]),
                ...["host", "management", "scm"].map(
                    (zone) => `azure-native:privatedns:PrivateRecordSet gateway-${zone}-record`,
                ),
            ].sort(),
        );
        const component = resources.only("zero-trust-mcp:index:Gateway");
        assert.deepEqual(component.inputs, {});
        for (const child of resources.resources.filter(({ custom }) => custom)) {
            assert.equal(child.parent, component.urn, child.name);
        }
    });

    it("has API Management inside the network, without portals, old protocols and a host of its own", async () => {
        const service = (await captureGateway()).only("azure-native:apimanagement:ApiManagementService");
        const off = Object.fromEntries(
            [
                "Security.Protocols.Ssl30",
                "Security.Protocols.Tls10",
                "Security.Protocols.Tls11",
                "Security.Backend.Protocols.Ssl30",
                "Security.Backend.Protocols.Tls10",
                "Security.Backend.Protocols.Tls11",
                "Security.Ciphers.TripleDes168",
                "Security.Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA",
                "Security.Ciphers.TLS_RSA_WITH_AES_128_CBC_SHA256",
                "Security.Ciphers.TLS_RSA_WITH_AES_128_GCM_SHA256",
                "Security.Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA",
                "Security.Ciphers.TLS_RSA_WITH_AES_256_CBC_SHA256",
                "Security.Ciphers.TLS_RSA_WITH_AES_256_GCM_SHA384",
                "Security.Ciphers.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                "Security.Ciphers.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
                "Security.Ciphers.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
                "Security.Ciphers.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                "Protocols.Server.Http2",
            ].map((property) => [`Microsoft.WindowsAzure.ApiManagement.Gateway.${property}`, "False"]),
        );
        assert.deepEqual(service.inputs, {
            ...inService,
            location: "westeurope",
            publisherName: "Contoso",
            publisherEmail: "platform@contoso.example",
            sku: { name: "Developer", capacity: 1 },
            virtualNetworkType: "Internal",
            virtualNetworkConfiguration: { subnetResourceId: gatewayArgs.gatewaySubnetId },
            identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: { [identityId]: {} } },
            customProperties: {
                ...off,
                "Microsoft.WindowsAzure.ApiManagement.Gateway.ManagedIdentity.DisableOverPrivilegedAccess": "True",
            },
            certificates: [],
            apiVersionConstraint: { minApiVersion: "2021-08-01" },
            configurationApi: { legacyApi: "Disabled" },
            developerPortalStatus: "Disabled",
            legacyPortalStatus: "Disabled",
            disableGateway: false,
            enableClientCertificate: false,
            natGatewayState: "Disabled",
            restore: false,
            tags: sampleTags("gateway"),
        });
        assert.equal(service.protect, true);
        assert.deepEqual(service.customTimeouts, { create: "2h", update: "2h", delete: "2h" });
    });

    it("spreads units of Premium over the zones, and trusts the roots of the cluster's ingress", async () => {
        const type = "azure-native:apimanagement:ApiManagementService";
        const pem = `-----BEGIN CERTIFICATE-----\n${authority.match(/.{1,64}/g)?.join("\n")}\n-----END CERTIFICATE-----\n`;
        const production = await captureGateway({
            tier: "Premium",
            internalCertificateAuthorities: [authority, pem],
            protect: false,
        });
        const { sku, zones, certificates } = production.only(type).inputs;
        assert.deepEqual(sku, { name: "Premium", capacity: 3 });
        assert.deepEqual(zones, ["1", "2", "3"]);
        const root = { storeName: "Root", encodedCertificate: authority };
        assert.deepEqual(certificates, [root, root]);
        assert.equal(production.only(type).protect, false);
        const two = await captureGateway({ tier: "Premium", units: 4, availabilityZones: ["1", "2"] });
        assert.deepEqual(two.only(type).inputs.sku, { name: "Premium", capacity: 4 });
        assert.deepEqual(two.only(type).inputs.zones, ["1", "2"]);
        const none = await captureGateway({ tier: "Premium", availabilityZones: [] });
        assert.deepEqual(none.only(type).inputs.sku, { name: "Premium", capacity: 1 });
    });

    it("lets the system identity read the session keys, and its own identity ask Content Safety, and no more", async () => {
        const resources = await captureGateway();
        const type = "azure-native:authorization:RoleAssignment";
        const reader = (secret: string) =>
            sampleAssignment(`${secretsVaultId}/secrets/${secret}`, systemPrincipal, "Key Vault Secrets User");
        assert.deepEqual(resources.only(type, "gateway-key-even-reader").inputs, reader("session-2"));
        assert.deepEqual(resources.only(type, "gateway-key-odd-reader").inputs, reader("session-1"));
        assert.deepEqual(
            resources.only(type, "gateway-content-safety-user").inputs,
            sampleAssignment(gatewayArgs.contentSafetyAccountId, ownPrincipal, "Cognitive Services User"),
        );
    });

    it("lets keys change places without a change of who may read them, and does with one at first", async () => {
        const identifiers = async (given: Partial<GatewayArgs>) => {
            const resources = await captureGateway(given);
            const value = (which: string) =>
                resources.only("azure-native:apimanagement:NamedValue", `gateway-value-session-key-${which}`).inputs;
            const keys = ["current", "previous"].map((which) => value(which).keyVault.secretIdentifier.slice(-9));
            const readers = resources
                .all("azure-native:authorization:RoleAssignment")
                .filter(({ name }) => name.startsWith("gateway-key-"))
                .map(({ name, inputs }) => `${name} ${inputs.scope.slice(-9)}`);
            return { keys, readers: readers.sort() };
        };
        const readers = ["gateway-key-even-reader session-2", "gateway-key-odd-reader session-1"];
        assert.deepEqual(await identifiers({}), { keys: ["session-2", "session-1"], readers });
        assert.deepEqual(await identifiers({ signingSessionKey: "odd" }), {
            keys: ["session-1", "session-2"],
            readers,
        });
        const { even } = gatewayArgs.sessionKeys;
        assert.deepEqual(await identifiers({ sessionKeys: { even } }), {
            keys: ["session-2", "session-2"],
            readers: readers.slice(0, 1),
        });
    });

    it("has named values: keys from the vault, those that responders own, and what a preview does not know", async () => {
        const resources = await captureGateway();
        const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);
        const values = resources.all("azure-native:apimanagement:NamedValue").sort(byName);
        const value = (displayName: string, content: object) => ({
            ...inService,
            namedValueId: displayName,
            displayName,
            ...content,
        });
        const plain = (text: string) => ({ secret: false, value: text });
        const key = ({ uri }: { uri: string }) => ({ secret: true, keyVault: { secretIdentifier: uri } });
        const { even, odd } = gatewayArgs.sessionKeys;
        assert.deepEqual(
            values.map(({ inputs }) => inputs),
            [
                value("blocked-principals", plain("none")),
                value("content-safety-endpoint", plain("https://ai-contoso.cognitiveservices.azure.com/")),
                value("gateway-identity-client-id", plain("55555555-5555-4555-8555-000000000001")),
                value("risk-level", plain("normal")),
                value("session-epoch", plain("1")),
                value("session-key-current", key(even)),
                value("session-key-previous", key(odd)),
                value("throttled-principals", plain("none")),
            ],
        );
        assert.deepEqual(
            values
                .filter(({ ignoreChanges }) => ignoreChanges.length > 0)
                .map(({ name, ignoreChanges }) => [name, ignoreChanges]),
            ["blocked-principals", "risk-level", "session-epoch", "throttled-principals"].map((displayName) => [
                `gateway-value-${displayName}`,
                ["value"],
            ]),
        );
    });

    it("has a policy for everything, which no API leaves out", async () => {
        const resources = await captureGateway();
        assert.deepEqual(resources.only("azure-native:apimanagement:Policy").inputs, {
            ...inService,
            policyId: "policy",
            format: "xml",
            value: globalPolicy("10.20.4.0/24", 8),
        });
        assert.deepEqual(resources.only("azure-native:apimanagement:PolicyRestriction").inputs, {
            ...inService,
            policyRestrictionId: "base-of-apis",
            scope: "/apis",
            requireBase: "true",
        });
    });

    it("has an API at the root of the host that anybody may read, and that leads nowhere", async () => {
        const resources = await captureGateway();
        assert.deepEqual(resources.only("azure-native:apimanagement:Api").inputs, {
            ...inService,
            apiId: "oauth-protected-resource",
            displayName: "OAuth protected resource metadata",
            description: "Where clients of the servers sign in.",
            apiType: "http",
            path: "",
            protocols: ["https"],
            subscriptionRequired: false,
        });
        assert.deepEqual(resources.only("azure-native:apimanagement:ApiPolicy").inputs, {
            ...inService,
            apiId: "oauth-protected-resource",
            policyId: "policy",
            format: "xml",
            value: metadataApiPolicy(),
        });
        assert.deepEqual(outline(metadataApiPolicy()), {
            inbound: ["return-response", "base"],
            backend: ["base"],
            outbound: ["base"],
            "on-error": ["base"],
        });
    });

    it("logs decisions and never what was said", async () => {
        const resources = await captureGateway();
        const loggerId = `${serviceId}/loggers/azuremonitor`;
        assert.deepEqual(resources.only("azure-native:apimanagement:Logger").inputs, {
            ...inService,
            loggerId: "azuremonitor",
            loggerType: "azureMonitor",
            isBuffered: false,
        });
        const { inputs } = resources.only("azure-native:apimanagement:Diagnostic");
        assert.deepEqual(inputs, { ...payloadFree, ...inService, diagnosticId: "azuremonitor", loggerId });
        for (const end of [
            inputs.frontend.request,
            inputs.frontend.response,
            inputs.backend.request,
            inputs.backend.response,
        ]) {
            assert.deepEqual(end.body, { bytes: 0 });
            assert.deepEqual(end.headers, []);
        }
        const setting = resources.only("azure-native:monitor:DiagnosticSetting", "gateway-logs").inputs;
        assert.equal(setting.resourceUri, serviceId);
        assert.equal(setting.logAnalyticsDestinationType, "Dedicated");
        assert.deepEqual(
            setting.logs.map(({ category }: { category: string }) => category),
            ["GatewayLlmLogs", "GatewayLogs", "GatewayMCPLogs", "WebSocketConnectionLogs"],
        );
    });

    it("has one private zone for each of its names, for the network whose resolver is asked, and none for all of Azure", async () => {
        const resources = await captureGateway();
        const names = resources.all("azure-native:privatedns:PrivateZone").map(({ inputs }) => inputs.privateZoneName);
        assert.deepEqual(
            names.sort(),
            [
                `${serviceName}.azure-api.net`,
                `${serviceName}.management.azure-api.net`,
                `${serviceName}.scm.azure-api.net`,
                "servers.contoso.example",
            ].sort(),
        );
        assert.deepEqual(resources.only("azure-native:privatedns:VirtualNetworkLink", "gateway-host-link").inputs, {
            resourceGroupName: "rg-test",
            privateZoneName: `${serviceName}.azure-api.net`,
            virtualNetworkLinkName: "link-mcp-dev-gateway",
            location: "Global",
            virtualNetwork: { id: gatewayArgs.virtualNetworkId },
            registrationEnabled: false,
            tags: sampleTags("gateway"),
        });
        const records = resources.all("azure-native:privatedns:PrivateRecordSet");
        assert.deepEqual(
            records.map(({ inputs }) => inputs),
            ["management.azure-api.net", "scm.azure-api.net", "azure-api.net"].map((domain) => ({
                resourceGroupName: "rg-test",
                privateZoneName: `${serviceName}.${domain}`,
                recordType: "A",
                relativeRecordSetName: "@",
                ttl: 300,
                aRecords: [{ ipv4Address: "10.20.5.5" }],
            })),
        );
    });

    it("comes into being in the order that Azure needs, and its outputs wait for what their users need", async () => {
        const resources = await capture(() => {
            const { serviceName, metadataApiName, loggerId, internalDomain, edgeId, address, apiManagementId } =
                new Gateway("gateway", { ...gatewayArgs, registerNetworkIsolation: true });
            const outputs = {
                serviceName,
                metadataApiName,
                loggerId,
                internalDomain,
                edgeId,
                address,
                apiManagementId,
            };
            for (const [name, output] of Object.entries(outputs)) {
                new random.RandomBytes(name, { length: 1, keepers: { output } });
            }
        });
        const values = resources.all("azure-native:apimanagement:NamedValue").map(({ name }) => name);
        const withService = (names: string[], ...others: string[]) =>
            Object.fromEntries(names.map((each) => [each, [...others, "gateway-service"]]));
        const governed = [
            "gateway-content-safety-user",
            "gateway-diagnostic",
            "gateway-global-policy",
            "gateway-policy-restriction",
            "gateway-service",
            ...values,
        ].sort();
        const zones = ["host", "management", "scm"];
        const logs = ["gateway", "gateway-edge", "gateway-edge-address"];
        assert.deepEqual(resources.waitsFor(), {
            "gateway-identity": [],
            "gateway-edge-identity": [],
            "gateway-network-isolation": [],
            "gateway-edge-address": [],
            "gateway-waf": [],
            "gateway-service": ["gateway-identity"],
            "gateway-content-safety-user": ["gateway-identity"],
            "gateway-certificate-reader": ["gateway-edge-identity"],
            ...withService(["gateway-global-policy", "gateway-policy-restriction", "gateway-logger"]),
            ...withService(values),
            ...withService(["gateway-value-gateway-identity-client-id"], "gateway-identity"),
            "gateway-diagnostic": ["gateway-logger", "gateway-service"],
            ...Object.fromEntries(
                Object.entries({ even: "current", odd: "previous" }).flatMap(([key, which]) => [
                    [`gateway-key-${key}-reader`, ["gateway-service"]],
                    [`gateway-value-session-key-${which}`, [`gateway-key-${key}-reader`, "gateway-service"]],
                ]),
            ),
            "gateway-metadata-api": governed,
            "gateway-metadata-policy": [...governed, "gateway-metadata-api"].sort(),
            ...Object.fromEntries([...zones, "servers"].map((zone) => [`gateway-${zone}-zone`, []])),
            ...Object.fromEntries(
                [...zones, "servers"].map((zone) => [`gateway-${zone}-link`, [`gateway-${zone}-zone`]]),
            ),
            ...Object.fromEntries(
                zones.map((zone) => [`gateway-${zone}-record`, [`gateway-${zone}-zone`, "gateway-service"].sort()]),
            ),
            "gateway-edge": [
                "gateway-certificate-reader",
                "gateway-edge-address",
                "gateway-edge-identity",
                "gateway-global-policy",
                "gateway-host-link",
                "gateway-host-record",
                "gateway-host-zone",
                "gateway-network-isolation",
                "gateway-waf",
            ],
            ...Object.fromEntries(
                logs.map((each) => [`${each}-logs`, [each === "gateway" ? "gateway-service" : each]]),
            ),
            serviceName: governed,
            metadataApiName: ["gateway-metadata-api", "gateway-metadata-policy"],
            loggerId: ["gateway-logger", "gateway-service"],
            internalDomain: ["gateway-servers-link", "gateway-servers-zone"],
            apiManagementId: ["gateway-service"],
            edgeId: ["gateway-edge"],
            address: ["gateway-edge", "gateway-edge-address"],
        });
    });

    it("gives names and ids that a preview knows, and inputs whose objects are known but for what Azure chooses", async () => {
        const given: Record<string, unknown> = {};
        const resources = await capture(
            () => {
                const gateway = new Gateway("gateway", gatewayArgs);
                const { serviceName, metadataApiName, loggerId, internalDomain, edgeId, hostName } = gateway;
                const { apiManagementId, identityId } = gateway;
                for (const [name, output] of Object.entries({
                    serviceName,
                    metadataApiName,
                    loggerId,
                    internalDomain,
                    edgeId,
                    hostName,
                    apiManagementId,
                    identityId,
                })) {
                    output.apply((known) => {
                        given[name] = known;
                    });
                }
            },
            { preview: true },
        );
        assert.deepEqual(given, {
            serviceName,
            metadataApiName: "oauth-protected-resource",
            loggerId: `${serviceId}/loggers/azuremonitor`,
            internalDomain: "servers.contoso.example",
            edgeId: `${groupId}/providers/Microsoft.Network/applicationGateways/agw-mcp-dev-gateway`,
            hostName: "mcp.contoso.example",
            apiManagementId: serviceId,
            identityId,
        });
        const unknown = resources.resources.flatMap(({ name, unknownPaths }) =>
            unknownPaths.map((path) => `${name} ${path}`),
        );
        const chosen = ["certificate-reader", "content-safety-user", "key-even-reader", "key-odd-reader"];
        assert.deepEqual(
            unknown.sort(),
            [
                ...chosen.flatMap((name) =>
                    ["principalId", "roleAssignmentName"].map((input) => `gateway-${name} ${input}`),
                ),
                ...["host", "management", "scm"].map((zone) => `gateway-${zone}-record aRecords[0].ipv4Address`),
                "gateway-value-gateway-identity-client-id value",
            ].sort(),
        );
    });
});

/** Names of the statements in each section. */
function outline(policy: string): Record<string, string[]> {
    return Object.fromEntries(
        sectionsOf(policy).map((section) => [section.name, elementsIn(section).map(({ name }) => name)]),
    );
}

/** The statements of a section, with those inside of others, by what they are called. */
function statements(policy: string, section: string, name: string): XmlElement[] {
    const within = (parent: XmlElement): XmlElement[] =>
        elementsIn(parent).flatMap((child) => [child, ...within(child)]);
    const found = sectionsOf(policy).filter((each) => each.name === section);
    return found.flatMap(within).filter((each) => each.name === name);
}

function sectionsOf(policy: string): XmlElement[] {
    const { root } = parseXml(policy);
    assert.equal(root?.name, "policies");
    return root ? elementsIn(root) : [];
}

function elementsIn(parent: XmlElement): XmlElement[] {
    return parent.children.filter((child) => child instanceof XmlElement);
}

describe("policies of the gateway itself", () => {
    it("are written in what the local cloud and the pack understand", async () => {
        const language = await loadLanguage();
        assert.deepEqual(checkPolicy(globalPolicy("10.20.4.0/24", 8), "global", language).problems, []);
        assert.deepEqual(checkPolicy(metadataApiPolicy(), "api", language).problems, []);
    });
});

describe("globalPolicy", () => {
    const policy = globalPolicy("10.20.4.0/24", 8);
    const attributes = (section: string, name: string) =>
        statements(policy, section, name).map((statement) => ({ ...statement.attributes }));

    it("is well-formed, with its statements in the sections that take them", () => {
        assert.deepEqual(outline(policy), {
            inbound: ["ip-filter", "choose"],
            backend: ["limit-concurrency"],
            outbound: Array.from({ length: 8 }, () => "set-header"),
            "on-error": ["choose"],
        });
    });

    it("lets the edge call, and forwards without holding anything back", () => {
        assert.deepEqual(attributes("inbound", "ip-filter"), [{ action: "allow" }]);
        assert.deepEqual(attributes("inbound", "address-range"), [{ from: "10.20.4.0", to: "10.20.4.255" }]);
        assert.deepEqual(attributes("backend", "limit-concurrency"), [
            {
                key: '@(context.Variables.GetValueOrDefault<string>("oid", context.RequestId.ToString()))',
                "max-count": "8",
            },
        ]);
        assert.deepEqual(attributes("backend", "forward-request"), [
            { timeout: "240", "follow-redirects": "false", "buffer-response": "false" },
        ]);
    });

    it("tells browsers to be careful, and nobody what runs here", () => {
        const set = statements(policy, "outbound", "set-header").map((statement) => [
            statement.attributes.name,
            statement.attributes["exists-action"],
            statement.text.trim(),
        ]);
        assert.deepEqual(set, [
            ["Strict-Transport-Security", "override", "max-age=31536000; includeSubDomains"],
            ["X-Content-Type-Options", "override", "nosniff"],
            ["Content-Security-Policy", "override", "default-src 'none'; frame-ancestors 'none'"],
            ["Referrer-Policy", "override", "no-referrer"],
            ["Cache-Control", "skip", "no-store"],
            ["Server", "delete", ""],
            ["X-Powered-By", "delete", ""],
            ["X-AspNet-Version", "delete", ""],
        ]);
    });

    it("says of an error that there was one, unless the policy of a server can say more", () => {
        assert.deepEqual(attributes("on-error", "when"), [{ condition: '@(!context.Variables.ContainsKey("rpcId"))' }]);
        assert.deepEqual(attributes("on-error", "set-status"), [
            {
                code: "@(context.Response != null && context.Response.StatusCode >= 400 ? context.Response.StatusCode : 500)",
                reason: "Error",
            },
        ]);
        assert.deepEqual(
            statements(policy, "on-error", "set-body").map(({ text }) => JSON.parse(text)),
            [
                {
                    jsonrpc: "2.0",
                    id: null,
                    error: { code: -32603, message: "The gateway could not handle the request." },
                },
            ],
        );
        assert.deepEqual(
            attributes("on-error", "set-header").map(({ name }) => name),
            [
                "Strict-Transport-Security",
                "X-Content-Type-Options",
                "Content-Security-Policy",
                "Referrer-Policy",
                "Content-Type",
                "Cache-Control",
            ],
        );
        assert.doesNotMatch(policy, /LastError/);
    });

    it("answers for the sample API that Azure creates", () => {
        assert.deepEqual(attributes("inbound", "when"), [{ condition: '@(context.Api.Id == "echo-api")' }]);
        assert.deepEqual(attributes("inbound", "set-status"), [{ code: "404", reason: "Not Found" }]);
    });
});
