// Does not prove that packets in Azure go the same way: the rules are those of its documentation, and nothing was sent.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { groupId } from "../fixture";
import { guardedBy, type Inputs, model, network, rule, securityGroup, subnet, subnetId } from "./landscape";

const provider = `${groupId}/providers/Microsoft.Network`;
const edgeId = `${provider}/applicationGateways/agw`;
const addressId = `${provider}/publicIPAddresses/pip-edge`;
const inGroup = { resourceGroupName: "rg", location: "westeurope" };
const edge = subnet("edge", "10.0.6.0/24", guardedBy("nsg-edge"));
const guard = securityGroup(
    "nsg-edge",
    rule("clients", "Allow Inbound 100 Tcp Internet -> 10.0.6.0/24 80 443"),
    rule("inside", "Allow Inbound 110 Tcp 10.0.3.0/24 -> 10.0.6.0/24 443"),
    rule("none", "Deny Inbound 4096 * * -> * *"),
);
const address: Inputs = [
    "network:PublicIPAddress",
    {
        ...inGroup,
        publicIpAddressName: "pip-edge",
        publicIPAllocationMethod: "Static",
        sku: { name: "Standard" },
    },
];
const part = (collection: string, name: string): Properties => ({ id: `${edgeId}/${collection}/${name}` });

function listener(name: string, frontend: string): Properties {
    const frontendIPConfiguration = part("frontendIPConfigurations", frontend);
    return { name, protocol: "Https", frontendIPConfiguration, frontendPort: part("frontendPorts", "https") };
}

function gateway(...httpListeners: Properties[]): Inputs {
    return [
        "network:ApplicationGateway",
        {
            ...inGroup,
            applicationGatewayName: "agw",
            gatewayIPConfigurations: [{ name: "gateway", subnet: { id: subnetId("edge") } }],
            frontendIPConfigurations: [
                { name: "public", publicIPAddress: { id: addressId } },
                { name: "private", privateIPAddress: "10.0.6.250", subnet: { id: subnetId("edge") } },
            ],
            frontendPorts: [
                { name: "https", port: 443 },
                { name: "http", port: 80 },
            ],
            httpListeners,
        },
    ];
}

function record(name: string, more: Properties): Inputs {
    return [
        "dns:RecordSet",
        {
            resourceGroupName: "rg",
            zoneName: "contoso.com",
            recordType: more.cnameRecord ? "CNAME" : "A",
            relativeRecordSetName: name,
            ttl: 300,
            ...more,
        },
    ];
}

describe("the edge as the network knows it", () => {
    const open = subnet("open", "10.0.3.0/24");
    const listening = gateway(listener("clients", "public"), listener("inside", "private"));

    it("is where clients arrive, by its public name, on the ports of its listeners", async () => {
        const { reach } = await model(
            network(),
            guard,
            edge,
            address,
            listening,
            record("mcp", { targetResource: { id: addressId } }),
            record("www", { cnameRecord: { cname: "mcp.contoso.com" } }),
            record("other", { aRecords: [{ ipv4Address: "192.0.2.77" }] }),
        );
        const ask = (to: string, port: number, from = "Internet") => reach({ from, to, protocol: "Tcp", port });
        const arrives = ["contoso.com/mcp", "nsg-edge/clients", "agw: listens"];
        assert.deepEqual(ask("mcp.contoso.com", 443), { allowed: true, by: arrives });
        assert.deepEqual(ask("www.contoso.com", 443), { allowed: true, by: arrives });
        assert.deepEqual(ask("mcp.contoso.com", 80), {
            allowed: false,
            by: ["contoso.com/mcp", "nsg-edge/clients", "agw: does not listen"],
        });
        assert.deepEqual(ask("mcp.contoso.com", 65200, "GatewayManager"), {
            allowed: false,
            by: ["contoso.com/mcp", "nsg-edge/none"],
        });
        assert.deepEqual(ask("other.contoso.com", 443), { allowed: true, by: ["contoso.com/other", "public address"] });
        assert.deepEqual(ask("nobody.contoso.com", 443), { allowed: true, by: ["public DNS", "public address"] });
    });

    it("answers at its private frontend for those inside", async () => {
        const { reach } = await model(network(), guard, edge, open, address, listening);
        const ask = (port: number) => reach({ from: subnetId("open"), to: "10.0.6.250", protocol: "Tcp", port });
        assert.deepEqual(ask(443), {
            allowed: true,
            by: ["open: no security group", "VnetLocal", "nsg-edge/inside", "agw: listens"],
        });
        assert.deepEqual(ask(80), { allowed: false, by: ["open: no security group", "VnetLocal", "nsg-edge/none"] });
    });

    it("answers nowhere without a listener", async () => {
        const { reach } = await model(
            network(),
            guard,
            edge,
            address,
            gateway(listener("inside", "private")),
            record("mcp", { targetResource: { id: addressId } }),
        );
        const asked = reach({ from: "Internet", to: "mcp.contoso.com", protocol: "Tcp", port: 443 });
        assert.deepEqual(asked, {
            allowed: false,
            by: ["contoso.com/mcp", "nsg-edge/clients", "agw: does not listen"],
        });
    });
});
