import { textAt } from "../../../local/provider/values";
import type { Case } from "../conformance/case";
import {
    apiManagementExamples,
    document,
    gatewaySubnet,
    generic,
    nativeApi,
    serviceId,
} from "./api-management-landscape";
import { groupId, seed, subscription } from "./fixture";

const exists = /^cannot create already existing resource '/;
const subnet = ["resources:ResourceGroup", "network:VirtualNetwork", "network:NetworkSecurityGroup", gatewaySubnet];
const service: Case["needs"] = [...subnet, "apimanagement:ApiManagementService"];
const api: Case["needs"] = [...service, "apimanagement:Api"];
const operation: Case["needs"] = [...api, "apimanagement:ApiOperation"];
const product: Case["needs"] = [...service, "apimanagement:Product"];
const withBackend: Case["needs"] = [...service, "apimanagement:NamedValue", "apimanagement:Backend"];

const noService: Case["missing"] = [{ serviceName: "nobody" }, /Code="ParentResourceNotFound"/];
const noApi: Case["missing"] = [{ apiId: "nobody" }, /Code="ParentResourceNotFound"/];

function inService(path: string): RegExp {
    return new RegExp(`^${serviceId.replaceAll(".", "\\.")}/${path}$`);
}

function named(parameter: string, name = "other"): Case["replaced"] {
    return [{ [parameter]: name }, { [parameter]: "update-replace" }];
}

/** A policy goes to another place with a new parent only: its own name is always the same. */
function policyCase(token: string, path: string, needs: Case["needs"]): Case {
    return {
        inputs: { ...apiManagementExamples[token], value: document() },
        needs,
        id: inService(`${path}/policies/policy`),
        chosen: ["name", "type"],
        inPlace: [{ value: document('<set-variable name="a" value="b" />') }, { value: "update" }],
        missing: [{ value: document("{{nobody}}") }, /Cannot find a property 'nobody'/],
        conflict: exists,
    };
}

const openVault = {
    resourceGroupName: "rg",
    location: "westeurope",
    vaultName: "kv-open",
    properties: {
        tenantId: seed.tenantId,
        sku: { family: "A", name: "premium" },
        enableRbacAuthorization: true,
        publicNetworkAccess: "enabled",
    },
};
const clientSecret = {
    resourceGroupName: "rg",
    vaultName: "kv-open",
    secretName: "client",
    properties: { value: "not-in-the-journal" },
};

/** What the types of API Management must do. */
export const apiManagementCases: Record<string, Case> = {
    "apimanagement:ApiManagementService": {
        inputs: apiManagementExamples["apimanagement:ApiManagementService"] ?? {},
        needs: [...subnet, ["resources:ResourceGroup", { resourceGroupName: "rg2", location: "westeurope" }]],
        id: new RegExp(`^${serviceId.replaceAll(".", "\\.")}$`),
        chosen: [
            ...["name", "type", "etag", "provisioningState", "gatewayUrl", "managementApiUrl", "scmUrl"],
            ...["privateIPAddresses", "publicIPAddresses", "createdAtUtc", "identity.principalId"],
        ],
        inPlace: [{ tags: { a: "1" } }, { tags: "add" }],
        replaced: named("serviceName", "apim-two"),
        missing: [
            {
                virtualNetworkConfiguration: {
                    subnetResourceId: `${groupId}/providers/Microsoft.Network/virtualNetworks/net/subnets/nobody`,
                },
            },
            /Code="InvalidResourceReference"/,
        ],
        conflict: exists,
        rival: [{ resourceGroupName: "rg2" }, /Code="ServiceAlreadyExists"/],
        softDelete: /Code="ServiceAlreadyExistsInSoftDeletedState" Message="Api service apim-one was soft-deleted\./,
    },
    "apimanagement:NamedValue": {
        inputs: apiManagementExamples["apimanagement:NamedValue"] ?? {},
        needs: service,
        id: inService("namedValues/risk-level"),
        chosen: ["name", "type", "provisioningState", "secret"],
        inPlace: [{ value: "elevated" }, { value: "update" }],
        replaced: named("namedValueId"),
        missing: noService,
        conflict: exists,
        rival: [{ namedValueId: "other" }, /Property with the same name already exist\./],
    },
    "apimanagement:Logger": {
        inputs: { resourceGroupName: "rg", serviceName: "apim-one", loggerId: "one", loggerType: "azureMonitor" },
        needs: service,
        id: inService("loggers/one"),
        chosen: ["name", "type", "isBuffered"],
        inPlace: [{ description: "one" }, { description: "add" }],
        replaced: named("loggerId"),
        missing: noService,
        conflict: exists,
    },
    "apimanagement:Diagnostic": {
        inputs: apiManagementExamples["apimanagement:Diagnostic"] ?? {},
        needs: [...service, "apimanagement:Logger"],
        id: inService("diagnostics/azuremonitor"),
        chosen: ["name", "type", "verbosity", "logClientIp"],
        inPlace: [{ verbosity: "error" }, { verbosity: "add" }],
        missing: [{ loggerId: `${serviceId}/loggers/nobody` }, /Code="InvalidResourceReference"/],
        conflict: exists,
    },
    "apimanagement:ApiDiagnostic": {
        inputs: apiManagementExamples["apimanagement:ApiDiagnostic"] ?? {},
        needs: [...api, "apimanagement:Logger"],
        id: inService("apis/orders/diagnostics/azuremonitor"),
        chosen: ["name", "type", "verbosity", "logClientIp"],
        inPlace: [{ verbosity: "error" }, { verbosity: "add" }],
        missing: [{ loggerId: "/loggers/nobody" }, /Logger with id '\/loggers\/nobody' could not be found\./],
        conflict: exists,
    },
    "apimanagement:Backend": {
        inputs: {
            resourceGroupName: "rg",
            serviceName: "apim-one",
            backendId: "orders",
            url: "https://orders.internal.contoso.com",
            protocol: "http",
        },
        needs: service,
        id: inService("backends/orders"),
        chosen: ["name", "type"],
        inPlace: [{ url: "https://other.internal.contoso.com" }, { url: "update" }],
        replaced: named("backendId"),
        missing: [
            { credentials: { header: { Authorization: ["Bearer {{nobody}}"] } } },
            /Cannot find a property 'nobody'/,
        ],
        conflict: exists,
    },
    "apimanagement:GlobalSchema": {
        inputs: apiManagementExamples["apimanagement:GlobalSchema"] ?? {},
        needs: service,
        id: inService("schemas/xml"),
        chosen: ["name", "type", "provisioningState"],
        inPlace: [{ description: "one" }, { description: "add" }],
        replaced: named("schemaId"),
        missing: noService,
        conflict: exists,
    },
    "apimanagement:PolicyFragment": {
        inputs: {
            resourceGroupName: "rg",
            serviceName: "apim-one",
            id: "scrub",
            value: '<fragment><set-header name="X-Level" exists-action="delete" /></fragment>',
        },
        needs: service,
        id: inService("policyFragments/scrub"),
        chosen: ["name", "type", "provisioningState", "format"],
        inPlace: [{ value: "<fragment />" }, { value: "update" }],
        replaced: named("id"),
        missing: [{ value: "<fragment>{{nobody}}</fragment>" }, /Cannot find a property 'nobody'/],
        conflict: exists,
    },
    "apimanagement:Policy": {
        inputs: {
            resourceGroupName: "rg",
            serviceName: "apim-one",
            policyId: "policy",
            value: "<policies><inbound /></policies>",
        },
        needs: service,
        id: inService("policies/policy"),
        chosen: ["name", "type", "format"],
        inPlace: [{ value: "<policies><inbound /><backend /></policies>" }, { value: "update" }],
        missing: [
            { value: '<policies><inbound><include-fragment fragment-id="nobody" /></inbound></policies>' },
            /Error in element 'include-fragment' on line 1, column 21: Policy fragment with id 'nobody' could not be found\./,
        ],
        conflict: "updated",
    },
    "apimanagement:ApiPolicy": policyCase("apimanagement:ApiPolicy", "apis/orders", api),
    "apimanagement:ApiOperationPolicy": policyCase(
        "apimanagement:ApiOperationPolicy",
        "apis/orders/operations/post",
        operation,
    ),
    "apimanagement:ProductPolicy": policyCase("apimanagement:ProductPolicy", "products/servers", product),
    "apimanagement:PolicyRestriction": {
        inputs: { resourceGroupName: "rg", serviceName: "apim-one", policyRestrictionId: "all", scope: "/" },
        needs: service,
        id: inService("policyRestrictions/all"),
        chosen: ["name", "type", "requireBase"],
        inPlace: [{ requireBase: "true" }, { requireBase: "add" }],
        replaced: named("policyRestrictionId"),
        missing: noService,
        conflict: exists,
    },
    "apimanagement:Api": {
        inputs: { resourceGroupName: "rg", serviceName: "apim-one", apiId: "orders", path: "orders/mcp" },
        needs: service,
        id: inService("apis/orders"),
        chosen: [
            ...["name", "type", "provisioningState", "apiRevision", "isCurrent", "isOnline", "displayName"],
            ...["protocols", "subscriptionRequired", "subscriptionKeyParameterNames"],
        ],
        inPlace: [{ subscriptionRequired: false }, { subscriptionRequired: "add" }],
        replaced: named("apiId"),
        missing: noService,
        conflict: exists,
        rival: [
            { apiId: "other" },
            /Cannot create API 'other' with the same Path 'orders\/mcp' as API 'orders' unless it's a part of the same version set/,
        ],
    },
    "apimanagement:ApiOperation": {
        inputs: apiManagementExamples["apimanagement:ApiOperation"] ?? {},
        needs: api,
        id: inService("apis/orders/operations/post"),
        chosen: ["name", "type"],
        inPlace: [{ displayName: "Other" }, { displayName: "update" }],
        replaced: named("operationId"),
        missing: noApi,
        conflict: exists,
        rival: [{ operationId: "other" }, /Operation with the same method and URL template already exists: POST \//],
    },
    "apimanagement:ApiTool": {
        inputs: apiManagementExamples["apimanagement:ApiTool"] ?? {},
        needs: [...withBackend, "apimanagement:Api", "apimanagement:ApiOperation", nativeApi],
        id: inService("apis/native/tools/list"),
        chosen: ["name", "type", "systemData"],
        inPlace: [{ description: "one" }, { description: "add" }],
        replaced: named("toolId"),
        missing: [
            { operationId: "/apis/orders/operations/nobody" },
            /A tool needs the operationId of an operation like .*, '\/apis\/orders\/operations\/nobody' is none\./,
        ],
        conflict: exists,
    },
    "apimanagement:Product": {
        inputs: apiManagementExamples["apimanagement:Product"] ?? {},
        needs: service,
        id: inService("products/servers"),
        chosen: ["name", "type", "subscriptionRequired"],
        inPlace: [{ state: "notPublished" }, { state: "update" }],
        replaced: [
            { productId: "other", displayName: "Other" },
            { productId: "update-replace", displayName: "update" },
        ],
        missing: noService,
        conflict: exists,
        rival: [{ productId: "other" }, /Product with the same name already exists: /],
    },
    "apimanagement:ProductApi": {
        inputs: apiManagementExamples["apimanagement:ProductApi"] ?? {},
        needs: [...product, "apimanagement:Api"],
        id: inService("products/servers/apis/orders"),
        chosen: ["name", "type", "path"],
        missing: [{ apiId: "nobody" }, /API with id 'nobody' could not be found\./],
        conflict: exists,
    },
    "apimanagement:Subscription": {
        inputs: apiManagementExamples["apimanagement:Subscription"] ?? {},
        needs: product,
        id: inService("subscriptions/tests"),
        chosen: ["name", "type", "createdDate", "startDate", "state"],
        inPlace: [{ state: "suspended" }, { state: "add" }],
        replaced: named("sid"),
        missing: [{ scope: "/products/nobody" }, /'\/products\/nobody' is none\./],
        conflict: exists,
    },
    "apimanagement:Certificate": {
        inputs: {
            resourceGroupName: "rg",
            serviceName: "apim-one",
            certificateId: "client",
            keyVault: { secretIdentifier: "https://kv-open.vault.azure.net/secrets/client" },
        },
        needs: [
            "resources:ResourceGroup",
            [
                "apimanagement:ApiManagementService",
                {
                    ...apiManagementExamples["apimanagement:ApiManagementService"],
                    virtualNetworkType: "None",
                    virtualNetworkConfiguration: {},
                },
            ],
            ["keyvault:Vault", openVault],
            ["keyvault:Secret", clientSecret],
            [
                "authorization:RoleAssignment",
                (made) => ({
                    scope: made["keyvault:Secret"]?.id ?? "",
                    roleAssignmentName: "55555555-5555-4555-8555-000000000007",
                    principalId:
                        textAt(made["apimanagement:ApiManagementService"]?.outputs, "identity.principalId") ?? "",
                    principalType: "ServicePrincipal",
                    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${seed.roleDefinitions["Key Vault Secrets User"]}`,
                }),
            ],
        ],
        id: inService("certificates/client"),
        chosen: ["name", "type", "expirationDate", "subject", "thumbprint"],
        inPlace: [
            { keyVault: { secretIdentifier: "https://kv-open.vault.azure.net/secrets/client/1" } },
            { "keyVault.secretIdentifier": "update" },
        ],
        replaced: named("certificateId"),
        missing: [
            { keyVault: { secretIdentifier: "https://kv-nobody.vault.azure.net/secrets/client" } },
            /There is no vault kv-nobody\.vault\.azure\.net\./,
        ],
        conflict: exists,
    },
    "resources:Resource": {
        inputs: generic("schemas", "orders-list", "2024-05-01", {
            schemaType: "json",
            document: { type: "object" },
        }),
        needs: service,
        id: inService("schemas/orders-list"),
        chosen: ["name", "type"],
        inPlace: [
            { properties: { schemaType: "json", document: { type: "array" } } },
            { "properties.document.type": "update" },
        ],
        replaced: named("resourceName"),
        missing: [{ parentResourcePath: "service/nobody" }, /Code="ParentResourceNotFound"/],
        conflict: exists,
    },
};
