import { boolean, integer, notModelled, object, oneOf, readOnly, required, string } from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { untypedIdentity } from "../managed-identity/identity";
import type { ResourceType } from "../resource-type";
import { list, reference, tags, writeOnly } from "../schema";
import { certificateIsOutOfReach, identityIsWrong } from "./application-gateway-certificates";
import { frontendsAreWrong, gatewayIsCutOff, tagsOf } from "./application-gateway-network";
import { answeredParts, parts } from "./application-gateway-parts";
import { partIsMissing } from "./application-gateway-references";
import { rewriteIsWrong } from "./application-gateway-rewrites";
import {
    backendsAreWrong,
    firewallPolicyIsWrong,
    listenersAreWrong,
    routingIsWrong,
    skuIsWrong,
} from "./application-gateway-rules";
import { predefinedPolicies, tlsPolicyIsWrong } from "./application-gateway-tls";

const tlsVersions = oneOf("TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3");

/** Microsoft.Network/applicationGateways: version 2, for HTTP, in a subnet of its own. */
export const applicationGateway: ResourceType = {
    token: "azure-native:network:ApplicationGateway",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/applicationGateways/{applicationGatewayName}",
    properties: {
        id: writeOnly(string),
        location: string,
        tags,
        autoscaleConfiguration: object({ maxCapacity: integer, minCapacity: required(integer) }),
        enableFips: boolean,
        enableHttp2: boolean,
        firewallPolicy: reference,
        forceFirewallPolicyAssociation: boolean,
        globalConfiguration: object({ enableRequestBuffering: boolean, enableResponseBuffering: boolean }),
        identity: untypedIdentity,
        sku: object({
            capacity: integer,
            family: oneOf("Generation_1", "Generation_2"),
            name: oneOf(
                ...["Standard_Small", "Standard_Medium", "Standard_Large", "WAF_Medium", "WAF_Large"],
                ...["Standard_v2", "WAF_v2", "Basic"],
            ),
            tier: oneOf("Standard", "WAF", "Standard_v2", "WAF_v2", "Basic"),
        }),
        sslPolicy: object({
            cipherSuites: list(string),
            disabledSslProtocols: list(tlsVersions),
            minProtocolVersion: tlsVersions,
            policyName: oneOf(...predefinedPolicies),
            policyType: oneOf("Predefined", "Custom", "CustomV2"),
        }),
        zones: list(string),
        ...Object.fromEntries(Object.entries(parts).map(([collection, part]) => [collection, list(part)])),
        ...notModelled("authenticationCertificates", "backendSettingsCollection", "customErrorConfigurations"),
        ...notModelled("listeners", "loadDistributionPolicies", "privateLinkConfigurations", "routingRules"),
        ...notModelled("sslProfiles", "trustedClientCertificates", "webApplicationFirewallConfiguration"),
        ...readOnly("defaultPredefinedSslPolicy", "etag", "operationalState", "privateEndpointConnections"),
        ...readOnly("provisioningState", "resourceGuid", "name", "type"),
    },
    // orders of magnitude: https://learn.microsoft.com/azure/application-gateway/application-gateway-faq
    seconds: { create: 600, update: 180, delete: 300 },
    outputs: (put) => ({
        ...tagsOf(put),
        ...answeredParts(put.id, put.inputs, `W/"${put.cloud.newGuid(put.id, "etag")}"`),
        defaultPredefinedSslPolicy: "AppGwSslPolicy20220101",
        operationalState: "Running",
        privateEndpointConnections: [],
    }),
    placement: {
        subnetIds: (body) =>
            ["gatewayIPConfigurations", "frontendIPConfigurations"].flatMap((collection) =>
                objectsAt(body, collection).flatMap((configuration) => textAt(configuration, "subnet.id") ?? []),
            ),
        dedicated: true,
        acceptsDelegationTo: "Microsoft.Network/applicationGateways",
    },
    publicAddressIds: (body) =>
        objectsAt(body, "frontendIPConfigurations").flatMap(
            (configuration) => textAt(configuration, "publicIPAddress.id") ?? [],
        ),
    refuse: [
        skuIsWrong,
        partIsMissing,
        frontendsAreWrong,
        listenersAreWrong,
        routingIsWrong,
        backendsAreWrong,
        rewriteIsWrong,
        tlsPolicyIsWrong,
        firewallPolicyIsWrong,
        gatewayIsCutOff,
        identityIsWrong,
        certificateIsOutOfReach,
    ],
    diagnostics: {
        logs: ["ApplicationGatewayAccessLog", "ApplicationGatewayPerformanceLog", "ApplicationGatewayFirewallLog"],
        groups: ["allLogs"],
        metrics: ["AllMetrics"],
    },
};
