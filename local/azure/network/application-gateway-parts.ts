import type { Properties } from "../../provider/provider";
import {
    boolean,
    each,
    integer,
    limited,
    notModelled,
    object,
    oneOf,
    readOnly,
    required,
    string,
} from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import type { Field } from "../schema";
import { list, reference } from "../schema";

const answered = readOnly("etag", "provisioningState", "type");
// https://learn.microsoft.com/azure/application-gateway/configuration-http-settings
const seconds = limited(integer, { minimum: 1, maximum: 86400 });
const port = limited(integer, { minimum: 1, maximum: 65535 });
const webProtocol = oneOf("Http", "Https"); // Tcp and Tls are of the properties that are not modelled
const named = { id: string, name: string };

const headers = list(
    object({
        ...each(string, "headerName", "headerValue"),
        headerValueMatcher: object({ ignoreCase: boolean, negate: boolean, pattern: string }),
    }),
);

const pathRule = object({
    ...named,
    ...each(reference, "backendAddressPool", "backendHttpSettings", "firewallPolicy", "redirectConfiguration"),
    rewriteRuleSet: reference,
    paths: list(string),
    ...notModelled("loadDistributionPolicy"),
    ...answered,
});

/**
 * Collections of parts with ids of their own, which refer to each other, by their name in the request and in ids:
 * https://learn.microsoft.com/azure/application-gateway/application-gateway-components
 */
export const parts: Record<string, Field> = {
    backendAddressPools: object({
        ...named,
        backendAddresses: list(object({ fqdn: string, ipAddress: string })),
        ...readOnly("backendIPConfigurations"),
        ...answered,
    }),
    backendHttpSettingsCollection: object({
        ...named,
        ...each(string, "affinityCookieName", "hostName", "path"),
        connectionDraining: object({
            drainTimeoutInSec: required(limited(integer, { minimum: 1, maximum: 3600 })),
            enabled: required(boolean),
        }),
        cookieBasedAffinity: oneOf("Enabled", "Disabled"),
        ...each(boolean, "pickHostNameFromBackendAddress", "probeEnabled"),
        port,
        probe: reference,
        protocol: webProtocol,
        requestTimeout: seconds,
        trustedRootCertificates: list(reference),
        ...notModelled("authenticationCertificates"),
        ...answered,
    }),
    frontendIPConfigurations: object({
        ...named,
        privateIPAddress: string,
        privateIPAllocationMethod: oneOf("Static", "Dynamic"),
        ...each(reference, "publicIPAddress", "subnet"),
        ...notModelled("privateLinkConfiguration"),
        ...answered,
    }),
    frontendPorts: object({ ...named, port, ...answered }),
    gatewayIPConfigurations: object({ ...named, subnet: reference, ...answered }),
    httpListeners: object({
        ...named,
        ...each(reference, "firewallPolicy", "frontendIPConfiguration", "frontendPort", "sslCertificate"),
        hostName: string,
        hostNames: list(string),
        protocol: webProtocol,
        requireServerNameIndication: boolean,
        ...notModelled("customErrorConfigurations", "sslProfile"),
        ...answered,
    }),
    probes: object({
        ...named,
        ...each(string, "host", "path"),
        ...each(seconds, "interval", "timeout"),
        match: object({ body: string, statusCodes: list(string) }),
        minServers: integer,
        ...each(boolean, "pickHostNameFromBackendHttpSettings", "pickHostNameFromBackendSettings"),
        port,
        protocol: webProtocol,
        unhealthyThreshold: limited(integer, { minimum: 1, maximum: 20 }),
        ...answered,
    }),
    redirectConfigurations: object({
        ...named,
        ...each(boolean, "includePath", "includeQueryString"),
        redirectType: oneOf("Permanent", "Found", "SeeOther", "Temporary"),
        targetListener: reference,
        targetUrl: string,
        ...notModelled("pathRules", "requestRoutingRules", "urlPathMaps"),
        ...readOnly("etag", "type"),
    }),
    requestRoutingRules: object({
        ...named,
        ...each(reference, "backendAddressPool", "backendHttpSettings", "httpListener", "redirectConfiguration"),
        ...each(reference, "rewriteRuleSet", "urlPathMap"),
        // required since the API version 2021-08-01: rule `routingIsWrong`
        priority: limited(integer, { minimum: 1, maximum: 20000 }),
        ruleType: oneOf("Basic", "PathBasedRouting"),
        ...notModelled("loadDistributionPolicy"),
        ...answered,
    }),
    rewriteRuleSets: object({
        ...named,
        rewriteRules: list(
            object({
                name: string,
                ruleSequence: integer,
                conditions: list(
                    object({ ignoreCase: boolean, negate: boolean, ...each(string, "pattern", "variable") }),
                ),
                actionSet: object({
                    requestHeaderConfigurations: headers,
                    responseHeaderConfigurations: headers,
                    urlConfiguration: object({
                        ...each(string, "modifiedPath", "modifiedQueryString"),
                        reroute: boolean,
                    }),
                }),
            }),
        ),
        ...readOnly("etag", "provisioningState"),
    }),
    sslCertificates: object({
        ...named,
        keyVaultSecretId: string,
        ...notModelled("data", "password"), // a key outside of a vault
        ...readOnly("publicCertData"),
        ...answered,
    }),
    trustedRootCertificates: object({
        ...named,
        data: string,
        ...notModelled("keyVaultSecretId"),
        ...answered,
    }),
    urlPathMaps: object({
        ...named,
        ...each(reference, "defaultBackendAddressPool", "defaultBackendHttpSettings", "defaultRedirectConfiguration"),
        defaultRewriteRuleSet: reference,
        pathRules: list(pathRule),
        ...notModelled("defaultLoadDistributionPolicy"),
        ...answered,
    }),
};

/** The parts as a GET answers them, each with its id. */
export function answeredParts(gatewayId: string, inputs: Properties, etag: string): Properties {
    const collections = Object.keys(parts).filter((collection) => inputs[collection] !== undefined);
    return Object.fromEntries(
        collections.map((collection) => [
            collection,
            objectsAt(inputs, collection).map((part) => withId(gatewayId, collection, part, etag)),
        ]),
    );
}

function withId(parentId: string, collection: string, part: Properties, etag: string): Properties {
    const id = `${parentId}/${collection}/${textAt(part, "name") ?? ""}`;
    const pathRules = objectsAt(part, "pathRules").map((rule) => withId(id, "pathRules", rule, etag));
    return {
        ...part,
        id,
        etag,
        ...(collection !== "rewriteRuleSets" && { type: `Microsoft.Network/applicationGateways/${collection}` }),
        ...(collection !== "redirectConfigurations" && { provisioningState: "Succeeded" }),
        ...(pathRules.length > 0 && { pathRules }),
    };
}
