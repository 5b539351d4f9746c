import { defineRelation, someReferring, unless } from "../../engine";
import { endpointReads, isOfZone, toEndpoint, toService, zoneReads } from "../network/private-endpoint";
import { vaultInId, vaultName } from "./vault-content";

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
    level: "mandatory",
    practices: ["ZT-2"],
    references: { mcsb: ["NS-2"], cis: ["3.3.7"], azurePolicy: ["a6abeaec"], checkov: ["CKV2_AZURE_32"] },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/general/private-link-service",
    types: ["keyvault:Vault"],
    reads: ["vaultName"],
    related: { ...endpointReads, ...zoneReads },
    presence: true,
    why: "Without one, somebody will open the public endpoint to make the vault work; without the DNS zone, clients look for the vault on the internet.",
    fix: `Create a network.PrivateEndpoint with group id "${groupId}" to the vault, and a network.PrivateDnsZoneGroup on it with the zone ${zoneName}.`,
    check: (vault, stack) =>
        unless(
            someReferring(toVault, vault, stack, (endpoint) =>
                someReferring(toEndpoint, endpoint, stack, (group) => isOfZone(group, zoneName, stack)),
            ),
            "",
            "no private endpoint with a DNS zone leads to this vault",
        ),
    examples: {
        compliant: [
            {
                vault: vault(),
                endpoint: endpoint("vault"),
                zoneGroup: zoneGroup(zoneName),
                zone: { type: "privatedns:PrivateZone", inputs: { privateZoneName: zoneName } },
            },
        ],
        violating: [
            { vault: vault() },
            { vault: vault(), endpoint: endpoint("vault") },
            { vault: vault(), endpoint: endpoint("registry"), zoneGroup: zoneGroup(zoneName) },
            { vault: vault(), endpoint: endpoint("vault"), zoneGroup: zoneGroup("privatelink.azurecr.io") },
        ],
    },
});

const toVault = toService("keyvault:Vault", vaultName, vaultInId, [groupId]);

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
