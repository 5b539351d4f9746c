import { defineRelation, idPart, type Link, nameAt, someReferring, unless } from "../../engine";
import { endpointReads, toService } from "./private-endpoint";

interface Service {
    /** The collection in its ARM id. */
    collection: string;
    /** The input for its name. */
    name: string;
    /** Its sub-resources, one of which must be reached. */
    groupIds: string[];
}

/** https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-link-resource */
const services: Readonly<Record<string, Service>> = {
    "cognitiveservices:Account": {
        collection: "Microsoft.CognitiveServices/accounts",
        name: "accountName",
        groupIds: ["account"],
    },
    "containerregistry:Registry": {
        collection: "Microsoft.ContainerRegistry/registries",
        name: "registryName",
        groupIds: ["registry"],
    },
    "keyvault:ManagedHsm": { collection: "Microsoft.KeyVault/managedHSMs", name: "name", groupIds: ["managedhsm"] },
    "keyvault:Vault": { collection: "Microsoft.KeyVault/vaults", name: "vaultName", groupIds: ["vault"] },
    "monitor:PrivateLinkScope": {
        collection: "Microsoft.Insights/privateLinkScopes",
        name: "scopeName",
        groupIds: ["azuremonitor"],
    },
    "storage:StorageAccount": {
        collection: "Microsoft.Storage/storageAccounts",
        name: "accountName",
        groupIds: ["blob", "dfs", "file", "queue", "table", "web"],
    },
};

/** From private endpoints to the services of a type; the same objects at every call. */
const links: Readonly<Record<string, Link>> = Object.fromEntries(
    Object.entries(services).map(([type, { collection, name, groupIds }]) => [
        type,
        toService(type, nameAt(name), (id) => idPart(id, collection), groupIds),
    ]),
);
const names = [...new Set(Object.values(services).map(({ name }) => name))];

/** Every service that has a public endpoint can be reached without it. */
export default defineRelation({
    id: "net-private-endpoints-complete",
    title: "Every service has a private endpoint",
    severity: "critical",
    level: "mandatory",
    practices: ["ZT-2"],
    references: {
        mcsb: ["NS-2"],
        azurePolicy: ["a6abeaec", "e8eef0a8", "6edd7eda", "d6759c02"],
        checkov: ["CKV2_AZURE_32", "CKV2_AZURE_33"],
        psrule: ["AI.PrivateEndpoints"],
    },
    url: "https://learn.microsoft.com/azure/private-link/private-endpoint-overview",
    types: Object.keys(services),
    reads: names,
    // each of one of the types; what has no name of its own is referred to by nobody
    optional: names,
    related: endpointReads,
    presence: true,
    why: "A service that nobody can reach privately is opened to the internet by whoever needs it first.",
    fix: "Create a network.PrivateEndpoint in the network with the id of the service as privateLinkServiceId and its sub-resource in groupIds: vault, managedhsm, registry, account, azuremonitor, or blob and its kin.",
    check: (service, stack) =>
        Object.values(links)
            .filter(({ to }) => to === service.type)
            .flatMap((link) =>
                unless(someReferring(link, service, stack), "", "no private endpoint leads to this service"),
            ),
    examples: {
        compliant: Object.entries(services).map(([type, { groupIds }]) => ({
            service: serviceOf(type),
            endpoint: endpointOf(type, groupIds[0]),
        })),
        violating: [
            ...Object.keys(services).map((type) => ({ service: serviceOf(type) })),
            { service: serviceOf("keyvault:Vault"), endpoint: endpointOf("keyvault:Vault", "registry") },
            { service: serviceOf("keyvault:Vault"), endpoint: endpointOf("containerregistry:Registry", "registry") },
        ],
    },
});

function serviceOf(type: string) {
    return { type, inputs: { [services[type]?.name ?? ""]: "contoso" } };
}

function endpointOf(type: string, groupId = "") {
    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
    const privateLinkServiceId = `${group}/providers/${services[type]?.collection}/contoso`;
    return {
        type: "network:PrivateEndpoint",
        inputs: {
            privateEndpointName: "pe-contoso",
            privateLinkServiceConnections: [{ groupIds: [groupId], privateLinkServiceId }],
        },
    };
}
