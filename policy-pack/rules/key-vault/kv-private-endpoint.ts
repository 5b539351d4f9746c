import {
    defineRelation,
    elements,
    get,
    ofType,
    type Resource,
    refersTo,
    sameName,
    some,
    text,
    unless,
} from "../../engine";
import { vaultInId } from "./vault-content";

// https://learn.microsoft.com/azure/private-link/private-endpoint-dns
const groupId = "vault";
const zoneName = "privatelink.vaultcore.azure.net";

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";

/** A vault can be reached at all: it has a private endpoint, and its name leads there. */
export default defineRelation({
    id: "kv-private-endpoint",
    title: "Key Vault has a private endpoint",
    severity: "high",
    practices: ["ZT-2"],
    references: { mcsb: ["NS-2"], cis: ["3.3.7"], azurePolicy: ["a6abeaec"] },
    url: "https://learn.microsoft.com/azure/key-vault/general/private-link-service",
    types: ["keyvault:Vault"],
    reads: ["vaultName"],
    related: {
        "network:PrivateEndpoint": [
            "privateEndpointName",
            "privateLinkServiceConnections[].groupIds",
            "privateLinkServiceConnections[].privateLinkServiceId",
        ],
        "network:PrivateDnsZoneGroup": ["privateEndpointName", "privateDnsZoneConfigs[].privateDnsZoneId"],
        "privatedns:PrivateZone": ["privateZoneName"],
    },
    presence: true,
    why: "Without one, somebody will open the public endpoint to make the vault work; without the DNS zone, clients look for the vault on the internet.",
    fix: `Create a network.PrivateEndpoint with group id "${groupId}" to the vault, and a network.PrivateDnsZoneGroup on it with the zone ${zoneName}.`,
    check: (vault, stack) =>
        unless(
            some(
                ofType(stack, "network:PrivateEndpoint"),
                (endpoint) => leadsTo(endpoint, vault) && isNamed(endpoint, stack),
            ),
            "",
            "no private endpoint with a DNS zone leads to this vault",
        ),
    examples: {
        compliant: [{ vault: vault(), endpoint: endpoint("vault"), zoneGroup: zoneGroup(zoneName) }],
        violating: [
            { vault: vault() },
            { vault: vault(), endpoint: endpoint("vault") },
            { vault: vault(), endpoint: endpoint("registry"), zoneGroup: zoneGroup(zoneName) },
            { vault: vault(), endpoint: endpoint("vault"), zoneGroup: zoneGroup("privatelink.azurecr.io") },
        ],
    },
});

function leadsTo(endpoint: Resource, vault: Resource): boolean {
    return some(elements(endpoint, "privateLinkServiceConnections"), (connection) => {
        const groupIds = get(endpoint, `${connection}.groupIds`);
        const service = `${connection}.privateLinkServiceId`;
        return (
            Array.isArray(groupIds) &&
            groupIds.includes(groupId) &&
            refersTo(endpoint, service, [vault], () =>
                sameName(vaultInId(text(endpoint, service)), text(vault, "vaultName")),
            )
        );
    });
}

function isNamed(endpoint: Resource, stack: readonly Resource[]): boolean {
    const zones = ofType(stack, "privatedns:PrivateZone").filter((zone) =>
        sameName(text(zone, "privateZoneName"), zoneName),
    );
    return some(
        ofType(stack, "network:PrivateDnsZoneGroup"),
        (group) =>
            refersTo(group, "privateEndpointName", [endpoint], () =>
                sameName(text(group, "privateEndpointName"), text(endpoint, "privateEndpointName")),
            ) &&
            some(elements(group, "privateDnsZoneConfigs"), (config) => {
                const zone = `${config}.privateDnsZoneId`;
                return refersTo(group, zone, zones, () =>
                    sameName(text(group, zone).split("/").at(-1) ?? "", zoneName),
                );
            }),
    );
}

function vault() {
    return { type: "keyvault:Vault", inputs: { vaultName: "kv-contoso" } };
}

function endpoint(service: string) {
    const privateLinkServiceId = `${group}/providers/Microsoft.KeyVault/vaults/kv-contoso`;
    return {
        type: "network:PrivateEndpoint",
        inputs: {
            privateEndpointName: "pe-contoso",
            privateLinkServiceConnections: [{ groupIds: [service], privateLinkServiceId }],
        },
    };
}

function zoneGroup(zone: string) {
    const privateDnsZoneId = `${group}/providers/Microsoft.Network/privateDnsZones/${zone}`;
    return {
        type: "network:PrivateDnsZoneGroup",
        inputs: { privateEndpointName: "pe-contoso", privateDnsZoneConfigs: [{ privateDnsZoneId }] },
    };
}
