import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";
import {
    assignRole,
    checked,
    checkedArmId,
    createIdentity,
    ipv4RangeProblem,
    knownAfter,
    type ManagedIdentity,
    type Principal,
    PrincipalType,
    protection,
    resourceId,
    resourceName,
    sendLogs,
    systemPrincipalId,
    tags,
} from "../shared";
import { encodedCertificate } from "./certificate-authority";
import { type GatewayArgs, GatewayTier, unitsOf, zonesOf } from "./gateway-args";
import { payloadFree } from "./logging";
import type { ServicePlace } from "./named-value";
import { createNamedValues } from "./named-values";
import { globalPolicy } from "./policy/global-policy";
import { createPrivateZone } from "./private-zone";
import { tlsProperties } from "./tls-properties";

const type = "Microsoft.ApiManagement/service";

/** An API Management service that exists by the time these are known outside a preview. */
export interface ApiManagement {
    id: pulumi.Output<string>;
    /** The name, once everything is there that APIs need: named values, the global policy, the log, the role. */
    governedName: pulumi.Output<string>;
    /** Host of the gateway, once the network resolves it and the global policy guards it. */
    host: pulumi.Output<string>;
    /** The identity that reads secrets, which exists and ends with the service. */
    systemPrincipal: Principal;
    /** The identity that calls servers and Content Safety. */
    identity: ManagedIdentity;
    loggerId: pulumi.Output<string>;
}

export function createApiManagement(name: string, args: GatewayArgs, parent: pulumi.Resource): ApiManagement {
    const { resourceGroupName } = args;
    const identity = createIdentity(name, args, "gateway", parent);
    const serviceName = resourceName(type, args.naming, name);
    const service = createService(name, serviceName, identity, args, parent);
    const id = knownAfter(service, resourceId(args, type, serviceName));
    sendLogs(name, { type, resourceId: id, workspaceId: args.workspaceId }, parent);
    const contentSafetyUser = assignRole(
        `${name}-content-safety-user`,
        {
            role: "Cognitive Services User",
            scope: checkedArmId(
                args.contentSafetyAccountId,
                "contentSafetyAccountId",
                "Microsoft.CognitiveServices/accounts",
            ),
            principal: identity.principal,
            subscriptionId: args.subscriptionId,
        },
        parent,
    );
    const place = { serviceName: knownAfter(service, serviceName), resourceGroupName };
    const systemPrincipal = { principalId: systemPrincipalId(service), principalType: PrincipalType.ServicePrincipal };
    const values = createNamedValues(name, place, { systemPrincipal, clientId: identity.clientId }, args, parent);
    const policy = createGlobalPolicy(name, place, args, parent);
    const restriction = requireBase(name, place, parent);
    const { logger, diagnostic } = createLog(name, place, id, parent);
    const hosts = createHosts(name, serviceName, service, args, parent);
    return {
        id,
        governedName: knownAfter([service, ...values, policy, restriction, diagnostic, contentSafetyUser], serviceName),
        host: knownAfter(policy, hosts.gateway),
        systemPrincipal,
        identity,
        loggerId: knownAfter(logger, pulumi.interpolate`${id}/loggers/${azureMonitor}`),
    };
}

/**
 * A service of a classic tier inside the network. It needs no public address of ours:
 * https://learn.microsoft.com/azure/api-management/virtual-network-injection-resources
 *
 * It keeps its default host: it could not read the certificate of another one from a closed vault before it has an
 * identity, and clients know the edge only.
 */
function createService(
    name: string,
    serviceName: string,
    identity: ManagedIdentity,
    args: GatewayArgs,
    parent: pulumi.Resource,
): apimanagement.ApiManagementService {
    return new apimanagement.ApiManagementService(
        `${name}-service`,
        {
            serviceName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            publisherName: args.publisherName,
            publisherEmail: args.publisherEmail,
            sku: { name: args.tier, capacity: unitsOf(args) },
            zones: args.tier === GatewayTier.Premium ? zonesOf(args) : undefined,
            virtualNetworkType: "Internal",
            virtualNetworkConfiguration: {
                subnetResourceId: checkedArmId(
                    args.gatewaySubnetId,
                    "gatewaySubnetId",
                    "Microsoft.Network/virtualNetworks/subnets",
                ),
            },
            // the system identity, because no other may pass the firewall of a vault, and one that outlives the service
            identity: {
                type: "SystemAssigned, UserAssigned",
                userAssignedIdentities: identity.id.apply((id) => ({ [id]: {} })),
            },
            customProperties: tlsProperties,
            certificates: (args.internalCertificateAuthorities ?? []).map((authority) => ({
                storeName: "Root",
                encodedCertificate: encodedCertificate(authority),
            })),
            // older ones are retired: https://learn.microsoft.com/azure/api-management/breaking-changes/api-version-retirement-sep-2023
            apiVersionConstraint: { minApiVersion: "2021-08-01" },
            configurationApi: { legacyApi: "Disabled" },
            developerPortalStatus: "Disabled",
            legacyPortalStatus: "Disabled",
            disableGateway: false,
            enableClientCertificate: false,
            natGatewayState: "Disabled",
            restore: false,
            tags: tags(args, "gateway"),
        },
        { parent, ...protection(type, args) },
    );
}

function createGlobalPolicy(
    name: string,
    place: ServicePlace,
    args: GatewayArgs,
    parent: pulumi.Resource,
): pulumi.Resource {
    const range = checked(args.edgeRange, (given) => ipv4RangeProblem(given, "edgeRange"));
    const value = range.apply((known) => globalPolicy(known, args.concurrentRequestsPerUser ?? 8));
    return new apimanagement.Policy(
        `${name}-global-policy`,
        { ...place, policyId: "policy", format: "xml", value },
        { parent },
    );
}

/** No policy of an API leaves out the global one. */
function requireBase(name: string, place: ServicePlace, parent: pulumi.Resource): pulumi.Resource {
    return new apimanagement.PolicyRestriction(
        `${name}-policy-restriction`,
        { ...place, policyRestrictionId: "base-of-apis", scope: "/apis", requireBase: "true" },
        { parent },
    );
}

/** Name that Azure gives a meaning to: https://learn.microsoft.com/azure/api-management/api-management-howto-use-azure-monitor */
const azureMonitor = "azuremonitor";

function createLog(
    name: string,
    place: ServicePlace,
    serviceId: pulumi.Output<string>,
    parent: pulumi.Resource,
): { logger: pulumi.Resource; diagnostic: pulumi.Resource } {
    const logger = new apimanagement.Logger(
        `${name}-logger`,
        { ...place, loggerId: azureMonitor, loggerType: "azureMonitor", isBuffered: false },
        { parent },
    );
    const diagnostic = new apimanagement.Diagnostic(
        `${name}-diagnostic`,
        {
            ...payloadFree,
            ...place,
            diagnosticId: azureMonitor,
            loggerId: knownAfter(logger, pulumi.interpolate`${serviceId}/loggers/${azureMonitor}`),
        },
        { parent },
    );
    return { logger, diagnostic };
}

/**
 * Names of the service, which Azure does not register in internal mode. Each has a zone of its own: a zone for all of
 * `azure-api.net` would hide the services of others.
 * https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet#access-on-default-host-names
 */
function createHosts(
    name: string,
    serviceName: string,
    service: apimanagement.ApiManagementService,
    args: GatewayArgs,
    parent: pulumi.Resource,
): { gateway: pulumi.Output<string> } {
    const address = service.privateIPAddresses.apply((addresses) => {
        const [first] = addresses ?? [];
        if (first !== undefined) return first;
        throw new pulumi.RunError(`API Management ${serviceName} has no private address; is it in a network?`);
    });
    const zone = (label: string, zoneName: string) =>
        createPrivateZone(name, { label, zoneName, address }, args, parent);
    zone("management", `${serviceName}.management.azure-api.net`);
    zone("scm", `${serviceName}.scm.azure-api.net`);
    return { gateway: zone("host", `${serviceName}.azure-api.net`) };
}
