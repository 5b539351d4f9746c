// Does not prove that packets flow or stop, only what Azure is told.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { DdosProtection, Network, type NetworkArgs, PrivateLinkService } from "../../../components";
import { addressPlan } from "../../../components/network/address-plan";
import { platformEgress } from "../../../components/network/egress";
import { ruleCollections } from "../../../components/network/firewall";
import { addressesOfEnds, flowsOf } from "../../../components/network/network-args";
import { securityRules } from "../../../components/network/security-rules";
import { type Capture, capture } from "../../support/capture";
import { groupId, placement, sampleTags } from "../../support/sample-placement";

const workspaceId = `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log-test`;
const args: NetworkArgs = { ...placement, addressSpace: "10.20.0.0/20", workspaceId };
const where = { resourceGroupName: "rg-test", location: "westeurope" };
const azure = `${groupId}/providers/Microsoft.Network`;
const networkId = `${azure}/virtualNetworks/vnet-mcp-dev-network`;
const zones = ["firewall", "private-endpoints", "cluster-api", "cluster-nodes", "gateway", "edge", "runner"] as const;
const bastion = { bastion: true, administratorRanges: ["10.90.0.0/24"] };

const captures = new Map<string, Promise<Capture>>();

/** Made once for all tests, because a network takes a while. */
function captureNetwork(given: Partial<NetworkArgs> = {}): Promise<Capture> {
    const key = JSON.stringify(given);
    const captured = captures.get(key) ?? capture(() => new Network("network", { ...args, ...given }));
    captures.set(key, captured);
    return captured;
}

/** `<type> <name>` of what one network has and another has not. */
async function difference(one: Partial<NetworkArgs>, other: Partial<NetworkArgs>): Promise<string[]> {
    const [has, hasNot] = await Promise.all([captureNetwork(one), captureNetwork(other)]);
    const without = hasNot.typesAndNames();
    return has.typesAndNames().filter((each) => !without.includes(each));
}

describe("Network", () => {
    it("is one network in zones, a firewall, routes, logs and the DNS zone of vaults", async () => {
        const resources = await captureNetwork();
        assert.deepEqual(
            resources.typesAndNames(),
            [
                "azure-native:monitor:DiagnosticSetting network-firewall-address-logs",
                "azure-native:monitor:DiagnosticSetting network-firewall-logs",
                "azure-native:network:AzureFirewall network-firewall",
                "azure-native:network:FirewallPolicy network-firewall-policy",
                "azure-native:network:FirewallPolicyRuleCollectionGroup network-firewall-rules",
                "azure-native:network:PublicIPAddress network-firewall-address",
                ...["edge", "firewall", "gateway"].map(
                    (each) => `azure-native:network:RouteTable network-${each}-routes`,
                ),
                ...zones.map((zone) => `azure-native:network:Subnet network-${zone}-subnet`),
                ...zones
                    .filter((zone) => zone !== "firewall")
                    .flatMap((zone) => [
                        `azure-native:network:NetworkSecurityGroup network-${zone}-nsg`,
                        `azure-native:monitor:DiagnosticSetting network-${zone}-nsg-logs`,
                    ]),
                "azure-native:network:VirtualNetwork network-vnet",
                "azure-native:privatedns:PrivateZone network-vault-zone",
                "azure-native:privatedns:VirtualNetworkLink network-vault-link",
            ].sort(),
        );
        const component = resources.only("zero-trust-mcp:index:Network");
        for (const child of resources.resources.filter(({ custom }) => custom)) {
            assert.equal(child.parent, component.urn, child.name);
        }
    });

    it("resolves names through its firewall", async () => {
        const resources = await captureNetwork();
        assert.deepEqual(resources.only("azure-native:network:VirtualNetwork").inputs, {
            ...where,
            virtualNetworkName: "vnet-mcp-dev-network",
            addressSpace: { addressPrefixes: ["10.20.0.0/20"] },
            dhcpOptions: { dnsServers: ["10.20.8.4"] },
            enableDdosProtection: false,
            enableVmProtection: false,
            tags: sampleTags("network"),
        });
    });

    it("filters and routes every subnet, under the names that Azure demands, and nothing leaves by default", async () => {
        const resources = await captureNetwork(bastion);
        const subnet = (zone: string, addressPrefix: string, own: object = {}) => ({
            resourceGroupName: "rg-test",
            virtualNetworkName: "vnet-mcp-dev-network",
            subnetName: zone,
            addressPrefix,
            networkSecurityGroup: { id: `${azure}/networkSecurityGroups/nsg-mcp-dev-network-${zone}` },
            defaultOutboundAccess: false,
            privateEndpointNetworkPolicies: "Enabled",
            privateLinkServiceNetworkPolicies: "Enabled",
            ...own,
        });
        const routed = (name: string) => ({ routeTable: { id: `${azure}/routeTables/rt-mcp-dev-network-${name}` } });
        const delegated = (serviceName: string) => ({ delegations: [{ name: "default", serviceName }] });
        const { networkSecurityGroup: _, ...firewall } = subnet("AzureFirewallSubnet", "10.20.8.0/26");
        assert.deepEqual(
            resources.all("azure-native:network:Subnet").map(({ inputs }) => inputs),
            [
                firewall,
                subnet("private-endpoints", "10.20.6.0/24", routed("firewall")),
                subnet("cluster-api", "10.20.8.128/26", {
                    ...routed("firewall"),
                    ...delegated("Microsoft.ContainerService/managedClusters"),
                }),
                subnet("cluster-nodes", "10.20.0.0/22", routed("firewall")),
                subnet("gateway", "10.20.5.0/24", {
                    ...routed("gateway"),
                    serviceEndpoints: [
                        { service: "Microsoft.EventHub" },
                        { service: "Microsoft.KeyVault" },
                        { service: "Microsoft.Sql" },
                        { service: "Microsoft.Storage" },
                    ],
                }),
                subnet("edge", "10.20.4.0/24", {
                    ...routed("edge"),
                    ...delegated("Microsoft.Network/applicationGateways"),
                }),
                subnet("runner", "10.20.7.0/24", { ...routed("firewall"), ...delegated("Microsoft.App/environments") }),
                subnet("bastion", "10.20.8.64/26", { subnetName: "AzureBastionSubnet" }),
            ],
        );
    });

    it("gives each security group the flows of its zone", async () => {
        const egress = {
            weather: { zone: "runner", serviceTag: "AzureResourceManager", ports: ["TCP:443"], reason: "Jobs." },
        };
        const resources = await captureNetwork({ egress });
        for (const zone of zones.filter((each) => each !== "firewall")) {
            const group = resources.only("azure-native:network:NetworkSecurityGroup", `network-${zone}-nsg`);
            assert.deepEqual(group.inputs, {
                ...where,
                networkSecurityGroupName: `nsg-mcp-dev-network-${zone}`,
                securityRules: securityRules(zone, flowsOf({ ...args, egress }), addressesOfEnds(args)),
                tags: sampleTags("network"),
            });
        }
        const { securityRules: rules } = resources.only(
            "azure-native:network:NetworkSecurityGroup",
            "network-runner-nsg",
        ).inputs;
        assert.deepEqual(
            rules.find(({ name }: { name: string }) => name === "egress-weather-tcp-outbound"),
            {
                name: "egress-weather-tcp-outbound",
                description: "Jobs.",
                access: "Allow",
                direction: "Outbound",
                priority: 180,
                protocol: "Tcp",
                sourceAddressPrefix: "10.20.7.0/24",
                sourcePortRange: "*",
                destinationAddressPrefix: "AzureResourceManager",
                destinationPortRange: "443",
            },
        );
    });

    it("routes everything through the firewall, but answers to Azure and to clients", async () => {
        const resources = await captureNetwork();
        const throughFirewall = {
            name: "default",
            addressPrefix: "0.0.0.0/0",
            nextHopType: "VirtualAppliance",
            nextHopIpAddress: "10.20.8.4",
        };
        const table = (routing: string, routes: object[]) => ({
            ...where,
            routeTableName: `rt-mcp-dev-network-${routing}`,
            disableBgpRoutePropagation: true,
            routes,
            tags: sampleTags("network"),
        });
        const tables = {
            firewall: [throughFirewall],
            gateway: [throughFirewall, { name: "management", addressPrefix: "ApiManagement", nextHopType: "Internet" }],
            edge: [],
        };
        for (const [routing, routes] of Object.entries(tables)) {
            const { inputs } = resources.only("azure-native:network:RouteTable", `network-${routing}-routes`);
            assert.deepEqual(inputs, table(routing, routes));
        }
    });

    it("has a firewall that denies attacks, resolves names and reports to the workspace", async () => {
        const resources = await captureNetwork();
        assert.deepEqual(resources.only("azure-native:network:FirewallPolicy").inputs, {
            ...where,
            firewallPolicyName: "afwp-mcp-dev-network",
            sku: { tier: "Premium" },
            threatIntelMode: "Deny",
            intrusionDetection: { mode: "Deny" },
            dnsSettings: { enableProxy: true },
            insights: { isEnabled: true, logAnalyticsResources: { defaultWorkspaceId: { id: workspaceId } } },
            tags: sampleTags("network"),
        });
        const firewall = resources.only("azure-native:network:AzureFirewall");
        assert.deepEqual(firewall.inputs, {
            ...where,
            azureFirewallName: "afw-mcp-dev-network",
            sku: { name: "AZFW_VNet", tier: "Premium" },
            firewallPolicy: { id: `${azure}/firewallPolicies/afwp-mcp-dev-network` },
            ipConfigurations: [
                {
                    name: "default",
                    subnet: { id: `${networkId}/subnets/AzureFirewallSubnet` },
                    publicIPAddress: { id: `${azure}/publicIPAddresses/pip-mcp-dev-network-firewall` },
                },
            ],
            zones: ["1", "2", "3"],
            tags: sampleTags("network"),
        });
        assert.deepEqual(firewall.customTimeouts, { create: "1h", update: "1h", delete: "1h" });
    });

    it("lets through what Azure needs and what is declared, and nothing else", async () => {
        const egress = {
            weather: {
                zone: "cluster-nodes",
                fqdns: ["api.weather.example.com"],
                ports: ["HTTPS:443"],
                reason: "The weather server asks it.",
            },
        };
        const resources = await captureNetwork({ egress });
        const { ruleCollections: collections, ...group } = resources.only(
            "azure-native:network:FirewallPolicyRuleCollectionGroup",
        ).inputs;
        assert.deepEqual(group, {
            resourceGroupName: "rg-test",
            firewallPolicyName: "afwp-mcp-dev-network",
            ruleCollectionGroupName: "egress",
            priority: 1000,
        });
        const all = { ...platformEgress("westeurope"), ...egress };
        const names = collections.flatMap(({ rules }: { rules: { name: string }[] }) => rules.map(({ name }) => name));
        assert.deepEqual(names.sort(), Object.keys(all).sort());
        assert.deepEqual(collections, ruleCollections(all, addressPlan(args)));
    });

    it("has one protected public address in all availability zones, or as told", async () => {
        const address = (zonesOfAddress: string[]) => ({
            ...where,
            publicIpAddressName: "pip-mcp-dev-network-firewall",
            sku: { name: "Standard", tier: "Regional" },
            publicIPAllocationMethod: "Static",
            publicIPAddressVersion: "IPv4",
            ddosSettings: { protectionMode: "Enabled" },
            zones: zonesOfAddress,
            tags: sampleTags("network"),
        });
        const type = "azure-native:network:PublicIPAddress";
        assert.deepEqual((await captureNetwork()).only(type).inputs, address(["1", "2", "3"]));
        const told = await captureNetwork({ availabilityZones: ["1"] });
        assert.deepEqual(told.only(type).inputs, address(["1"]));
        assert.deepEqual(told.only("azure-native:network:AzureFirewall").inputs.zones, ["1"]);
    });

    it("protects the whole network against floods by a plan, a new one or one that exists", async () => {
        const given = { ddosProtection: DdosProtection.Plan };
        const existing = `${azure}/ddosProtectionPlans/ddos-hub`;
        const plan = "azure-native:network:DdosProtectionPlan network-ddos-plan";
        assert.deepEqual(await difference(given, {}), [plan]);
        assert.deepEqual(await difference({ ...given, existingDdosProtectionPlanId: existing }, {}), []);
        for (const [each, id] of [
            [given, `${azure}/ddosProtectionPlans/ddos-mcp-dev-network`],
            [{ ...given, existingDdosProtectionPlanId: existing }, existing],
        ] as const) {
            const resources = await captureNetwork(each);
            const { enableDdosProtection, ddosProtectionPlan } = resources.only(
                "azure-native:network:VirtualNetwork",
            ).inputs;
            assert.deepEqual([enableDdosProtection, ddosProtectionPlan], [true, { id }]);
            const { ddosSettings } = resources.only("azure-native:network:PublicIPAddress").inputs;
            assert.deepEqual(ddosSettings, { protectionMode: "VirtualNetworkInherited" });
        }
        const resources = await captureNetwork(given);
        assert.deepEqual(resources.only("azure-native:network:DdosProtectionPlan").inputs, {
            ...where,
            ddosProtectionPlanName: "ddos-mcp-dev-network",
            tags: sampleTags("network"),
        });
    });

    it("has a Bastion without public address where asked for", async () => {
        assert.deepEqual(await difference(bastion, {}), [
            "azure-native:monitor:DiagnosticSetting network-bastion-logs",
            "azure-native:monitor:DiagnosticSetting network-bastion-nsg-logs",
            "azure-native:network:BastionHost network-bastion",
            "azure-native:network:NetworkSecurityGroup network-bastion-nsg",
            "azure-native:network:Subnet network-bastion-subnet",
        ]);
        const resources = await captureNetwork(bastion);
        assert.deepEqual(resources.only("azure-native:network:BastionHost").inputs, {
            ...where,
            bastionHostName: "bas-mcp-dev-network",
            sku: { name: "Premium" },
            enablePrivateOnlyBastion: true,
            enableTunneling: true,
            disableCopyPaste: true,
            enableFileCopy: false,
            enableIpConnect: false,
            enableKerberos: false,
            enableSessionRecording: false,
            enableShareableLink: false,
            ipConfigurations: [
                {
                    name: "default",
                    subnet: { id: `${networkId}/subnets/AzureBastionSubnet` },
                    privateIPAllocationMethod: "Dynamic",
                },
            ],
            tags: sampleTags("network"),
        });
    });

    it("sends the logs of the firewall, groups, address and Bastion to the workspace, where Azure can write them", async () => {
        const resources = await captureNetwork(bastion);
        const logs = (name: string) => {
            const { inputs } = resources.only("azure-native:monitor:DiagnosticSetting", `network-${name}-logs`);
            const { resourceUri, workspaceId: to, logAnalyticsDestinationType: tables = "shared" } = inputs;
            assert.equal(to, workspaceId);
            const categories = inputs.logs.map(({ category, enabled }: { category: string; enabled: boolean }) => {
                assert.equal(enabled, true);
                return category;
            });
            return { of: resourceUri.slice(azure.length + 1), tables, categories };
        };
        const group = ["NetworkSecurityGroupEvent", "NetworkSecurityGroupRuleCounter"];
        for (const zone of [...zones, "bastion"].filter((each) => each !== "firewall")) {
            const of = `networkSecurityGroups/nsg-mcp-dev-network-${zone}`;
            assert.deepEqual(logs(`${zone}-nsg`), { of, tables: "shared", categories: group });
        }
        assert.deepEqual(logs("firewall-address"), {
            of: "publicIPAddresses/pip-mcp-dev-network-firewall",
            tables: "shared",
            categories: ["DDoSMitigationFlowLogs", "DDoSMitigationReports", "DDoSProtectionNotifications"],
        });
        assert.deepEqual(logs("bastion"), {
            of: "bastionHosts/bas-mcp-dev-network",
            tables: "Dedicated",
            categories: ["BastionAuditLogs"],
        });
        assert.deepEqual(logs("firewall"), {
            of: "azureFirewalls/afw-mcp-dev-network",
            tables: "Dedicated",
            categories: [
                "AZFWApplicationRule",
                "AZFWApplicationRuleAggregation",
                "AZFWDnsQuery",
                "AZFWFqdnResolveFailure",
                "AZFWIdpsSignature",
                "AZFWNatRule",
                "AZFWNatRuleAggregation",
                "AZFWNetworkRule",
                "AZFWNetworkRuleAggregation",
                "AZFWThreatIntel",
            ],
        });
    });

    it("links a zone for each service, without registering machines in it", async () => {
        const resources = await captureNetwork({ privateLinkServices: ["vault", "managedHsm", "vault"] });
        const names = ["privatelink.vaultcore.azure.net", "privatelink.managedhsm.azure.net"];
        assert.deepEqual(
            resources.all("azure-native:privatedns:PrivateZone").map(({ inputs }) => inputs),
            names.map((privateZoneName) => ({
                resourceGroupName: "rg-test",
                privateZoneName,
                location: "Global",
                tags: sampleTags("network"),
            })),
        );
        assert.deepEqual(
            resources.all("azure-native:privatedns:VirtualNetworkLink").map(({ inputs }) => inputs),
            names.map((privateZoneName) => ({
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
            const network = new Network("network", { ...args, ...bastion });
            const { subnetIds, ...outputs } = network;
            const ids = {
                ...Object.fromEntries(Object.entries(subnetIds).map(([zone, id]) => [`id of ${zone}`, id])),
                network: outputs.virtualNetworkId,
                zone: outputs.privateDnsZoneIds,
                firewall: outputs.firewallPrivateAddress,
            };
            for (const [name, id] of Object.entries(ids)) {
                new random.RandomBytes(name, { length: 1, keepers: { id: pulumi.jsonStringify(id) } });
            }
        });
        const chained = (zone: string, before: string, ...others: string[]) =>
            [`network-${before}-subnet`, `network-${zone}-nsg`, "network-vnet", ...others].sort();
        const logs = Object.keys(resources.waitsFor()).filter((name) => name.endsWith("-logs"));
        const groups = [...zones, "bastion"].filter((zone) => zone !== "firewall");
        assert.deepEqual(resources.waitsFor(), {
            ...Object.fromEntries(logs.map((name) => [name, [name.replace(/-logs$/, "")]])),
            ...Object.fromEntries(groups.map((zone) => [`network-${zone}-nsg`, []])),
            "network-vnet": [],
            "network-edge-routes": [],
            "network-firewall-routes": [],
            "network-gateway-routes": [],
            "network-firewall-policy": [],
            "network-firewall-address": [],
            "network-firewall-rules": ["network-firewall-policy"],
            "network-firewall-subnet": ["network-vnet"],
            "network-firewall": [
                "network-firewall-address",
                "network-firewall-policy",
                "network-firewall-rules",
                "network-firewall-subnet",
                "network-vnet",
            ],
            "network-private-endpoints-subnet": chained("private-endpoints", "firewall", "network-firewall-routes"),
            "network-cluster-api-subnet": chained("cluster-api", "private-endpoints", "network-firewall-routes"),
            "network-cluster-nodes-subnet": chained("cluster-nodes", "cluster-api", "network-firewall-routes"),
            "network-gateway-subnet": chained("gateway", "cluster-nodes", "network-gateway-routes"),
            "network-edge-subnet": chained("edge", "gateway", "network-edge-routes"),
            "network-runner-subnet": chained("runner", "edge", "network-firewall-routes"),
            "network-bastion-subnet": chained("bastion", "runner"),
            "network-bastion": ["network-bastion-subnet", "network-firewall", "network-vnet"],
            "network-vault-zone": [],
            "network-vault-link": ["network-vault-zone", "network-vnet"],
            network: ["network-vnet"],
            zone: ["network-vault-link", "network-vault-zone"],
            firewall: ["network-firewall"],
            "id of firewall": ["network-firewall-subnet", "network-vnet"],
            "id of private-endpoints": ["network-private-endpoints-subnet", "network-vnet"],
            ...Object.fromEntries(
                ["cluster-api", "cluster-nodes", "gateway", "edge", "runner", "bastion"].map((zone) => [
                    `id of ${zone}`,
                    ["network-firewall", `network-${zone}-subnet`, "network-vnet"].sort(),
                ]),
            ),
        });
    });

    it("gives ids and addresses that a preview knows, but the public one", async () => {
        const given: Record<string, unknown> = {};
        const resources = await capture(
            () => {
                const network = new Network("network", args);
                const { subnetIds, subnetRanges, publicAddresses, virtualNetworkId, virtualNetworkName } = network;
                const { privateDnsZoneIds, firewallPrivateAddress, ingressPrivateAddress, podRange } = network;
                pulumi
                    .output({ subnetIds, subnetRanges, virtualNetworkId, virtualNetworkName, privateDnsZoneIds })
                    .apply((known) => Object.assign(given, known));
                pulumi
                    .output({ firewallPrivateAddress, ingressPrivateAddress, podRange })
                    .apply((known) => Object.assign(given, known));
                publicAddresses.apply((known) => Object.assign(given, { publicAddresses: known }));
            },
            { preview: true },
        );
        assert.deepEqual(given, {
            virtualNetworkId: networkId,
            virtualNetworkName: "vnet-mcp-dev-network",
            subnetIds: {
                ...Object.fromEntries(zones.map((zone) => [zone, `${networkId}/subnets/${zone}`])),
                firewall: `${networkId}/subnets/AzureFirewallSubnet`,
            },
            subnetRanges: {
                firewall: "10.20.8.0/26",
                "private-endpoints": "10.20.6.0/24",
                "cluster-api": "10.20.8.128/26",
                "cluster-nodes": "10.20.0.0/22",
                gateway: "10.20.5.0/24",
                edge: "10.20.4.0/24",
                runner: "10.20.7.0/24",
            },
            firewallPrivateAddress: "10.20.8.4",
            ingressPrivateAddress: "10.20.3.254",
            podRange: "100.64.0.0/16",
            privateDnsZoneIds: {
                "privatelink.vaultcore.azure.net": `${azure}/privateDnsZones/privatelink.vaultcore.azure.net`,
            },
        });
        assert.deepEqual(
            resources.resources.flatMap(({ unknownPaths }) => unknownPaths),
            [],
        );
    });

    it("says where egress comes from, where the endpoints of a service go, and which subnet a zone has", async () => {
        let given: unknown;
        await capture(() => {
            const network = new Network("network", args);
            const endpoints = network.endpointsFor(PrivateLinkService.Vault);
            pulumi
                .output({
                    endpoints,
                    gateway: network.subnetId("gateway"),
                    nodeRoutes: network.routeTableId("cluster-nodes"),
                    gatewayRoutes: network.routeTableId("gateway"),
                    edgeRange: network.subnetRange("edge"),
                    publicAddresses: network.publicAddresses,
                })
                .apply((known) => (given = known));
            assert.throws(() => network.subnetRange("bastion"), /There is no zone bastion in the network\./);
            assert.throws(() => network.subnetId("bastion"), /There is no zone bastion in the network\./);
            assert.throws(
                () => network.routeTableId("firewall"),
                /There is no route table for zone firewall in the network\./,
            );
        });
        assert.deepEqual(given, {
            publicAddresses: { firewall: "203.0.113.4" },
            nodeRoutes: `${azure}/routeTables/rt-mcp-dev-network-firewall`,
            gatewayRoutes: `${azure}/routeTables/rt-mcp-dev-network-gateway`,
            edgeRange: "10.20.4.0/24",
            endpoints: {
                subnetId: `${networkId}/subnets/private-endpoints`,
                zoneIds: {
                    "privatelink.vaultcore.azure.net": `${azure}/privateDnsZones/privatelink.vaultcore.azure.net`,
                },
            },
            gateway: `${networkId}/subnets/gateway`,
        });
    });

    it("refuses the endpoints of a service without a zone", async () => {
        await assert.rejects(
            capture(() => new Network("network", args).endpointsFor(PrivateLinkService.ManagedHsm)),
            /There is no private DNS zone privatelink\.managedhsm\.azure\.net; add "managedHsm" to privateLinkServices of the network\./,
        );
    });
});

describe("Network in a hub", () => {
    const zone = "privatelink.vaultcore.azure.net";
    const hubZone = `/subscriptions/${placement.subscriptionId}/resourceGroups/rg-hub/providers/Microsoft.Network/privateDnsZones/${zone}`;
    const existingPrivateDnsZoneIds = { [zone]: hubZone };
    const hub = { existingFirewallPrivateAddress: "10.0.0.4", existingPrivateDnsZoneIds };

    it("leaves the firewall, its address and DNS zones to the hub, and leads to them", async () => {
        assert.deepEqual(await difference({}, hub), [
            "azure-native:monitor:DiagnosticSetting network-firewall-address-logs",
            "azure-native:monitor:DiagnosticSetting network-firewall-logs",
            "azure-native:network:AzureFirewall network-firewall",
            "azure-native:network:FirewallPolicy network-firewall-policy",
            "azure-native:network:FirewallPolicyRuleCollectionGroup network-firewall-rules",
            "azure-native:network:PublicIPAddress network-firewall-address",
            "azure-native:network:Subnet network-firewall-subnet",
            "azure-native:privatedns:PrivateZone network-vault-zone",
            "azure-native:privatedns:VirtualNetworkLink network-vault-link",
        ]);
        assert.deepEqual(await difference(hub, {}), []);
        const resources = await captureNetwork(hub);
        const { dhcpOptions } = resources.only("azure-native:network:VirtualNetwork").inputs;
        assert.deepEqual(dhcpOptions, { dnsServers: ["10.0.0.4"] });
        for (const routing of ["firewall", "gateway"]) {
            const { inputs } = resources.only("azure-native:network:RouteTable", `network-${routing}-routes`);
            assert.equal(inputs.routes[0].nextHopIpAddress, "10.0.0.4");
        }
    });

    it("gives what it has, and the zones of the hub", async () => {
        let given: unknown;
        await capture(() => {
            const { firewallPrivateAddress, publicAddresses, privateDnsZoneIds, subnetIds } = new Network("network", {
                ...args,
                ...hub,
            });
            pulumi
                .output({ firewallPrivateAddress, publicAddresses, privateDnsZoneIds, subnets: Object.keys(subnetIds) })
                .apply((known) => (given = known));
        });
        assert.deepEqual(given, {
            firewallPrivateAddress: "10.0.0.4",
            publicAddresses: {},
            privateDnsZoneIds: { [zone]: hubZone },
            subnets: zones.filter((each) => each !== "firewall"),
        });
    });

    it("refuses the id of something else as a zone", async () => {
        await assert.rejects(
            capture(() => {
                const given = { ...hub, existingPrivateDnsZoneIds: { [zone]: networkId } };
                const { privateDnsZoneIds } = new Network("network", { ...args, ...given });
                new random.RandomBytes("user", { length: 1, keepers: { id: pulumi.jsonStringify(privateDnsZoneIds) } });
            }),
            /existingPrivateDnsZoneIds\["privatelink\.vaultcore\.azure\.net"\] is ".+"; it must be the ARM id of a Microsoft\.Network\/privateDnsZones\./,
        );
    });
});

describe("Network in a virtual network that exists", () => {
    const inGroup = (subscriptionId: string) =>
        `/subscriptions/${subscriptionId}/resourceGroups/rg-landing/providers/Microsoft.Network/virtualNetworks/vnet-landing`;
    const existing = inGroup(placement.subscriptionId);

    it("puts its subnets there, and all else where it is itself", async () => {
        assert.deepEqual(await difference({}, { existingVirtualNetworkId: existing }), [
            "azure-native:network:VirtualNetwork network-vnet",
        ]);
        const resources = await captureNetwork({ existingVirtualNetworkId: existing });
        for (const { inputs } of resources.all("azure-native:network:Subnet")) {
            assert.equal(inputs.resourceGroupName, "rg-landing");
            assert.equal(inputs.virtualNetworkName, "vnet-landing");
        }
        for (const { inputs } of resources.all("azure-native:network:NetworkSecurityGroup")) {
            assert.equal(inputs.resourceGroupName, "rg-test");
        }
        const { virtualNetwork } = resources.only("azure-native:privatedns:VirtualNetworkLink").inputs;
        assert.deepEqual(virtualNetwork, { id: existing });
        const { ipConfigurations } = resources.only("azure-native:network:AzureFirewall").inputs;
        assert.equal(ipConfigurations[0].subnet.id, `${existing}/subnets/AzureFirewallSubnet`);
    });

    it("refuses the id of something else, and a network in another subscription", async () => {
        await assert.rejects(
            captureNetwork({ existingVirtualNetworkId: workspaceId }),
            /existingVirtualNetworkId is ".+"; it must be the ARM id of a Microsoft\.Network\/virtualNetworks\./,
        );
        await assert.rejects(
            captureNetwork({ existingVirtualNetworkId: inGroup("99999999-9999-4999-8999-999999999999") }),
            /existingVirtualNetworkId is ".+"; it must lie in the subscription 22222222-2222-4222-8222-222222222222\./,
        );
    });
});
