// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { textAt } from "../../../../local/provider/values";
import { type Cloud, groupId, newCloud, seed, subscription } from "../fixture";
import {
    deploy,
    edgeAddress,
    edgeSubnet,
    example,
    gatewayId,
    gatewayPart,
    networkId,
    publicAddressId,
    role,
    rule,
    subnetNamed,
    wafPolicyId,
} from "../landscape";
import { arm, changedExample, itRefuses, prepare, type RefusalCase } from "../refusal-case";

const token = "network:ApplicationGateway";
const gateway = example[token] ?? {};
const network = ["resources:ResourceGroup", "network:VirtualNetwork"];
const given: RefusalCase["given"] = [...network, edgeSubnet, edgeAddress, "network:WebApplicationFirewallPolicy"];
const edgeSubnetId = `${networkId}/subnets/edge`;
const securityGroupId = `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg-edge`;
const routeTableId = `${groupId}/providers/Microsoft.Network/routeTables/rt`;
const feature = "features:SubscriptionFeatureRegistration";

function first(collection: string): Properties {
    return (gateway[collection] as Properties[])[0] ?? {};
}

/** The first part of a collection with other values. */
function changed(collection: string, change: Record<string, unknown>) {
    return { [collection]: [{ ...first(collection), ...change }] };
}

function refused(title: string, inputs: RefusalCase["inputs"], code: string, message: string): RefusalCase {
    return { title, given, token, inputs, message: arm(400, `ApplicationGateway${code}`, message) };
}

function malformed(title: string, inputs: RefusalCase["inputs"], message: string): RefusalCase {
    return { title, given, token, inputs, message: arm(400, "InvalidRequestFormat", message) };
}

function tls(title: string, sslPolicy: Properties, problem: string): RefusalCase {
    const message = `The 'SslPolicy' of Application Gateway ${gatewayId} is invalid: ${problem}.`;
    return refused(title, { sslPolicy }, "SslPolicyInvalid", message);
}

function rewriting(title: string, rewriteRule: Properties, problem: string): RefusalCase {
    return refused(
        title,
        changed("rewriteRuleSets", { rewriteRules: [{ name: "address", ...rewriteRule }] }),
        "RewriteRuleInvalid",
        `Rewrite rule address of ${gatewayId}/rewriteRuleSets/client is invalid: ${problem}.`,
    );
}

function header(headerName: string, headerValue: string): Properties {
    return { actionSet: { requestHeaderConfigurations: [{ headerName, headerValue }] } };
}

const capacities = `Application gateway ${gatewayId} can have 125 instances, and no more minCapacity than maxCapacity, which is at least 2.`;
const frontends = "needs one public or one private frontendIPConfiguration, or one of each";
const leads = `Request routing rule ${gatewayId}/requestRoutingRules/all needs backendAddressPool and backendHttpSettings, or a redirectConfiguration, and with ruleType PathBasedRouting a urlPathMap instead.`;
const probes = `Probe status of ${gatewayId} needs protocol, interval, timeout, unhealthyThreshold, a path that begins with /, and either host or pickHostNameFromBackendHttpSettings.`;

const cases: RefusalCase[] = [
    // sku
    refused(
        "the tier is that of version 1",
        { sku: { name: "WAF_Medium", tier: "WAF", capacity: 2 }, autoscaleConfiguration: null },
        "SkuTierDeprecated",
        "Application Gateway SKU tier WAF has been deprecated. Supported SKU tiers are Standard_v2,WAF_v2",
    ),
    refused(
        "name and tier differ",
        { sku: { name: "Standard_v2", tier: "WAF_v2" } },
        "SkuInvalid",
        `Application gateway ${gatewayId} needs the same sku.name and sku.tier, not Standard_v2 and WAF_v2.`,
    ),
    ...[{ autoscaleConfiguration: null }, { sku: { name: "WAF_v2", tier: "WAF_v2", capacity: 2 } }].map((inputs) =>
        refused(
            `it has ${inputs.sku ? "two kinds of capacity" : "no capacity"}`,
            inputs,
            "SkuCapacityInvalid",
            `Application gateway ${gatewayId} needs either sku.capacity or autoscaleConfiguration.`,
        ),
    ),
    ...[
        { minCapacity: 3, maxCapacity: 2 },
        { minCapacity: 0, maxCapacity: 126 },
        { minCapacity: 0, maxCapacity: 1 },
    ].map((autoscaleConfiguration) =>
        refused(
            `it has ${autoscaleConfiguration.minCapacity} to ${autoscaleConfiguration.maxCapacity} instances`,
            { autoscaleConfiguration },
            "SkuCapacityInvalid",
            capacities,
        ),
    ),
    // parts
    malformed(
        "a part has no name",
        { frontendPorts: [{ port: 80 }] },
        `A part of application gateway ${gatewayId} has no name: ${gatewayId}/frontendPorts/.`,
    ),
    malformed(
        "two parts of a kind have the same name",
        {
            frontendPorts: [
                { name: "http", port: 80 },
                { name: "HTTP", port: 81 },
            ],
        },
        `Application gateway ${gatewayId} has ${gatewayId}/frontendPorts/HTTP twice.`,
    ),
    ...[
        ["another part of that name is not there", "probes", "nobody"],
        ["the part is of another kind", "frontendPorts", "http"],
    ].map(
        ([title = "", collection = "", name = ""]): RefusalCase => ({
            title: `a part refers to another, and ${title}`,
            given,
            token,
            inputs: changed("backendHttpSettingsCollection", { probe: gatewayPart(collection, name) }),
            message: arm(
                400,
                "InvalidResourceReference",
                `Resource ${gatewayId}/${collection}/${name} referenced by resource ${gatewayId}/backendHttpSettingsCollection/gateway was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
            ),
        }),
    ),
    // frontends
    refused(
        "it is in no subnet",
        { gatewayIPConfigurations: [{ name: "gateway" }] },
        "MustHaveOneGatewayIPConfiguration",
        `Application gateway ${gatewayId} needs one gatewayIPConfiguration, with its subnet.`,
    ),
    refused(
        "a frontend is public and private at once",
        changed("frontendIPConfigurations", { subnet: { id: edgeSubnetId } }),
        "FrontendIpCannotHavePublicIpAndSubnet",
        `A frontendIPConfiguration of application gateway ${gatewayId} needs either publicIPAddress or subnet.`,
    ),
    refused(
        "there are two private frontends",
        {
            frontendIPConfigurations: ["public", "other"].map((name) => ({ name, subnet: { id: edgeSubnetId } })),
        },
        "FrontendIPConfigurationInvalid",
        `Application gateway ${gatewayId} ${frontends}.`,
    ),
    refused(
        "it has a private frontend only, without network isolation",
        {
            frontendIPConfigurations: [
                {
                    name: "public",
                    privateIPAddress: "10.0.6.9",
                    privateIPAllocationMethod: "Static",
                    subnet: { id: edgeSubnetId },
                },
            ],
        },
        "FrontendIpCannotHavePublicIpAndSubnet",
        `Application Gateway ${gatewayId} does not support Application Gateway without Public IP for the selected SKU tier WAF_v2. Supported SKU tiers are Standard,WAF.`,
    ),
    ...[
        { privateIPAddress: "10.0.6.9", privateIPAllocationMethod: "Dynamic" },
        { privateIPAddress: "10.0.7.9", privateIPAllocationMethod: "Static" },
        { privateIPAllocationMethod: "Static" },
    ].map((address) =>
        refused(
            `its private address is ${address.privateIPAllocationMethod} and ${address.privateIPAddress}`,
            {
                frontendIPConfigurations: [
                    first("frontendIPConfigurations"),
                    { name: "private", subnet: { id: edgeSubnetId }, ...address },
                ],
            },
            "FrontendIPConfigurationInvalid",
            `Application gateway ${gatewayId} needs a private frontend to be Static, with an address of the gateway's own subnet.`,
        ),
    ),
    // listeners and rules
    refused(
        "a listener has no port",
        changed("httpListeners", { frontendPort: undefined }),
        "HttpListenerInvalid",
        `Listener clients of ${gatewayId} needs frontendIPConfiguration and frontendPort.`,
    ),
    refused(
        "a listener for HTTPS has no certificate",
        changed("httpListeners", { protocol: "Https" }),
        "HttpsListenerMustReferenceSslCert",
        `Listener clients of ${gatewayId} needs an sslCertificate exactly when its protocol is Https.`,
    ),
    refused(
        "two listeners take the same requests",
        { httpListeners: [first("httpListeners"), { ...first("httpListeners"), name: "again" }] },
        "HttpListenersUsingSameFrontendPortAndFrontendIpConfig",
        `Two Http Listeners of Application Gateway ${gatewayId}, clients and again, are using the same Frontend Port and HostName.`,
    ),
    refused(
        "a listener has no rule",
        {
            httpListeners: [
                first("httpListeners"),
                { ...first("httpListeners"), name: "other", hostName: "other.contoso.com" },
            ],
        },
        "HttpListenerNotReferenced",
        `Listener other of ${gatewayId} has no request routing rule.`,
    ),
    refused(
        "a rule has no priority",
        changed("requestRoutingRules", { priority: undefined }),
        "RequestRoutingRulePriorityCannotBeEmpty",
        `Priority for the request routing rule ${gatewayId}/requestRoutingRules/all cannot be empty. All request routing rules should have a priority defined starting from api-version 2021-08-01`,
    ),
    refused(
        "two rules have the same priority",
        { requestRoutingRules: [first("requestRoutingRules"), { ...first("requestRoutingRules"), name: "more" }] },
        "RequestRoutingRulePriorityNotUnique",
        `Request routing rules all and more of ${gatewayId} have the same priority 100.`,
    ),
    refused(
        "two rules have the same listener",
        {
            requestRoutingRules: [
                first("requestRoutingRules"),
                { ...first("requestRoutingRules"), name: "more", priority: 101 },
            ],
        },
        "RequestRoutingRuleInvalid",
        `Request routing rules all and more of ${gatewayId} have the same listener.`,
    ),
    refused(
        "a rule has no listener",
        changed("requestRoutingRules", { httpListener: undefined }),
        "RequestRoutingRuleInvalid",
        `Request routing rule ${gatewayId}/requestRoutingRules/all needs an httpListener.`,
    ),
    ...[{ backendHttpSettings: undefined }, { ruleType: "PathBasedRouting" }].map((change) =>
        refused(
            `a rule has no ${Object.keys(change)[0]} that leads somewhere`,
            changed("requestRoutingRules", change),
            "RequestRoutingRuleInvalid",
            leads,
        ),
    ),
    // backends
    ...[{ path: "status" }, { protocol: undefined }, { timeout: undefined }, { host: "apim" }].map((change) =>
        refused(`${JSON.stringify(change)} of a probe is wrong`, changed("probes", change), "ProbeInvalid", probes),
    ),
    refused(
        "a probe takes its host from where there is none",
        changed("backendHttpSettingsCollection", { hostName: undefined }),
        "ProbeInvalid",
        `Probe status of ${gatewayId} takes its host from backend settings gateway, which have none.`,
    ),
    refused(
        "a probe speaks another protocol than its backend",
        changed("probes", { protocol: "Http" }),
        "ProbeProtocolMustMatchBackendHttpSettingsProtocol",
        `Probe status of ${gatewayId} has the protocol Http, its backend settings gateway have Https.`,
    ),
    refused(
        "a backend has no port",
        changed("backendHttpSettingsCollection", { port: undefined }),
        "BackendHttpSettingsInvalid",
        `Backend settings gateway of ${gatewayId} need port and protocol.`,
    ),
    refused(
        "a backend has two host names",
        changed("backendHttpSettingsCollection", { pickHostNameFromBackendAddress: true }),
        "BackendHttpSettingsInvalid",
        `Backend settings gateway of ${gatewayId} can have either hostName or pickHostNameFromBackendAddress.`,
    ),
    refused(
        "an address of a backend is empty",
        changed("backendAddressPools", { backendAddresses: [{}] }),
        "BackendAddressPoolInvalid",
        `Each address of pool gateway of ${gatewayId} needs either fqdn or ipAddress.`,
    ),
    // rewrites
    rewriting("a header has no name", header("", "{var_client_ip}"), "a header has no name"),
    rewriting("a header belongs to the connection", header("Upgrade", ""), "the header Upgrade cannot be rewritten"),
    rewriting("a variable does not exist", header("X-Client", "{var_client}"), "there is no variable 'var_client'"),
    rewriting("braces hold no variable", header("X-Client", "{client_ip}"), "there is no variable 'client_ip'"),
    rewriting(
        "a condition is about nothing",
        { conditions: [{ variable: "client_ip", pattern: ".*" }] },
        "there is no variable 'client_ip'",
    ),
    // TLS
    refused(
        "a TLS policy is of no type",
        { sslPolicy: { minProtocolVersion: "TLSv1_3" } },
        "SslPolicyPropertyPolicyTypeRequired",
        `Property 'PolicyType' is required for 'SslPolicy' for Application Gateway ${gatewayId}.`,
    ),
    refused(
        "a predefined TLS policy has a floor of its own",
        {
            sslPolicy: {
                policyType: "Predefined",
                policyName: "AppGwSslPolicy20220101",
                minProtocolVersion: "TLSv1_3",
            },
        },
        "SslPolicyPropertyNotSupportedForPolicyType",
        `Specified PolicyType 'Predefined' does not support property 'MinProtocolVersion' for 'SslPolicy' for Application Gateway ${gatewayId}.`,
    ),
    refused(
        "a predefined TLS policy has no name",
        { sslPolicy: { policyType: "Predefined" } },
        "SslPolicyPropertyPolicyNameRequired",
        `Property 'PolicyName' is required for 'SslPolicy' for Application Gateway ${gatewayId}.`,
    ),
    tls("a TLS policy has no floor", { policyType: "CustomV2" }, "it needs minProtocolVersion"),
    tls(
        "TLS 1.3 is asked of an old policy",
        { policyType: "Custom", minProtocolVersion: "TLSv1_3" },
        "TLSv1_3 needs the policyType CustomV2",
    ),
    tls(
        "TLS 1.1 is asked of a new policy",
        { policyType: "CustomV2", minProtocolVersion: "TLSv1_1" },
        "CustomV2 has no TLSv1_1",
    ),
    tls(
        "a suite is named for TLS 1.3",
        {
            policyType: "CustomV2",
            minProtocolVersion: "TLSv1_3",
            cipherSuites: ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"],
        },
        "the cipher suites of TLSv1_3 are implied and cannot be named",
    ),
    tls(
        "no suite is named for TLS 1.2",
        { policyType: "CustomV2", minProtocolVersion: "TLSv1_2" },
        "it needs cipherSuites",
    ),
    tls(
        "an old suite is named for a new policy",
        {
            policyType: "CustomV2",
            minProtocolVersion: "TLSv1_2",
            cipherSuites: ["TLS_RSA_WITH_AES_128_CBC_SHA"],
        },
        "CustomV2 has these cipherSuites only: TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    ),
    // firewall policy
    refused(
        "a WAF has no policy",
        { firewallPolicy: null },
        "FirewallNotConfiguredForSelectedSku",
        `Application Gateway ${gatewayId} with the selected SKU tier WAF_v2 does not have a firewall policy.`,
    ),
    refused(
        "a gateway that is no WAF has a policy",
        { sku: { name: "Standard_v2", tier: "Standard_v2" } },
        "FirewallCannotBeEnabledForSelectedSku",
        `Application Gateway ${gatewayId} with the selected SKU tier Standard_v2 does not support a firewall policy.`,
    ),
    {
        ...refused(
            "the policy is taken away",
            { firewallPolicy: null },
            "FirewallPolicyCannotBeRemoved",
            `Firewall policy ${wafPolicyId} cannot be removed from Application Gateway, changing from one firewall policy to another is permitted.`,
        ),
        update: true,
    },
    {
        ...refused(
            "the policy is in another region",
            {},
            "FirewallPolicyInvalid",
            `Application gateway ${gatewayId} needs the id of a firewall policy in its region, not ${wafPolicyId}.`,
        ),
        given: [
            ...network,
            edgeSubnet,
            edgeAddress,
            [
                "network:WebApplicationFirewallPolicy",
                changedExample("network:WebApplicationFirewallPolicy", { location: "northeurope" }),
            ],
        ],
    },
    // identity
    refused(
        "it wants an identity of its own",
        { identity: { type: "SystemAssigned" } },
        "IdentityTypeNotSupported",
        `Application gateway ${gatewayId} can have an identity of the type UserAssigned only, not SystemAssigned.`,
    ),
    refused(
        "nobody could read its certificate",
        https("https://kv-contoso-edge.vault.azure.net/secrets/mcp", []),
        "KeyVaultSecretIdentityMissing",
        `Application gateway ${gatewayId} needs one user-assigned identity to read its certificate from the vault.`,
    ),
];

/** What makes the example take HTTPS. */
function https(keyVaultSecretId: string, identities: string[]): Properties {
    return {
        ...(identities.length > 0 && { identity: { type: "UserAssigned", userAssignedIdentities: identities } }),
        sslCertificates: [{ name: "mcp", keyVaultSecretId }],
        httpListeners: [
            {
                ...first("httpListeners"),
                protocol: "Https",
                sslCertificate: gatewayPart("sslCertificates", "mcp"),
            },
        ],
    };
}

function guard(...securityRules: Properties[]): RefusalCase["given"] {
    return [
        ["network:NetworkSecurityGroup", { ...example["network:NetworkSecurityGroup"], ...named(securityRules) }],
        ["network:Subnet", { ...edgeSubnet[1], networkSecurityGroup: { id: securityGroupId } }],
    ];
}

function named(securityRules: Properties[]): Properties {
    return { networkSecurityGroupName: "nsg-edge", securityRules };
}

const management: Properties = {
    ...rule("management", 100, "Inbound"),
    access: "Allow",
    protocol: "Tcp",
    sourceAddressPrefix: "GatewayManager",
    destinationPortRange: "65200-65535",
};
const blocked = {
    in: arm(
        400,
        "ApplicationGatewaySubnetInboundTrafficBlockedByNetworkSecurityGroup",
        `Network security group ${securityGroupId} blocks incoming internet traffic on ports 65200 - 65535 to subnet ${edgeSubnetId}, associated with Application Gateway ${gatewayId}. This is not permitted for Application Gateways that have V2 Sku.`,
    ),
    out: arm(
        400,
        "ApplicationGatewaySubnetOutboundTrafficBlockedByNetworkSecurityGroup",
        `Network security group ${securityGroupId} blocks outgoing internet traffic on subnet ${edgeSubnetId}, associated with Application Gateway ${gatewayId}. This is not permitted for Application Gateways that have fast update enabled or have V2 Sku.`,
    ),
    away: arm(
        400,
        "ApplicationGatewaySubnetUserDefinedRouteNotAllowed",
        `Route Table ${routeTableId} is associated to subnet ${edgeSubnetId}, which contains V2 SKU Application Gateway ${gatewayId}: its route to 0.0.0.0/0 must have the next hop type Internet.`,
    ),
};
const policyAndAddress: RefusalCase["given"] = [edgeAddress, "network:WebApplicationFirewallPolicy"];

describe("azure refuses an application gateway when", () => {
    itRefuses([
        ...cases,
        {
            title: "its security group lets nobody manage it",
            given: [...network, ...guard(), ...policyAndAddress],
            token,
            message: blocked.in,
        },
        {
            title: "its security group lets it be managed on some of the ports",
            given: [...network, ...guard({ ...management, destinationPortRange: "65200-65534" }), ...policyAndAddress],
            token,
            message: blocked.in,
        },
        {
            title: "its security group denies something on the way out",
            given: [...network, ...guard(management, rule("deny", 4096, "Outbound")), ...policyAndAddress],
            token,
            message: blocked.out,
        },
        {
            title: "its routes lead to an appliance",
            given: [
                ...network,
                "network:RouteTable",
                ["network:Subnet", { ...edgeSubnet[1], routeTable: { id: routeTableId } }],
                ...policyAndAddress,
            ],
            token,
            message: blocked.away,
        },
        {
            title: "something else is in its subnet",
            given: [
                ...network,
                edgeSubnet,
                "operationalinsights:Workspace",
                "keyvault:Vault",
                ["network:PrivateEndpoint", { ...example["network:PrivateEndpoint"], subnet: { id: edgeSubnetId } }],
                ...policyAndAddress,
            ],
            token,
            message: arm(
                400,
                "SubnetHasOtherResources",
                `Subnet ${edgeSubnetId} cannot be used by ${gatewayId}: ${groupId}/providers/Microsoft.Network/privateEndpoints/pe-one is there, and one of the two needs a subnet of its own.`,
            ),
        },
        {
            title: "its subnet is delegated to somebody else",
            given: [
                ...network,
                [
                    "network:Subnet",
                    { ...edgeSubnet[1], delegations: [{ name: "one", serviceName: "Microsoft.App/environments" }] },
                ],
                ...policyAndAddress,
            ],
            token,
            message: arm(
                400,
                "SubnetIsDelegated",
                `Subnet ${edgeSubnetId} is delegated to Microsoft.App/environments and cannot be used by ${gatewayId}.`,
            ),
        },
    ]);

    it("somebody moves into its subnet", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...given, token, "operationalinsights:Workspace", "keyvault:Vault"]);
        const endpoint = { ...example["network:PrivateEndpoint"], subnet: { id: edgeSubnetId } };
        await assert.rejects(cloud.create("network:PrivateEndpoint", endpoint), {
            message: arm(
                400,
                "SubnetHasOtherResources",
                `Subnet ${edgeSubnetId} cannot be used by ${groupId}/providers/Microsoft.Network/privateEndpoints/pe-one: ${gatewayId} is there, and one of the two needs a subnet of its own.`,
            ),
        });
    });

    it("its network would be closed to those who manage it", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...network, ...guard(management), ...policyAndAddress, token, "network:RouteTable"]);
        const group = { ...example["network:NetworkSecurityGroup"], ...named([]) };
        await assert.rejects(cloud.update("network:NetworkSecurityGroup", securityGroupId, group), {
            message: blocked.in,
        });
        const subnet = { ...edgeSubnet[1], networkSecurityGroup: { id: securityGroupId } };
        const routed = { ...subnet, routeTable: { id: routeTableId } };
        await assert.rejects(cloud.update("network:Subnet", edgeSubnetId, routed), { message: blocked.away });
        const table = example["network:RouteTable"] ?? {};
        await cloud.update("network:RouteTable", routeTableId, { ...table, routes: [] });
        await cloud.update("network:Subnet", edgeSubnetId, routed);
        await assert.rejects(cloud.update("network:RouteTable", routeTableId, table), { message: blocked.away });
    });

    it("another one has its public address, and its firewall policy and address are taken away", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...given, token]);
        const second = JSON.parse(JSON.stringify(gateway).replaceAll("agw-one", "agw-two"));
        const address = publicAddressId.replace("one", "three");
        await assert.rejects(cloud.create(token, second), {
            message: arm(
                400,
                "PublicIPAddressInUse",
                `Resource ${address} is in use by ${gatewayId}: ${gatewayId.replace("one", "two")} needs its own.`,
            ),
        });
        await assert.rejects(cloud.remove("network:WebApplicationFirewallPolicy", wafPolicyId), {
            message: arm(
                400,
                "ApplicationGatewayFirewallPolicyCannotBeDeleted",
                `Firewall policy ${wafPolicyId} cannot be deleted because it is in use by: ${gatewayId}.`,
            ),
        });
        await assert.rejects(cloud.remove("network:PublicIPAddress", address), {
            message: /^Status=400 Code="PublicIPAddressCannotBeDeleted"/,
        });
        const policy = await cloud.read("network:WebApplicationFirewallPolicy", wafPolicyId);
        assert.deepEqual(policy?.outputs.applicationGateways, [{ id: gatewayId }]);
    });
});

describe("an application gateway with network isolation", () => {
    const delegated = {
        ...edgeSubnet[1],
        delegations: [{ name: "default", serviceName: "Microsoft.Network/applicationGateways" }],
        networkSecurityGroup: { id: securityGroupId },
        routeTable: { id: routeTableId },
    };
    const closed: RefusalCase["given"] = [
        ...network,
        [
            "network:NetworkSecurityGroup",
            { ...example["network:NetworkSecurityGroup"], ...named([rule("deny", 4096, "Outbound")]) },
        ],
        "network:RouteTable",
        ["network:Subnet", delegated],
        ...policyAndAddress,
    ];
    const quarterOfAnHour = 15 * 60 * 1000;

    it("may be in a closed network, once the feature is registered, which takes its time", async () => {
        const cloud = newCloud();
        await prepare(cloud, closed);
        const registered = (await deploy(cloud, feature))[feature] ?? "";
        assert.equal(await stateOf(cloud, registered), "Registering");
        await assert.rejects(cloud.create(token, gateway), { message: blocked.in });
        await cloud.clock.wait(quarterOfAnHour / 1000);
        assert.equal(await stateOf(cloud, registered), "Registered");
        const { outputs } = await cloud.create(token, gateway);
        assert.deepEqual(outputs.tags, { EnhancedNetworkControl: "True" });
    });

    it("needs no waiting where the subscription has the feature already", async () => {
        const cloud = newCloud({}, seed);
        await prepare(cloud, closed);
        const { outputs } = await cloud.create(token, gateway);
        assert.deepEqual(outputs.tags, { EnhancedNetworkControl: "True" });
        await assert.rejects(deploy(cloud, feature), { message: /^cannot create already existing resource '/ });
    });

    it("keeps it when the feature is unregistered", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...closed, feature]);
        await cloud.clock.wait(quarterOfAnHour / 1000);
        const { id } = await cloud.create(token, gateway);
        const registration = `${subscription}/providers/Microsoft.Features/featureProviders/Microsoft.Network/subscriptionFeatureRegistrations/EnableApplicationGatewayNetworkIsolation`;
        await cloud.remove(feature, registration);
        const outputs = await cloud.update(token, id, { ...gateway, enableHttp2: true });
        assert.deepEqual(outputs.tags, { EnhancedNetworkControl: "True" });
    });

    it("may have a private frontend only", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...closed, feature]);
        await cloud.clock.wait(quarterOfAnHour / 1000);
        await cloud.create(token, {
            ...gateway,
            ...changed("frontendIPConfigurations", {
                publicIPAddress: undefined,
                privateIPAddress: "10.0.6.250",
                privateIPAllocationMethod: "Static",
                subnet: { id: edgeSubnetId },
            }),
        } as Properties);
    });

    it("needs its subnet to be delegated to it", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...given, feature]);
        await cloud.clock.wait(quarterOfAnHour / 1000);
        await assert.rejects(cloud.create(token, gateway), {
            message: arm(
                400,
                "SubnetMissingRequiredDelegation",
                `Subnet ${edgeSubnetId} requires any of the following delegation(s) [Microsoft.Network/applicationGateways] to reference ${gatewayId}.`,
            ),
        });
    });

    it("is not what one becomes that was there before the feature", async () => {
        const cloud = newCloud();
        await prepare(cloud, [...network, ...guard(management), ...policyAndAddress, token, feature]);
        await cloud.clock.wait(quarterOfAnHour / 1000);
        const group = { ...example["network:NetworkSecurityGroup"], ...named([]) };
        await assert.rejects(cloud.update("network:NetworkSecurityGroup", securityGroupId, group), {
            message: blocked.in,
        });
        assert.equal((await cloud.read(token, gatewayId))?.outputs.tags, undefined);
    });

    async function stateOf(cloud: Cloud, id: string): Promise<string | undefined> {
        return textAt((await cloud.read(feature, id))?.outputs, "properties.state");
    }
});

describe("an application gateway's certificate", () => {
    const shared = `${subscription}/resourceGroups/rg-contoso-shared/providers/Microsoft.KeyVault/vaults/kv-contoso-edge`;
    const secret = "https://kv-contoso-edge.vault.azure.net/secrets/mcp";
    const identityId = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-one`;
    const endpointsId = `${networkId}/subnets/endpoints`;
    const failed = (problem: string) =>
        arm(
            400,
            "ApplicationGatewayKeyVaultSecretException",
            `Problem occured while accessing and validating KeyVault Secrets associated with Application Gateway '${gatewayId}'. See details below: ${problem}`,
        );
    /** The way to the vault that the seed has, by a private endpoint. */
    const way: RefusalCase["given"] = [
        ["network:Subnet", subnetNamed("endpoints", "10.0.0.0/24")],
        "privatedns:PrivateZone",
        "privatedns:VirtualNetworkLink",
        [
            "network:PrivateEndpoint",
            {
                ...example["network:PrivateEndpoint"],
                subnet: { id: endpointsId },
                privateLinkServiceConnections: [{ name: "vault", privateLinkServiceId: shared, groupIds: ["vault"] }],
            },
        ],
        "network:PrivateDnsZoneGroup",
    ];

    async function cloudWith(more: RefusalCase["given"]) {
        const cloud = newCloud();
        await prepare(cloud, [...given, ...more]);
        const { outputs } = await cloud.create(
            "managedidentity:UserAssignedIdentity",
            example["managedidentity:UserAssignedIdentity"] ?? {},
        );
        const principalId = textAt(outputs, "principalId") ?? "";
        const assign = () =>
            cloud.create("authorization:RoleAssignment", {
                scope: shared,
                roleAssignmentName: "55555555-5555-4555-8555-000000000009",
                principalId,
                principalType: "ServicePrincipal",
                roleDefinitionId: role("Key Vault Secrets User"),
            });
        return { cloud, principalId, assign };
    }

    it("is read from the vault, as the gateway's identity, over a private endpoint", async () => {
        const { cloud, assign } = await cloudWith(way);
        await assign();
        await cloud.create(token, { ...gateway, ...https(secret, [identityId]) });
    });

    it("cannot be read without a way to the vault", async () => {
        const { cloud, assign } = await cloudWith([]);
        await assign();
        await assert.rejects(cloud.create(token, { ...gateway, ...https(secret, [identityId]) }), {
            message: failed(
                `The vault kv-contoso-edge.vault.azure.net cannot be reached from ${edgeSubnetId}: public DNS, edge: no security group, Internet, kv-contoso-edge: publicNetworkAccess disabled.`,
            ),
        });
    });

    it("cannot be read without the role", async () => {
        const { cloud, principalId } = await cloudWith(way);
        await assert.rejects(cloud.create(token, { ...gateway, ...https(secret, [identityId]) }), {
            message: failed(
                `The principal ${principalId} may not read ${shared}/secrets/mcp: the role 'Key Vault Secrets User' on the secret or its vault allows it.`,
            ),
        });
    });

    it("has to exist", async () => {
        const { cloud, assign } = await cloudWith(way);
        await assign();
        const other = { ...gateway, ...https(secret.replace("mcp", "other"), [identityId]) };
        await assert.rejects(cloud.create(token, other), {
            message: failed("There is no secret other in the vault kv-contoso-edge.vault.azure.net."),
        });
    });
});
