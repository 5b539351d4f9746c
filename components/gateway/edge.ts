import * as azurenetwork from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";
import {
    checked,
    checkedArmId,
    createIdentity,
    createPrivateEndpoint,
    createPublicAddress,
    ipv4RangeProblem,
    knownAfter,
    lastUsableAddress,
    type ManagedIdentity,
    PrivateLinkService,
    protection,
    readableSecret,
    registerFeature,
    resourceId,
    resourceName,
    sendLogs,
    tags,
} from "../shared";
import type { ApiManagement } from "./api-management";
import { rewriteRules } from "./edge-rewriting";
import { EdgeAccess, type GatewayArgs, zonesOf } from "./gateway-args";
import { type Frontend, publishHost } from "./host-record";
import { createFirewallPolicy } from "./waf";

const type = "Microsoft.Network/applicationGateways";

/** An edge that exists by the time these are known outside a preview. */
export interface Edge {
    id: pulumi.Output<string>;
    /** Address that clients come to. */
    address: pulumi.Output<string>;
}

/**
 * An Application Gateway that has the custom host and its certificate, takes TLS 1.3 only, and hands on to API
 * Management over TLS, to a host that its certificate must be for.
 */
export function createEdge(name: string, service: ApiManagement, args: GatewayArgs, parent: pulumi.Resource): Edge {
    const frontend = createFrontend(name, args, parent);
    const identity = createIdentity(`${name}-edge`, args, "gateway", parent);
    const keyVaultSecretId = certificateFor(name, identity, args, parent);
    const applicationGatewayName = resourceName(type, args.naming, name);
    const gatewayId = resourceId(args, type, applicationGatewayName);
    const part = (list: string, partName: string) => ({ id: pulumi.interpolate`${gatewayId}/${list}/${partName}` });
    const subnet = {
        id: checkedArmId(args.edgeSubnetId, "edgeSubnetId", "Microsoft.Network/virtualNetworks/subnets"),
    };
    const gateway = new azurenetwork.ApplicationGateway(
        `${name}-edge`,
        {
            applicationGatewayName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            zones: zonesOf(args),
            sku: { name: "WAF_v2", tier: "WAF_v2" },
            autoscaleConfiguration: {
                minCapacity: args.edgeInstances?.minimum ?? 2,
                maxCapacity: args.edgeInstances?.maximum ?? 10,
            },
            identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
            enableHttp2: true,
            firewallPolicy: { id: createFirewallPolicy(name, args, parent) },
            // no cipher suites: those of TLS 1.3 are implied
            sslPolicy: { policyType: "CustomV2", minProtocolVersion: "TLSv1_3" },
            // events of a stream pass at once; requests are read whole by the web application firewall in any case:
            // https://learn.microsoft.com/azure/application-gateway/proxy-buffers#limitations
            globalConfiguration: { enableRequestBuffering: true, enableResponseBuffering: false },
            gatewayIPConfigurations: [{ name: "edge", subnet }],
            frontendIPConfigurations: [
                {
                    name: "clients",
                    ...(frontend.publicAddressId === undefined
                        ? { privateIPAllocationMethod: "Static", privateIPAddress: frontend.address, subnet }
                        : { publicIPAddress: { id: frontend.publicAddressId } }),
                },
            ],
            frontendPorts: [{ name: "https", port: 443 }],
            sslCertificates: [{ name: "host", keyVaultSecretId }],
            httpListeners: [
                {
                    name: "https",
                    protocol: "Https",
                    hostName: args.hostName,
                    requireServerNameIndication: true,
                    frontendIPConfiguration: part("frontendIPConfigurations", "clients"),
                    frontendPort: part("frontendPorts", "https"),
                    sslCertificate: part("sslCertificates", "host"),
                },
            ],
            backendAddressPools: [{ name: "gateway", backendAddresses: [{ fqdn: service.host }] }],
            backendHttpSettingsCollection: [
                {
                    name: "gateway",
                    protocol: "Https",
                    port: 443,
                    hostName: service.host,
                    pickHostNameFromBackendAddress: false,
                    cookieBasedAffinity: "Disabled",
                    // longer than the 240 seconds that API Management waits, so that it is the one to say so
                    requestTimeout: 300,
                    probe: part("probes", "gateway"),
                },
            ],
            probes: [
                {
                    name: "gateway",
                    protocol: "Https",
                    pickHostNameFromBackendHttpSettings: true,
                    // https://learn.microsoft.com/azure/api-management/monitor-api-management
                    path: "/status-0123456789abcdef",
                    interval: 30,
                    timeout: 30,
                    unhealthyThreshold: 3,
                    match: { statusCodes: ["200"] },
                },
            ],
            rewriteRuleSets: [{ name: "headers", rewriteRules }],
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
            tags: tags(args, "gateway"),
        },
        { parent, dependsOn: registerNetworkIsolation(name, args, parent), ...protection(type, args) },
    );
    const id = knownAfter(gateway, gatewayId);
    sendLogs(`${name}-edge`, { type, resourceId: id, workspaceId: args.workspaceId }, parent);
    publishHost(name, frontend, args, parent);
    return { id, address: knownAfter(gateway, frontend.address) };
}

function createFrontend(name: string, args: GatewayArgs, parent: pulumi.Resource): Frontend {
    if (args.access === EdgeAccess.Private) {
        // instances take addresses from the beginning: https://learn.microsoft.com/azure/application-gateway/configuration-infrastructure#size-of-the-subnet
        const range = checked(args.edgeRange, (given) => ipv4RangeProblem(given, "edgeRange"));
        return { address: range.apply(lastUsableAddress) };
    }
    const { ddosProtection, workspaceId } = args;
    const { id, address } = createPublicAddress(
        `${name}-edge`,
        args,
        { component: "gateway", ddosProtection, availabilityZones: zonesOf(args), workspaceId },
        parent,
    );
    return { address, publicAddressId: id };
}

/** Address of the certificate, once the edge may read it and nothing else in its vault. Serves practices 3.3 and 6.2. */
function certificateFor(
    name: string,
    { principal }: ManagedIdentity,
    args: GatewayArgs,
    parent: pulumi.Resource,
): pulumi.Output<string> {
    const { certificate, certificateNetwork, subscriptionId } = args;
    const reader = { argument: "certificate", principal, subscriptionId };
    const uri = readableSecret(`${name}-certificate-reader`, certificate, reader, parent);
    if (certificateNetwork === undefined) return uri;
    const reachable = createPrivateEndpoint(
        `${name}-certificate`,
        args,
        {
            service: PrivateLinkService.Vault,
            resourceId: certificate.vaultId,
            network: certificateNetwork,
            component: "gateway",
        },
        parent,
    );
    return knownAfter(reachable, uri);
}

/**
 * Without this feature, Azure refuses an edge whose subnet lets nothing out, or that has no public address. It takes up
 * to half an hour to count, which API Management takes anyway:
 * https://learn.microsoft.com/azure/application-gateway/application-gateway-private-deployment
 */
function registerNetworkIsolation(name: string, args: GatewayArgs, parent: pulumi.Resource): pulumi.Resource[] {
    if (!args.registerNetworkIsolation) return [];
    const feature = { providerNamespace: "Microsoft.Network", featureName: "EnableApplicationGatewayNetworkIsolation" };
    return [registerFeature(`${name}-network-isolation`, feature, args, parent)];
}
