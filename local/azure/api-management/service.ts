import { X509Certificate } from "node:crypto";
import type { Properties } from "../../provider/provider";
import {
    boolean,
    each,
    integer,
    limited,
    map,
    notModelled,
    object,
    oneOf,
    readOnly,
    required,
    string,
} from "../../provider/schema";
import { objectsAt, textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { lastSegment } from "../arm-id";
import { globalName } from "../global-name";
import { normalLocation } from "../locations";
import { identityType } from "../managed-identity/identity";
import { freeAddress } from "../network/address-range";
import { rangesOf } from "../network/placement";
import type { Put, ResourceType } from "../resource-type";
import { list, tags } from "../schema";
import { customPropertyIsWrong } from "./custom-properties";
import { isInjected, networkIsWrong, publicAccessIsDisabled, subnetIdOf } from "./service-network";
import { olderThan, serviceName, validationError } from "./service-of";
import { mostUnits, unitsAreWrong, zonesAreWrong } from "./service-tiers";

const onOff = oneOf("Enabled", "Disabled");

/** Microsoft.ApiManagement/service: names are global, and a deleted one keeps its name for two days. */
export const service: ResourceType = {
    token: "azure-native:apimanagement:ApiManagementService",
    apiVersion: "2024-05-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ApiManagement/service/{serviceName}",
    names: { serviceName },
    properties: {
        location: string,
        tags,
        sku: required(object({ capacity: required(integer), name: required(oneOf(...Object.keys(mostUnits))) })),
        identity: object({
            type: required(identityType),
            userAssignedIdentities: map(object(each(string, "clientId", "principalId"))),
            ...readOnly("principalId", "tenantId"),
        }),
        publisherEmail: required(limited(string, { maxLength: 100 })),
        publisherName: required(limited(string, { maxLength: 100 })),
        notificationSenderEmail: limited(string, { maxLength: 100 }),
        apiVersionConstraint: object({ minApiVersion: string }),
        certificates: list(
            object({
                storeName: required(oneOf("CertificateAuthority", "Root")),
                encodedCertificate: string,
                // with a private key; those that backends are trusted by have none
                ...notModelled("certificate", "certificatePassword"),
            }),
        ),
        configurationApi: object({ legacyApi: onOff }),
        customProperties: map(string),
        ...each(onOff, "developerPortalStatus", "legacyPortalStatus", "natGatewayState", "publicNetworkAccess"),
        ...each(boolean, "disableGateway", "enableClientCertificate"),
        publicIpAddressId: string,
        restore: boolean,
        virtualNetworkConfiguration: object({ subnetResourceId: string, ...readOnly("subnetname", "vnetid") }),
        virtualNetworkType: oneOf("None", "External", "Internal"),
        zones: list(string),
        // the edge has the names that clients know
        ...notModelled("additionalLocations", "hostnameConfigurations", "privateEndpointConnections"),
        ...readOnly("createdAtUtc", "developerPortalUrl", "etag", "gatewayRegionalUrl", "gatewayUrl"),
        ...readOnly("managementApiUrl", "outboundPublicIPAddresses", "platformVersion", "portalUrl"),
        ...readOnly("privateIPAddresses", "provisioningState", "publicIPAddresses", "scmUrl"),
        ...readOnly("targetProvisioningState", "name", "type", "systemData"),
    },
    // https://learn.microsoft.com/azure/api-management/get-started-create-service-instance: 30 to 40 minutes;
    // https://learn.microsoft.com/azure/api-management/api-management-using-with-internal-vnet: updates 15 to 45 minutes
    seconds: { create: 2100, update: 900, delete: 600 },
    // https://github.com/Azure/apiops/issues/379 has the code, for what lies in a service
    busy: () => new ArmError(409, "PessimisticConcurrencyConflict", "Operation on the service is in progress"),
    outputs: serviceOutputs,
    placement: { subnetIds: (body) => (isInjected(body) ? [subnetIdOf(body) ?? []].flat() : []) },
    publicAddressIds: (body) => [textAt(body, "publicIpAddressId") ?? []].flat(),
    refuse: [
        globalName(
            (name) => new ArmError(409, "ServiceAlreadyExists", `Api service already exists: ${name}`),
            (name) =>
                new ArmError(
                    409,
                    "ServiceAlreadyExistsInSoftDeletedState",
                    `Api service ${name} was soft-deleted. In order to create the new service with the same name, you have to either undelete the service or purge it. See https://aka.ms/apimsoftdelete.`,
                ),
        ),
        isRestored,
        unitsAreWrong,
        zonesAreWrong,
        networkIsWrong,
        publicAccessIsDisabled,
        customPropertyIsWrong,
        versionIsWrong,
        certificateIsWrong,
    ],
    // https://learn.microsoft.com/azure/api-management/soft-delete
    softDelete: { days: () => 2 },
    // https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-apimanagement-service-logs
    diagnostics: {
        logs: [
            ...["DeveloperPortalAuditLogs", "GatewayLlmLogs", "GatewayLogs", "GatewayMCPLogs"],
            "WebSocketConnectionLogs",
        ],
        groups: ["audit", "allLogs"],
        metrics: ["AllMetrics"],
    },
};

function serviceOutputs({ id, name, inputs, before, cloud }: Put): Properties {
    const host = `${name.toLowerCase()}.azure-api.net`;
    const region = normalLocation(String(inputs.location));
    const subnetId = isInjected(inputs) ? subnetIdOf(inputs) : undefined;
    const [range] = rangesOf(cloud.find(subnetId ?? "")?.body ?? {});
    const stays = subnetId !== undefined && subnetId === subnetIdOf(before ?? {});
    const privateAddress = (stays && before?.privateIPAddresses) || (range ? [freeAddress(range, []) ?? ""] : []);
    // one of Azure's own when it was given none
    const publicAddress = textAt(cloud.find(textAt(inputs, "publicIpAddressId") ?? "")?.body, "ipAddress");
    return {
        createdAtUtc: before?.createdAtUtc ?? cloud.timestamp(),
        developerPortalUrl: `https://${name.toLowerCase()}.developer.azure-api.net`,
        etag: cloud.newGuid(id, "etag"),
        gatewayRegionalUrl: `https://${name.toLowerCase()}-${region}-01.regional.azure-api.net`,
        gatewayUrl: `https://${host}`,
        hostnameConfigurations: [
            {
                type: "Proxy",
                hostName: host,
                negotiateClientCertificate: false,
                defaultSslBinding: true,
                certificateSource: "BuiltIn",
            },
        ],
        managementApiUrl: `https://${name.toLowerCase()}.management.azure-api.net`,
        notificationSenderEmail: inputs.notificationSenderEmail ?? "apimgmt-noreply@mail.windowsazure.com",
        outboundPublicIPAddresses: [publicAddress ?? "20.0.0.1"],
        platformVersion: "stv2.1",
        portalUrl: `https://${name.toLowerCase()}.portal.azure-api.net`,
        privateIPAddresses: privateAddress,
        publicIPAddresses: [publicAddress ?? "20.0.0.1"],
        publicNetworkAccess: "Enabled",
        scmUrl: `https://${name.toLowerCase()}.scm.azure-api.net`,
        targetProvisioningState: "",
        virtualNetworkType: inputs.virtualNetworkType ?? "None",
        ...(subnetId !== undefined && {
            virtualNetworkConfiguration: {
                subnetname: lastSegment(subnetId),
                vnetid: "00000000-0000-0000-0000-000000000000",
            },
        }),
    };
}

function isRestored({ inputs }: Put): ArmError | undefined {
    return inputs.restore === true
        ? validationError("restore true is not modelled by the local cloud: recovery is an act of an operator.")
        : undefined;
}

/** Azure takes a version that is newer than the provider's, and refuses every call of the provider from then on. */
function versionIsWrong({ type, inputs, before }: Put): ArmError | undefined {
    const lowest = textAt(inputs, "apiVersionConstraint.minApiVersion");
    return lowest !== undefined && !/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(lowest)
        ? validationError(`apiVersionConstraint.minApiVersion must be a version like 2022-08-01, but is ${lowest}.`)
        : (olderThan(type.apiVersion, textAt(before, "apiVersionConstraint.minApiVersion")) ??
              olderThan(type.apiVersion, lowest));
}

function certificateIsWrong({ inputs }: Put): ArmError | undefined {
    const isWrong = objectsAt(inputs, "certificates").findIndex(
        (each) => !isCertificate(textAt(each, "encodedCertificate") ?? ""),
    );
    return isWrong === -1
        ? undefined
        : validationError(`certificates[${isWrong}].encodedCertificate is no X.509 certificate in base64.`);
}

function isCertificate(encoded: string): boolean {
    try {
        new X509Certificate(Buffer.from(encoded, "base64"));
        return true;
    } catch {
        return false;
    }
}
