import {
    defineRelation,
    elements,
    idPart,
    type Link,
    nameAt,
    namesOf,
    some,
    someReferring,
    text,
    unless,
} from "../../engine";

const address = "network:PublicIPAddress";

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
const addressId = `${group}/providers/Microsoft.Network/publicIPAddresses/pip-contoso`;

/** Where services of a type name their public addresses: a list of configurations, or one input. */
const holders: Readonly<Record<string, { list: string } | { input: string }>> = {
    "apimanagement:ApiManagementService": { input: "publicIpAddressId" },
    "network:ApplicationGateway": { list: "frontendIPConfigurations" },
    "network:AzureFirewall": { list: "ipConfigurations" },
    "network:BastionHost": { list: "ipConfigurations" },
};

/**
 * Nothing can be reached from the internet, and nothing can leave to it, but through the edge and the firewall.
 *
 * An address can be attached once, so it is judged by what it is attached to: Application Gateway, Azure Firewall, and API
 * Management, whose management plane needs one in the classic tiers. Bastion is for the list of who wants it.
 */
export default defineRelation({
    id: "net-public-ip-allowlist",
    title: "Public addresses belong to the edge and the firewall",
    severity: "high",
    level: "mandatory",
    practices: ["ZT-2"],
    references: { mcsb: ["NS-1", "NS-2"], cis: ["7.7"], azurePolicy: ["83a86a26"], checkov: ["CKV_AZURE_119"] },
    component: "Network",
    url: "https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses",
    types: [address],
    reads: ["publicIpAddressName"],
    related: Object.fromEntries(
        Object.entries(holders).map(([type, place]) => [
            type,
            { optional: ["list" in place ? `${place.list}[].publicIPAddress.id` : place.input] },
        ]),
    ),
    parameters: {
        holders: {
            type: "array",
            items: { type: "string" },
            default: ["apimanagement:ApiManagementService", "network:ApplicationGateway", "network:AzureFirewall"],
            description: `Types that may have a public address, of ${Object.keys(holders).join(", ")}.`,
        },
    },
    why: "An address on a machine, a load balancer or a NAT gateway is a door beside the edge and the firewall, and nobody watches it.",
    fix: "Attach the address to the network.ApplicationGateway of the edge, to the network.AzureFirewall, or as publicIpAddressId to API Management of a classic tier; else remove it.",
    check: (publicAddress, stack, { parameters }) =>
        unless(
            some(
                links.filter(({ type }) => parameters.holders.includes(type)),
                (link) => someReferring(link, publicAddress, stack),
            ),
            "",
            "this address is attached to nothing that may have one",
        ),
    examples: {
        compliant: [
            { address: publicAddress(), edge: holder("network:ApplicationGateway", "frontendIPConfigurations") },
            { address: publicAddress(), firewall: holder("network:AzureFirewall", "ipConfigurations") },
            {
                address: publicAddress(),
                gateway: { type: "apimanagement:ApiManagementService", inputs: { publicIpAddressId: addressId } },
            },
        ],
        violating: [
            { address: publicAddress() },
            { address: publicAddress(), machine: holder("network:NetworkInterface", "ipConfigurations") },
            { address: publicAddress(), bastion: holder("network:BastionHost", "ipConfigurations") },
            { address: publicAddress("pip-other"), firewall: holder("network:AzureFirewall", "ipConfigurations") },
        ],
    },
});

/** From services to their public addresses. */
const links: readonly Link[] = Object.entries(holders).map(([type, place]) => ({
    type,
    input: "list" in place ? place.list : place.input,
    names: (service) =>
        namesOf(
            "list" in place ? elements(service, place.list).map((each) => `${each}.publicIPAddress.id`) : [place.input],
            (path) => idPart(text(service, path), "publicIPAddresses"),
        ),
    to: address,
    nameOf: nameAt("publicIpAddressName"),
}));

function publicAddress(publicIpAddressName = "pip-contoso") {
    return { type: address, inputs: { publicIpAddressName } };
}

function holder(type: string, list: string) {
    return { type, inputs: { [list]: [{ publicIPAddress: { id: addressId } }] } };
}
