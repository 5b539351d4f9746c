// Does not prove that packets flow or stop, only what Azure is told.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Network, PrivateLinkService } from "../../../components";
import { type NetworkArgs, networkProblems } from "../../../components/network/network";
import { capture } from "../../support/capture";
import { groupId, placement, sampleTags } from "../../support/sample-placement";

const args: NetworkArgs = { ...placement, addressSpace: "10.20.0.0/20" };
const networkId = `${groupId}/providers/Microsoft.Network/virtualNetworks/vnet-mcp-dev-network`;
const where = { resourceGroupName: "rg-test", location: "westeurope" };

describe("Network", () => {
    it("is one network with a subnet, its rules, and the zone of vaults", async () => {
        const resources = await capture(() => new Network("network", args));
        assert.deepEqual(resources.typesAndNames(), [
            "azure-native:network:NetworkSecurityGroup network-private-endpoints-nsg",
            "azure-native:network:Subnet network-private-endpoints-subnet",
            "azure-native:network:VirtualNetwork network-vnet",
            "azure-native:privatedns:PrivateZone network-vault-zone",
            "azure-native:privatedns:VirtualNetworkLink network-vault-link",
        ]);
        const component = resources.only("zero-trust-mcp:index:Network");
        for (const child of resources.resources.filter(({ custom }) => custom)) {
            assert.equal(child.parent, component.urn, child.name);
        }
        assert.deepEqual(resources.only("azure-native:network:VirtualNetwork").inputs, {
            ...where,
            virtualNetworkName: "vnet-mcp-dev-network",
            addressSpace: { addressPrefixes: ["10.20.0.0/20"] },
            enableDdosProtection: false,
            enableVmProtection: false,
            tags: sampleTags("network"),
        });
    });

    it("closes the subnet: rules hold for private endpoints, nothing leaves by default", async () => {
        const resources = await capture(() => new Network("network", args));
        assert.deepEqual(resources.only("azure-native:network:Subnet").inputs, {
            resourceGroupName: "rg-test",
            virtualNetworkName: "vnet-mcp-dev-network",
            subnetName: "private-endpoints",
            addressPrefix: "10.20.6.0/24",
            networkSecurityGroup: {
                id: `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg-mcp-dev-network-private-endpoints`,
            },
            defaultOutboundAccess: false,
            privateEndpointNetworkPolicies: "Enabled",
            privateLinkServiceNetworkPolicies: "Enabled",
        });
    });

    it("admits named flows on 443 and denies all else, both ways", async () => {
        const resources = await capture(() => new Network("network", args));
        const { securityRules } = resources.only("azure-native:network:NetworkSecurityGroup").inputs;
        const flow = (name: string, priority: number, from: string) => ({
            name,
            priority,
            access: "Allow",
            direction: "Inbound",
            protocol: "Tcp",
            sourceAddressPrefix: from,
            sourcePortRange: "*",
            destinationAddressPrefix: "10.20.6.0/24",
            destinationPortRange: "443",
        });
        const denied = (direction: string) => ({
            name: `deny-all-${direction.toLowerCase()}`,
            priority: 4096,
            access: "Deny",
            direction,
            protocol: "*",
            sourceAddressPrefix: "*",
            sourcePortRange: "*",
            destinationAddressPrefix: "*",
            destinationPortRange: "*",
        });
        assert.deepEqual(securityRules, [
            flow("edge-to-endpoints", 100, "10.20.4.0/24"),
            flow("gateway-to-endpoints", 110, "10.20.5.0/24"),
            flow("cluster-to-endpoints", 120, "10.20.0.0/22"),
            flow("api-server-to-endpoints", 130, "10.20.8.128/26"),
            flow("runner-to-endpoints", 140, "10.20.7.0/24"),
            denied("Inbound"),
            denied("Outbound"),
        ]);
    });

    it("links a zone for each service, without registering machines in it", async () => {
        const services = { ...args, privateLinkServices: ["vault", "managedHsm", "vault"] } as NetworkArgs;
        const resources = await capture(() => new Network("network", services));
        const zones = resources.all("azure-native:privatedns:PrivateZone").map(({ inputs }) => inputs);
        assert.deepEqual(
            zones,
            ["privatelink.vaultcore.azure.net", "privatelink.managedhsm.azure.net"].map((privateZoneName) => ({
                resourceGroupName: "rg-test",
                privateZoneName,
                location: "Global",
                tags: sampleTags("network"),
            })),
        );
        const links = resources.all("azure-native:privatedns:VirtualNetworkLink").map(({ inputs }) => inputs);
        assert.deepEqual(
            links,
            ["privatelink.vaultcore.azure.net", "privatelink.managedhsm.azure.net"].map((privateZoneName) => ({
                resourceGroupName: "rg-test",
                privateZoneName,
                virtualNetworkLinkName: "link-mcp-dev-network",
                location: "Global",
                virtualNetwork: { id: networkId },
                registrationEnabled: false,
                tags: sampleTags("network"),
            })),
        );
    });

    it("comes into being in the order that Azure needs, and its ids wait for all that makes them useful", async () => {
        const resources = await capture(() => {
            const { virtualNetworkId, privateEndpointSubnetId, privateDnsZoneIds } = new Network("network", args);
            const ids = { network: virtualNetworkId, subnet: privateEndpointSubnetId, zone: privateDnsZoneIds };
            for (const [name, id] of Object.entries(ids)) {
                new random.RandomBytes(name, { length: 1, keepers: { id: pulumi.jsonStringify(id) } });
            }
        });
        const subnet = "network-private-endpoints-subnet";
        const group = "network-private-endpoints-nsg";
        assert.deepEqual(resources.waitsFor(), {
            "network-vnet": [],
            [group]: [],
            [subnet]: [group, "network-vnet"],
            "network-vault-zone": [],
            "network-vault-link": ["network-vault-zone", "network-vnet"],
            network: ["network-vnet"],
            subnet: [subnet, "network-vnet"],
            zone: ["network-vault-link", "network-vault-zone"],
        });
    });

    it("gives ids that a preview knows", async () => {
        const given: Record<string, unknown> = {};
        const resources = await capture(
            () => {
                const network = new Network("network", args);
                network.virtualNetworkId.apply((id) => (given.network = id));
                network.privateEndpointSubnetId.apply((id) => (given.subnet = id));
                network.privateDnsZoneIds.apply((ids) => (given.zones = ids));
            },
            { preview: true },
        );
        assert.deepEqual(given, {
            network: networkId,
            subnet: `${networkId}/subnets/private-endpoints`,
            zones: {
                "privatelink.vaultcore.azure.net": `${groupId}/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net`,
            },
        });
        assert.deepEqual(
            resources.resources.flatMap(({ unknownPaths }) => unknownPaths),
            [],
        );
    });

    it("says where the endpoints of a service go, and refuses a service without a zone", async () => {
        let given: unknown;
        await capture(() => {
            const endpoints = new Network("network", args).endpointsFor(PrivateLinkService.Vault);
            pulumi.output(endpoints).apply((known) => (given = known));
        });
        assert.deepEqual(given, {
            subnetId: `${networkId}/subnets/private-endpoints`,
            zoneIds: {
                "privatelink.vaultcore.azure.net": `${groupId}/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net`,
            },
        });
        await assert.rejects(
            capture(() => new Network("network", args).endpointsFor(PrivateLinkService.ManagedHsm)),
            /There is no private DNS zone privatelink\.managedhsm\.azure\.net; add "managedHsm" to privateLinkServices of the network\./,
        );
    });
});

describe("networkProblems", () => {
    it("finds problems of placement, ranges and services together", () => {
        const bad = { ...args, location: "", addressSpace: "10.20.0.0/24", privateLinkServices: ["tables"] };
        assert.deepEqual(networkProblems("network", bad as unknown as NetworkArgs), [
            'location is ""; it must be the short name of an Azure region, for example "westeurope".',
            'addressSpace is "10.20.0.0/24"; its prefix length must be /8 to /20, so that all zones fit.',
            'privateLinkServices[0] is "tables"; it must be one of aiServices, blob, contentSafety, managedHsm, monitor, registry, vault.',
        ]);
    });

    it("stops the component", async () => {
        await assert.rejects(
            capture(() => new Network("network", { ...args, addressSpace: "10.20.0.0/24" })),
            /^Error: Network "network" has a problem:\n {2}- addressSpace is "10\.20\.0\.0\/24"/,
        );
    });
});
