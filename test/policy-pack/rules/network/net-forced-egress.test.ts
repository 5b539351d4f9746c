// Does not prove that traffic takes the routes, or that the firewall judges it: see net-firewall-premium for that.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/network/net-forced-egress";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ path, message }) => `${path}: ${message}`), undecided };
};
const clean = { findings: [], undecided: [] };

const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg";
const tableId = `${group}/providers/Microsoft.Network/routeTables/rt`;
const named = (subnetName: Value, inputs = {}, dependencies = {}): SampleResource => ({
    type: "network:Subnet",
    inputs: { virtualNetworkName: "vnet", subnetName, addressPrefix: "10.20.0.0/22", ...inputs },
    dependencies,
});
const routed = (subnetName: Value, id: Value = tableId, dependencies = {}) =>
    named(subnetName, { routeTable: { id } }, dependencies);
const firewall = named("AzureFirewallSubnet", { addressPrefix: "10.20.8.64/26" });
const toAddress = (nextHopIpAddress: Value): Value => ({
    addressPrefix: "0.0.0.0/0",
    nextHopType: "VirtualAppliance",
    nextHopIpAddress,
});
const table = (routes: Value): SampleResource => ({
    type: "network:RouteTable",
    inputs: { routeTableName: "rt", disableBgpRoutePropagation: true, routes },
});
const around = [
    "routeTable.id: traffic to the internet must go to the firewall",
    "routeTable.id: a route leads around the firewall",
];

describe("net-forced-egress", () => {
    it("takes the fourth address of the firewall's subnet, and of no other", () => {
        const nodes = named("nodes", { routeTable: { id: tableId }, addressPrefix: "10.20.0.0/22" });
        assert.deepEqual(outcome({ firewall, nodes, table: table([toAddress("10.20.8.68")]) }), clean);
        for (const address of ["10.20.8.4", "10.20.8.64", "10.20.8.69", "10.20.0.4"])
            assert.deepEqual(outcome({ firewall, nodes, table: table([toAddress(address)]) }), {
                findings: around,
                undecided: [],
            });
    });

    it("takes the address of a firewall outside the stack when it is configured", () => {
        const resources = { nodes: routed("nodes"), table: table([toAddress("10.0.0.4")]) };
        assert.deepEqual(outcome(resources), { findings: around, undecided: [] });
        assert.deepEqual(outcome(resources, { firewallAddresses: ["10.0.0.4"] }), clean);
        assert.deepEqual(outcome(resources, { firewallAddresses: ["10.0.0.5"] }), { findings: around, undecided: [] });
    });

    it("needs the range of every subnet, exempt or not", () => {
        const bare: SampleResource = {
            type: "network:Subnet",
            inputs: { virtualNetworkName: "vnet", subnetName: "GatewaySubnet" },
        };
        const [range] = ["addressPrefix: a subnet must say its range, by which the firewall is found"];
        assert.deepEqual(outcome({ bare }), { findings: [range], undecided: [] });
    });

    it("says what a subnet lacks", () => {
        assert.deepEqual(outcome({ firewall, gateway: named("gateway") }), {
            findings: [
                "routeTable.id: a route table without routes from gateways must decide where traffic goes",
                "routeTable.id: traffic to the internet must go to the firewall",
                "routeTable.id: the subnets of API Management, and no others, need a route of ApiManagement to Internet",
            ],
            undecided: [],
        });
    });

    it("exempts the subnets of Azure's services, and those on the list", () => {
        for (const name of ["AzureFirewallSubnet", "GatewaySubnet", "AzureBastionSubnet"])
            assert.deepEqual(outcome({ subnet: named(name) }), clean, name);
        const edge = (name: string) => ({ subnet: routed(name), table: table([]) });
        assert.deepEqual(outcome(edge("edge")), clean);
        assert.notDeepEqual(outcome(edge("edge"), { exemptSubnets: [] }), clean);
        assert.notDeepEqual(outcome(edge("Edge")), clean);
    });

    it("lets no routes from gateways into an exempt subnet either", () => {
        const learning = {
            findings: ["routeTable.id: a route table without routes from gateways must decide where traffic goes"],
            undecided: [],
        };
        assert.deepEqual(outcome({ subnet: named("edge") }), learning);
        const { inputs } = table([]);
        const open: SampleResource = {
            type: "network:RouteTable",
            inputs: { ...(inputs as object), disableBgpRoutePropagation: false },
        };
        assert.deepEqual(outcome({ subnet: routed("edge"), table: open }), learning);
    });

    describe("in a preview", () => {
        it("goes by dependencies where ids and names are unknown", () => {
            const nodes = routed("nodes", unknown, { routeTable: ["table"] });
            assert.deepEqual(outcome({ firewall, nodes, table: table([toAddress("10.20.8.68")]) }), clean);
            const network: SampleResource = {
                type: "network:VirtualNetwork",
                inputs: {
                    virtualNetworkName: unknown,
                    subnets: [{ name: "nodes", addressPrefix: "10.20.0.0/22", routeTable: { id: unknown } }],
                },
                dependencies: { subnets: ["table"] },
            };
            assert.deepEqual(outcome({ firewall, network, table: table([toAddress("10.20.8.68")]) }), clean);
        });

        it("is undecided where nothing tells", () => {
            const unnamed = outcome({
                firewall,
                nodes: routed("nodes", unknown),
                table: table([toAddress("10.20.8.68")]),
            });
            assert.deepEqual(unnamed, {
                findings: [],
                undecided: ['routeTable.id of network:Subnet "nodes"'],
            });
            const open = outcome({ firewall, nodes: routed("nodes"), table: table(unknown) });
            assert.deepEqual(open.findings, []);
            assert.deepEqual(
                open.undecided,
                ['network:Route "table"'].map((what) => `addressPrefix of ${what}`),
            );
            const whole: SampleResource = { type: "network:VirtualNetwork", inputs: unknown };
            assert.deepEqual(outcome({ whole }).undecided, ['subnetName of network:Subnet "whole"']);
        });
    });
});
