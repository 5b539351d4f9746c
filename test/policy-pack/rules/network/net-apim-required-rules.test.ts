// Does not prove that API Management needs no more: the list is Microsoft's, and changes.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/network/net-apim-required-rules";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };

const network = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/Microsoft.Network";
const subnetId = `${network}/virtualNetworks/vnet/subnets/gateway`;
const service: SampleResource = {
    type: "apimanagement:ApiManagementService",
    inputs: { virtualNetworkConfiguration: { subnetResourceId: subnetId } },
};
const subnetOf = (id: Value, dependencies = {}, subnetName = "gateway"): SampleResource => ({
    type: "network:Subnet",
    inputs: { virtualNetworkName: "vnet", subnetName, networkSecurityGroup: { id } },
    dependencies,
});
const subnet = subnetOf(`${network}/networkSecurityGroups/nsg`);

type Flow = [direction: string, protocol: string, from: string, to: string, port: string];
const flows: Flow[] = [
    ["Inbound", "Tcp", "ApiManagement", "VirtualNetwork", "3443"],
    ["Inbound", "Tcp", "AzureLoadBalancer", "VirtualNetwork", "6390"],
    ["Outbound", "Tcp", "10.0.5.0/24", "Storage", "443"],
    ["Outbound", "Tcp", "10.0.5.0/24", "Sql", "1433"],
    ["Outbound", "Tcp", "10.0.5.0/24", "AzureKeyVault", "443"],
    ["Outbound", "Tcp", "10.0.5.0/24", "AzureMonitor", "1886"],
    ["Outbound", "Tcp", "10.0.5.0/24", "AzureMonitor", "443"],
    ["Outbound", "Tcp", "10.0.5.0/24", "Internet", "80"],
    ["Outbound", "Tcp", "10.0.5.0/24", "AzureActiveDirectory", "443"],
    ["Inbound", "Udp", "10.0.5.0/24", "10.0.5.0/24", "4290"],
    ["Outbound", "Udp", "10.0.5.0/24", "10.0.5.0/24", "4290"],
];
const messages = [
    "API Management needs inbound Tcp ApiManagement 3443",
    "API Management needs inbound Tcp AzureLoadBalancer 6390",
    "API Management needs outbound Tcp Storage 443",
    "API Management needs outbound Tcp Sql 1433",
    "API Management needs outbound Tcp AzureKeyVault 443",
    "API Management needs outbound Tcp AzureMonitor 1886",
    "API Management needs outbound Tcp AzureMonitor 443",
    "API Management needs outbound Tcp Internet 80",
    "API Management needs outbound Tcp AzureActiveDirectory 443",
    "API Management needs inbound Udp in its subnet 4290",
    "API Management needs outbound Udp in its subnet 4290",
];
const groupOf = (all: Flow[]): SampleResource => ({
    type: "network:NetworkSecurityGroup",
    inputs: {
        networkSecurityGroupName: "nsg",
        securityRules: all.map(([direction, protocol, from, to, port]) => ({
            access: "Allow",
            direction,
            protocol,
            sourceAddressPrefix: from,
            destinationAddressPrefix: to,
            destinationPortRange: port,
        })),
    },
});
const changed = (index: number, position: number, value: string) =>
    groupOf(flows.map((flow, at) => (at === index ? (flow.with(position, value) as Flow) : flow)));

describe("net-apim-required-rules", () => {
    it("names every flow that is missing", () => {
        assert.deepEqual(outcome({ service, subnet, group: groupOf(flows) }), clean);
        assert.deepEqual(outcome({ service, subnet, group: groupOf([]) }), { findings: messages, undecided: [] });
    });

    for (const [index, [direction, protocol, from, to, port]] of flows.entries()) {
        const wrong: [position: number, value: string][] = [
            [0, direction === "Inbound" ? "Outbound" : "Inbound"],
            [1, protocol === "Tcp" ? "Udp" : "Tcp"],
            ...(/^[A-Z]/.test(from) ? [[2, "AzureFrontDoor.Backend"] as [number, string]] : []),
            ...(direction === "Outbound" && protocol === "Tcp" ? [[3, "AzureTrafficManager"] as [number, string]] : []),
            [4, String(Number(port) + 1)],
        ];
        it(`wants ${direction} ${protocol} ${from} ${to} ${port}, whoever else may`, () => {
            for (const [position, value] of wrong)
                assert.deepEqual(outcome({ service, subnet, group: changed(index, position, value) }), {
                    findings: [messages[index]],
                    undecided: [],
                });
            assert.deepEqual(outcome({ service, subnet, group: changed(index, 1, "*") }), clean);
        });
    }

    it("is about the group of the service's subnet only", () => {
        const other = subnetOf(`${network}/networkSecurityGroups/nsg`, {}, "nodes");
        assert.deepEqual(outcome({ service, other, group: groupOf([]) }), clean);
        assert.deepEqual(outcome({ subnet, group: groupOf([]) }), clean);
        const elsewhere = subnetOf(`${network}/networkSecurityGroups/nsg-other`);
        assert.deepEqual(outcome({ service, subnet: elsewhere, group: groupOf([]) }), clean);
    });

    describe("in a preview", () => {
        const byId: SampleResource = {
            type: "apimanagement:ApiManagementService",
            inputs: { virtualNetworkConfiguration: { subnetResourceId: unknown } },
            dependencies: { virtualNetworkConfiguration: ["subnet"] },
        };

        it("goes by dependencies where ids are unknown", () => {
            const dependent = subnetOf(unknown, { networkSecurityGroup: ["group"] });
            assert.deepEqual(outcome({ service: byId, subnet: dependent, group: groupOf([]) }).findings, messages);
        });

        it("is undecided where nothing tells", () => {
            const free = subnetOf(unknown);
            assert.deepEqual(outcome({ service, subnet: free, group: groupOf(flows.slice(1)) }), {
                findings: [],
                undecided: ['networkSecurityGroup.id of network:Subnet "subnet"'],
            });
        });
    });
});
