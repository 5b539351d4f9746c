import { idPart, type Link, nameAt, namesOf, type Resource, text } from "../../engine";

/** The types that declare subnets: https://learn.microsoft.com/azure/templates/microsoft.network/virtualnetworks */
export const subnetTypes = ["network:Subnet", "network:VirtualNetwork"];

/** Subnets of services that take neither a security group nor a route to a firewall, by the names that Azure demands. */
export const platformSubnets = [
    "AzureFirewallManagementSubnet",
    "AzureFirewallSubnet",
    "GatewaySubnet",
    "RouteServerSubnet",
];

/** A subnet by its network's name and its own. */
export const subnetName = (subnet: Resource) =>
    namesOf(["subnetName"], (path) => `${text(subnet, "virtualNetworkName")}/${text(subnet, path)}`);

/** The same in the id of a subnet; a slash alone for other texts. */
export function subnetInId(id: string): string {
    return `${idPart(id, "virtualNetworks")}/${idPart(id, "subnets")}`;
}

/** From subnets to something that they name by its id. */
export function fromSubnet(input: string, collection: string, to: string, nameInput: string): Link {
    return {
        type: "network:Subnet",
        input,
        names: (subnet) => namesOf([`${input}.id`], (path) => idPart(text(subnet, path), collection)),
        to,
        nameOf: nameAt(nameInput),
    };
}
