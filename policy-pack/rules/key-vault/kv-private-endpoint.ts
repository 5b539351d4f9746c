import {
    defineRelation,
    elements,
    get,
    type Resource,
    refersTo,
    type Stack,
    sameName,
    some,
    text,
    unless,
} from "../../engine";
import { vaultInId, vaultNameOf } from "./vault-content";

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
    related: {
        "network:PrivateEndpoint": {
            required: ["privateEndpointName"],
            optional: [
                "privateLinkServiceConnections[].groupIds",
                "privateLinkServiceConnections[].privateLinkServiceId",
            ],
        },
        "network:PrivateDnsZoneGroup": {
            required: ["privateEndpointName"],
            optional: ["privateDnsZoneConfigs[].privateDnsZoneId"],
        },
        "privatedns:PrivateZone": { required: ["privateZoneName"] },
    },
    presence: true,
    why: "Without one, somebody will open the public endpoint to make the vault work; without the DNS zone, clients look for the vault on the internet.",
    fix: `Create a network.PrivateEndpoint with group id "${groupId}" to the vault, and a network.PrivateDnsZoneGroup on it with the zone ${zoneName}.`,
    check: (vault, stack) =>
        unless(
            some(
                stack.withKey("network:PrivateEndpoint", vaultsOf, () => vaultNameOf(vault)),
                (endpoint) => leadsTo(endpoint, vault, stack) && isNamed(endpoint, stack),
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

const connections = "privateLinkServiceConnections";

/** Names of the vaults that an endpoint leads to. */
function vaultsOf(endpoint: Resource): string[] {
    return elements(endpoint, connections).map((connection) => vaultOf(endpoint, connection));
}

function vaultOf(endpoint: Resource, connection: string): string {
    return vaultInId(text(endpoint, `${connection}.privateLinkServiceId`));
}

function leadsTo(endpoint: Resource, vault: Resource, stack: Stack): boolean {
    return some(elements(endpoint, connections), (connection) => {
        const groupIds = get(endpoint, `${connection}.groupIds`);
        return (
            Array.isArray(groupIds) &&
            groupIds.includes(groupId) &&
            refersTo(
                endpoint,
                connections,
                stack,
                (source) => source === vault,
                () => sameName(vaultOf(endpoint, connection), vaultNameOf(vault)),
            )
        );
    });
}

function isNamed(endpoint: Resource, stack: Stack): boolean {
    return some(
        stack.withKey("network:PrivateDnsZoneGroup", endpointOf, () => endpointOf(endpoint)),
        (group) =>
            refersTo(
                group,
                "privateEndpointName",
                stack,
                (source) => source === endpoint,
                () => sameName(endpointOf(group), endpointOf(endpoint)),
            ) && some(elements(group, "privateDnsZoneConfigs"), (config) => isOfZone(group, config, stack)),
    );
}

/** Name of an endpoint, or of the endpoint of a zone group. */
function endpointOf(resource: Resource): string {
    return text(resource, "privateEndpointName");
}

function isOfZone(group: Resource, config: string, stack: Stack): boolean {
    const zone = `${config}.privateDnsZoneId`;
    return refersTo(
        group,
        zone,
        stack,
        (source) => source.type === "privatedns:PrivateZone" && sameName(text(source, "privateZoneName"), zoneName),
        () => sameName(text(group, zone).split("/").at(-1) ?? "", zoneName),
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
