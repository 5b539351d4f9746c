import { defineRule, genericType, unless } from "../../engine";
import { typesTaking } from "./known-types";

/** An assignment has the region of its managed identity only; a deployment of a resource group may not have one. */
const optionalIn = ["authorization:PolicyAssignment", "resources:Deployment"];

/** Where a resource keeps copies in other regions. */
const replicas = {
    apiManagement: "additionalLocations[].location",
    managedHsm: "properties.regions[].name",
    cognitiveServices: "properties.locations.regions[].name",
};

/** Data stays in the regions that the organisation has chosen, copies included. */
export default defineRule({
    id: "gov-locations",
    title: "Resources stay in the allowed regions",
    severity: "medium",
    level: "mandatory",
    practices: ["PP-1", "PP-4"],
    references: {
        azurePolicy: ["e56962a6", "e765b5de"],
        psrule: ["Resource.AllowedRegions", "ACR.ReplicaLocation"],
    },
    component: "ResourceGroup",
    url: "https://learn.microsoft.com/azure/reliability/regions-list",
    types: typesTaking("location").filter((type) => type !== genericType),
    reads: ["location", ...Object.values(replicas)],
    optional: Object.values(replicas),
    parameters: {
        allowedLocations: {
            type: "array",
            items: { type: "string" },
            default: [
                "austriaeast",
                "belgiumcentral",
                "denmarkeast",
                "francecentral",
                "francesouth",
                "germanynorth",
                "germanywestcentral",
                "italynorth",
                "northeurope",
                "polandcentral",
                "spaincentral",
                "swedencentral",
                "swedensouth",
                "westeurope",
                "global",
            ],
            description:
                "Regions that resources and their copies may be in; the default is those of the European Union.",
        },
    },
    why: "Data that leaves its region falls under other law; where a resource has no location, the provider chooses one, and no reviewer sees it.",
    fix: "Set location, and the regions of copies, to regions of allowedLocations; set location to global for services that have no region.",
    check: (
        { location, additionalLocations, properties },
        { parameters: { allowedLocations }, resource: { type } },
    ) => {
        const allowed = allowedLocations.map(normal);
        const isAllowed = (place: unknown) => typeof place === "string" && allowed.includes(normal(place));
        const isLeftOut = location === undefined && optionalIn.includes(type);
        const copies = (path: string, places: unknown[] = []) =>
            unless(places.every(isAllowed), path, "a copy is in a region that is not allowed");
        return [
            ...unless(isLeftOut || isAllowed(location), "location", "the location is missing or not allowed"),
            ...copies(replicas.apiManagement, additionalLocations?.map(locationOf)),
            ...copies(replicas.managedHsm, properties?.regions?.map(nameOf)),
            ...copies(replicas.cognitiveServices, properties?.locations?.regions?.map(nameOf)),
        ];
    },
    examples: {
        compliant: [
            { type: "keyvault:Vault", inputs: { location: "westeurope" } },
            { type: "privatedns:PrivateZone", inputs: { location: "Global" } },
            { type: "authorization:PolicyAssignment", inputs: {} },
            { type: "resources:Deployment", inputs: {} },
            {
                type: "apimanagement:ApiManagementService",
                inputs: { location: "West Europe", additionalLocations: [{ location: "North Europe" }] },
            },
            {
                type: "keyvault:ManagedHsm",
                inputs: { location: "westeurope", properties: { regions: [{ name: "northeurope" }] } },
            },
            {
                type: "cognitiveservices:Account",
                inputs: { location: "westeurope", properties: { locations: { regions: [{ name: "swedencentral" }] } } },
            },
        ],
        violating: [
            { type: "keyvault:Vault", inputs: { location: "eastus" } },
            { type: "keyvault:Vault", inputs: {} },
            { type: "authorization:PolicyAssignment", inputs: { location: "eastus" } },
            {
                type: "apimanagement:ApiManagementService",
                inputs: { location: "westeurope", additionalLocations: [{ location: "eastus" }] },
            },
            {
                type: "keyvault:ManagedHsm",
                inputs: { location: "westeurope", properties: { regions: [{ name: "eastus" }] } },
            },
            {
                type: "cognitiveservices:Account",
                inputs: { location: "westeurope", properties: { locations: { regions: [{ name: "eastus" }] } } },
            },
        ],
    },
});

/** `West Europe` and `westeurope` are the same region. */
function normal(location: string): string {
    return location.replaceAll(" ", "").toLowerCase();
}

function locationOf({ location }: { location?: unknown }): unknown {
    return location;
}

function nameOf({ name }: { name?: unknown }): unknown {
    return name;
}
