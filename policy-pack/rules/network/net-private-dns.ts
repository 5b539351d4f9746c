import { defineRelation, get, type Link, nameAt, type Resource, someReferring, text, unless } from "../../engine";
import { allGroupsOf, isOfZone, toEndpoint, zoneReads } from "./private-endpoint";

const endpointType = "network:PrivateEndpoint";
const zoneType = "privatedns:PrivateZone";
const linkType = "privatedns:VirtualNetworkLink";

const blob = "privatelink.blob.core.windows.net";

/** Zones by sub-resource: https://learn.microsoft.com/azure/private-link/private-endpoint-dns */
const zonesOf: Readonly<Record<string, readonly string[]>> = {
    account: ["privatelink.cognitiveservices.azure.com"],
    azuremonitor: [
        "privatelink.monitor.azure.com",
        "privatelink.oms.opinsights.azure.com",
        "privatelink.ods.opinsights.azure.com",
        "privatelink.agentsvc.azure-automation.net",
        blob,
    ],
    blob: [blob],
    dfs: ["privatelink.dfs.core.windows.net"],
    file: ["privatelink.file.core.windows.net"],
    Gateway: ["privatelink.azure-api.net"],
    managedhsm: ["privatelink.managedhsm.azure.net"],
    queue: ["privatelink.queue.core.windows.net"],
    registry: ["privatelink.azurecr.io"],
    table: ["privatelink.table.core.windows.net"],
    vault: ["privatelink.vaultcore.azure.net"],
    web: ["privatelink.web.core.windows.net"],
};

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";

/**
 * Names of private services lead to their private endpoints, and to nothing that a machine has registered.
 *
 * Azure Monitor needs five zones, one of them that of blob storage. API Management in internal mode registers no names: it
 * has one zone for each of its hosts, and never `azure-api.net` as a whole, which would hide every other service there. A
 * zone can be in a hub; what its id says counts. Of sub-resources that are not on the list, any zone does.
 */
export default defineRelation({
    id: "net-private-dns",
    title: "Private endpoints have their DNS zones",
    severity: "high",
    level: "mandatory",
    practices: ["ZT-2"],
    references: { mcsb: ["NS-2", "NS-10"], azurePolicy: ["ac673a9a", "e9585a95"] },
    component: "Network",
    url: "https://learn.microsoft.com/azure/private-link/private-endpoint-dns",
    types: [endpointType, zoneType, linkType],
    reads: [
        "privateEndpointName",
        "privateLinkServiceConnections[].groupIds",
        "privateZoneName",
        "registrationEnabled",
    ],
    // of one of the types each
    optional: [
        "privateEndpointName",
        "privateLinkServiceConnections[].groupIds",
        "privateZoneName",
        "registrationEnabled",
    ],
    related: {
        [endpointType]: { required: ["privateEndpointName"] },
        ...zoneReads,
        [linkType]: { required: ["privateZoneName"] },
    },
    presence: true,
    why: "Without the zone, a client asks the internet where the service is, and sends what it has there; with registration, any machine can take a name in it.",
    fix: "Create a network.PrivateDnsZoneGroup on the endpoint with every zone of its sub-resource, link each privatedns.PrivateZone to the network by a privatedns.VirtualNetworkLink with registrationEnabled false, and never make a zone azure-api.net.",
    check: (resource, stack) => {
        if (resource.type === linkType)
            return unless(
                get(resource, "registrationEnabled") === false,
                "registrationEnabled",
                "machines must not register names in this zone",
            );
        if (resource.type === zoneType)
            return [
                ...unless(someReferring(toZone, resource, stack), "", "no network is linked to this zone"),
                ...unless(
                    text(resource, "privateZoneName").toLowerCase() !== "azure-api.net",
                    "privateZoneName",
                    "this zone hides every other API Management service",
                ),
            ];
        const hasGroup = (holds: (zoneGroup: Resource) => boolean) => someReferring(toEndpoint, resource, stack, holds);
        return [
            ...unless(
                hasGroup(() => true),
                "",
                "no zone group leads to this endpoint",
            ),
            ...allGroupsOf(resource).flatMap((groupId) => {
                const needed = zonesOf[groupId] ?? [];
                const missing = needed.filter((zone) => !hasGroup((zoneGroup) => isOfZone(zoneGroup, zone, stack)));
                return unless(
                    missing.length === 0,
                    "privateLinkServiceConnections[].groupIds",
                    `${missing.length} of ${needed.length} DNS zones of ${groupId} are missing`,
                );
            }),
        ];
    },
    examples: {
        compliant: [
            {
                endpoint: endpoint("vault"),
                zoneGroup: zoneGroup("privatelink.vaultcore.azure.net"),
                zone: zone("privatelink.vaultcore.azure.net"),
                link: link("privatelink.vaultcore.azure.net"),
            },
            { endpoint: endpoint("azuremonitor"), zoneGroup: zoneGroup(...(zonesOf.azuremonitor ?? [])) },
            { zone: zone("apim-contoso.azure-api.net"), link: link("apim-contoso.azure-api.net") },
        ],
        violating: [
            { endpoint: endpoint("vault") },
            { endpoint: endpoint("vault"), zoneGroup: zoneGroup(blob) },
            { endpoint: endpoint("sqlServer") },
            { endpoint: endpoint("azuremonitor"), zoneGroup: zoneGroup(...(zonesOf.azuremonitor ?? []).slice(0, -1)) },
            { zone: zone("privatelink.azurecr.io") },
            { zone: zone("privatelink.azurecr.io"), link: link(blob) },
            { link: link(blob, true) },
            { zone: zone("azure-api.net"), link: link("azure-api.net") },
        ],
    },
});

/** From a link to its zone. */
const toZone: Link = {
    type: linkType,
    input: "privateZoneName",
    names: nameAt("privateZoneName"),
    to: zoneType,
    nameOf: nameAt("privateZoneName"),
};

function endpoint(groupId: string) {
    return {
        type: endpointType,
        inputs: { privateEndpointName: "pe-contoso", privateLinkServiceConnections: [{ groupIds: [groupId] }] },
    };
}

function zoneGroup(...zones: string[]) {
    const privateDnsZoneConfigs = zones.map((name) => ({
        privateDnsZoneId: `${group}/providers/Microsoft.Network/privateDnsZones/${name}`,
    }));
    return {
        type: "network:PrivateDnsZoneGroup",
        inputs: { privateEndpointName: "pe-contoso", privateDnsZoneConfigs },
    };
}

function zone(privateZoneName: string) {
    return { type: zoneType, inputs: { privateZoneName } };
}

function link(privateZoneName: string, registrationEnabled = false) {
    return { type: linkType, inputs: { privateZoneName, registrationEnabled } };
}
