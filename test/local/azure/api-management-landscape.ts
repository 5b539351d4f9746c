import type { Properties } from "../../../local/provider/provider";
import { groupId } from "./fixture";

export const serviceId = `${groupId}/providers/Microsoft.ApiManagement/service/apim-one`;
const securityGroupId = `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg`;
export const gatewaySubnetId = `${groupId}/providers/Microsoft.Network/virtualNetworks/net/subnets/gateway`;

const inService = { resourceGroupName: "rg", serviceName: "apim-one" };
const inApi = { ...inService, apiId: "orders" };

/** A document with something before what is inherited in its first section. */
export function document(inbound = "", others = "<backend><base /></backend>"): string {
    return `<policies><inbound>${inbound}<base /></inbound>${others}<outbound><base /></outbound><on-error><base /></on-error></policies>`;
}

/** Inputs of the generic resource for what lies in the service. */
export function generic(resourceType: string, resourceName: string, apiVersion: string, properties: Properties) {
    return {
        resourceGroupName: "rg",
        resourceProviderNamespace: "Microsoft.ApiManagement",
        parentResourcePath: "service/apim-one",
        resourceType,
        resourceName,
        apiVersion,
        properties,
    };
}

/** Complete inputs of one resource of each type, by token. */
export const apiManagementExamples: Record<string, Properties> = {
    "apimanagement:ApiManagementService": {
        resourceGroupName: "rg",
        location: "westeurope",
        serviceName: "apim-one",
        sku: { name: "Developer", capacity: 1 },
        publisherEmail: "owner@contoso.com",
        publisherName: "Contoso",
        identity: { type: "SystemAssigned" },
        virtualNetworkType: "Internal",
        virtualNetworkConfiguration: { subnetResourceId: gatewaySubnetId },
    },
    "apimanagement:NamedValue": {
        ...inService,
        namedValueId: "risk-level",
        displayName: "risk-level",
        value: "normal",
    },
    "apimanagement:Logger": { ...inService, loggerId: "azuremonitor", loggerType: "azureMonitor", isBuffered: false },
    "apimanagement:Diagnostic": {
        ...inService,
        diagnosticId: "azuremonitor",
        loggerId: `${serviceId}/loggers/azuremonitor`,
        sampling: { samplingType: "fixed", percentage: 100 },
    },
    "apimanagement:Backend": {
        ...inService,
        backendId: "orders",
        url: "https://orders.internal.contoso.com",
        protocol: "http",
        tls: { validateCertificateChain: true, validateCertificateName: true },
        credentials: { header: { "X-Risk": ["{{risk-level}}"] } },
    },
    "apimanagement:GlobalSchema": {
        ...inService,
        schemaId: "xml",
        schemaType: "xml",
        value: '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" />',
    },
    "apimanagement:PolicyFragment": {
        ...inService,
        id: "scrub",
        value: '<fragment><set-header name="X-Level" exists-action="override"><value>{{risk-level}}</value></set-header></fragment>',
    },
    "apimanagement:Policy": {
        ...inService,
        policyId: "policy",
        format: "xml",
        value: '<policies><inbound><include-fragment fragment-id="scrub" /></inbound><backend><forward-request buffer-response="false" /></backend><outbound /><on-error /></policies>',
    },
    "apimanagement:PolicyRestriction": {
        ...inService,
        policyRestrictionId: "orders",
        scope: "/apis/orders",
        requireBase: "true",
    },
    "apimanagement:Api": {
        ...inApi,
        displayName: "Orders",
        path: "orders/mcp",
        protocols: ["https"],
        subscriptionRequired: false,
    },
    "apimanagement:ApiPolicy": {
        ...inApi,
        policyId: "policy",
        format: "xml",
        value: document('<set-backend-service backend-id="orders" />'),
    },
    "apimanagement:ApiDiagnostic": { ...inApi, diagnosticId: "azuremonitor", loggerId: "/loggers/azuremonitor" },
    "apimanagement:ApiOperation": {
        ...inApi,
        operationId: "post",
        displayName: "Message",
        method: "POST",
        urlTemplate: "/",
    },
    "apimanagement:ApiOperationPolicy": {
        ...inApi,
        operationId: "post",
        policyId: "policy",
        format: "xml",
        value: document(),
    },
    "apimanagement:Product": { ...inService, productId: "servers", displayName: "Servers", state: "published" },
    "apimanagement:ProductApi": { ...inService, productId: "servers", apiId: "orders" },
    "apimanagement:ProductPolicy": {
        ...inService,
        productId: "servers",
        policyId: "policy",
        format: "xml",
        value: document(),
    },
    "apimanagement:Subscription": { ...inService, sid: "tests", displayName: "Tests", scope: "/products/servers" },
    "resources:Resource": generic("schemas", "orders-list", "2024-05-01", {
        schemaType: "json",
        document: { type: "object" },
    }),
    "apimanagement:ApiTool": {
        ...inService,
        apiId: "native",
        toolId: "list",
        displayName: "list",
        operationId: "/apis/orders/operations/post",
    },
};

/** An example by its token, or inputs of its own. */
export type Step = string | [token: string, inputs: Properties];

/** A subnet of its own, as the service needs it. */
export const gatewaySubnet: Step = [
    "network:Subnet",
    {
        resourceGroupName: "rg",
        virtualNetworkName: "net",
        subnetName: "gateway",
        addressPrefix: "10.0.7.0/27",
        networkSecurityGroup: { id: securityGroupId },
    },
];

/** An API of the type MCP. */
export const nativeApi: Step = [
    "resources:Resource",
    generic("apis", "native", "2025-09-01-preview", {
        type: "mcp",
        displayName: "Native",
        path: "native/mcp",
        protocols: ["https"],
        backendId: "orders",
        mcpProperties: { transportType: "streamable", endpoints: [{ name: "message", uriTemplate: "/" }] },
    }),
];

/** The examples, in an order in which they can be created, and what they need besides. */
export const apiManagementSteps: Step[] = [
    gatewaySubnet,
    "apimanagement:ApiManagementService",
    "apimanagement:NamedValue",
    "apimanagement:Logger",
    "apimanagement:Diagnostic",
    "apimanagement:Backend",
    "apimanagement:GlobalSchema",
    "apimanagement:PolicyFragment",
    "apimanagement:Policy",
    "apimanagement:PolicyRestriction",
    "apimanagement:Api",
    "apimanagement:ApiPolicy",
    "apimanagement:ApiDiagnostic",
    "apimanagement:ApiOperation",
    "apimanagement:ApiOperationPolicy",
    "apimanagement:Product",
    "apimanagement:ProductApi",
    "apimanagement:ProductPolicy",
    "apimanagement:Subscription",
    "resources:Resource",
    nativeApi,
    "apimanagement:ApiTool",
];
