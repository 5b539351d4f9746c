// Does not prove that Azure judges packets as the model does, nor anything about pods, whose overlay is no part of it.
import assert from "node:assert/strict";
import { Network, type NetworkArgs } from "../../../components";
import type { Zone } from "../../../components/network/address-plan";
import { type EgressRule, portsOf } from "../../../components/network/egress";
import type { End, Flow } from "../../../components/network/flows";
import { egressOf, flowsOf } from "../../../components/network/network-args";
import { type NetworkModel, networkModel, type Protocol } from "../../../local/azure/network/reachability";
import { fqdnTags } from "../../../local/azure/network/reachability/fqdn-tags";
import { recordsOf } from "../../../local/azure/network/reachability/from-inputs";
import { findType } from "../../../local/azure/registry";
import { capture } from "../../support/capture";
import { groupId, placement } from "../../support/sample-placement";

const args: NetworkArgs = {
    ...placement,
    addressSpace: "10.20.0.0/20",
    workspaceId: `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log-test`,
    bastion: true,
    administratorRanges: ["198.51.100.0/24"],
    egress: {
        weather: {
            zone: "cluster-nodes",
            fqdns: ["api.weather.example.com"],
            ports: ["HTTPS:8443"],
            reason: "The weather server asks it.",
        },
        queue: { zone: "runner", serviceTag: "ServiceBus", ports: ["TCP:5671"], reason: "Jobs wait for messages." },
    },
};
const network = `${groupId}/providers/Microsoft.Network/virtualNetworks/vnet-mcp-dev-network`;
const subnets: Record<Zone, string> = {
    "cluster-api": `${network}/subnets/cluster-api`,
    "cluster-nodes": `${network}/subnets/cluster-nodes`,
    "private-endpoints": `${network}/subnets/private-endpoints`,
    bastion: `${network}/subnets/AzureBastionSubnet`,
    edge: `${network}/subnets/edge`,
    firewall: `${network}/subnets/AzureFirewallSubnet`,
    gateway: `${network}/subnets/gateway`,
    runner: `${network}/subnets/runner`,
};
const zones = Object.keys(subnets) as Zone[];
const protocols: Protocol[] = ["Tcp", "Udp", "Icmp"];

/** What Azure demands for Bastion leads from and to the whole network; other groups refuse it, so this remains. */
const withinBastion: Flow = {
    from: "bastion",
    to: "bastion",
    protocol: "Any",
    ports: ["5701", "8080"],
    reason: "The parts of Bastion work together.",
};

const tagged = (tag: string) => (end: End) => typeof end !== "string" && end.tag === tag;
const isClient = (end: End) => end === "clients";

/** Who calls from outside of the network, and which ends of flows that is. Clients are the internet, so all of Azure too. */
const senders: Record<string, (end: End) => boolean> = {
    ApiManagement: (end) => isClient(end) || tagged("ApiManagement")(end),
    // the platform's address counts as part of the network
    AzureLoadBalancer: (end) => tagged("AzureLoadBalancer")(end) || tagged("VirtualNetwork")(end),
    GatewayManager: (end) => isClient(end) || tagged("GatewayManager")(end),
    Internet: isClient,
    Storage: isClient,
    "198.51.100.7": (end) => isClient(end) || end === "administrators",
};

const services = [
    "ApiManagement",
    "AzureActiveDirectory",
    "AzureFrontDoor.FirstParty",
    "AzureKeyVault",
    "AzureMonitor",
    "AzureResourceManager",
    "EventHub",
    "GatewayManager",
    "Internet",
    "MicrosoftContainerRegistry",
    "ServiceBus",
    "Sql",
    "Storage",
];

/** Flows from a zone to a service. Past the firewall, whatever covers the address counts, at the firewall only its tag. */
function flowsToService(flows: Flow[], from: Zone, service: string): Flow[] {
    const isPastFirewall = from === "bastion" || from === "edge"; // they have no route through it
    const covering = service === "Internet" ? ["Internet"] : [service, "AzureCloud", "Internet"];
    const tags = isPastFirewall ? covering : [service].filter((tag) => tag !== "Internet");
    return flows.filter((flow) => flow.from === from && tags.some((tag) => tagged(tag)(flow.to)));
}

/** Names that the model has an address of a service for are left to the test of services. */
function isOfService(name: string): boolean {
    return /(login\.microsoftonline|opinsights\.azure|monitor\.azure)\.com$/.test(name);
}

/** Rules that let a zone through to a name. */
function rulesFor(egress: EgressRule[], from: Zone, name: string): EgressRule[] {
    const isNamed = ({ fqdns = [], fqdnTag = "" }: EgressRule) =>
        [...fqdns, ...(fqdnTags.get(fqdnTag) ?? [])].some(
            (fqdn) => fqdn === name || (fqdn.startsWith("*.") && name.endsWith(fqdn.slice(1))),
        );
    return egress.filter((rule) => rule.zone === from && isNamed(rule));
}

describe("The flow matrix", function () {
    this.timeout(60_000);
    const flows = [...Object.values(flowsOf(args)).filter(({ denied }) => !denied), withinBastion];
    const egress = Object.values(egressOf(args));
    const names = ["example.com", ...egress.flatMap(({ fqdns = [] }) => fqdns.map((fqdn) => fqdn.replace("*", "any")))];
    let model: NetworkModel;

    before(async () => {
        const { resources } = await capture(() => new Network("network", args));
        const inputs = resources.filter(({ custom }) => custom);
        model = networkModel(
            await recordsOf(inputs, { subscriptionId: placement.subscriptionId, typeOf: findType }),
            findType,
        );
    });

    // nothing but the firewall lies in its zone, and it opens no connections of its own
    for (const from of zones.filter((zone) => zone !== "firewall")) {
        it(`is what is open from ${from} to every zone, nothing more and nothing less`, () => {
            const open = table(zones, (to) =>
                protocols.map((protocol) => model.openPorts(subnets[from], subnets[to], protocol)),
            );
            const declared = table(zones, (to) =>
                protocols.map((protocol) => {
                    const between = flows.filter((flow) => flow.from === from && flow.to === to);
                    // the firewall answers nothing but questions for names
                    return protocol === "Icmp" && to === "firewall" ? [] : openedBy(between, protocol);
                }),
            );
            assert.deepEqual(open, declared);
        });
    }

    const outside = zones.filter((zone) => zone !== "firewall" && zone !== "cluster-nodes");

    it("is what is open to the load balancer of the ingress gateway, one address among the nodes", () => {
        const open = table(outside, (from) => openTo("10.20.3.254", subnets[from]));
        const declared = table(outside, (from) =>
            declaredTo(
                flows.filter((flow) => flow.from === from && (flow.to === "ingress" || flow.to === "cluster-nodes")),
            ),
        );
        assert.deepEqual(open, declared);
        assert.deepEqual(open.gateway, ["Tcp 443"]);
    });

    for (const [sender, covers] of Object.entries(senders)) {
        it(`is what is open from ${sender} to every zone`, () => {
            const open = table(zones, (to) => openTo(subnets[to], sender));
            const declared = table(zones, (to) =>
                declaredTo(flows.filter((flow) => flow.to === to && covers(flow.from))),
            );
            assert.deepEqual(open, declared);
        });
    }

    for (const from of zones.filter((zone) => zone !== "firewall")) {
        it(`is what is open from ${from} to services and the internet, past or through the firewall`, () => {
            const open = table(services, (service) => openTo(service, subnets[from]));
            const declared = table(services, (service) => declaredTo(flowsToService(flows, from, service)));
            assert.deepEqual(open, declared);
        });
    }

    for (const from of zones.filter((zone) => zone !== "firewall" && zone !== "bastion")) {
        it(`is which names ${from} reaches through the firewall`, () => {
            const others = names.filter((name) => !isOfService(name));
            const webPorts = [1, ...new Set(egress.flatMap(portsOf).map(({ port }) => port))];
            const open = table(others, (name) => openTo(name, subnets[from], webPorts));
            const declared = table(others, (name) => {
                const allowed = rulesFor(egress, from, name).flatMap(portsOf);
                return listed(
                    (protocol, port) =>
                        allowed.some(
                            (each) => each.port === port && (each.protocol === "UDP") === (protocol === "Udp"),
                        ),
                    webPorts,
                );
            });
            assert.deepEqual(open, declared);
        });
    }

    it("is a few names, of those that nodes and jobs are known to need", () => {
        const reaches = (from: Zone, to: string, port: number) =>
            model.reach({ from: subnets[from], to, protocol: "Tcp", port }).allowed;
        assert.equal(reaches("cluster-nodes", "mcr.microsoft.com", 443), true);
        assert.equal(reaches("cluster-nodes", "management.azure.com", 443), true);
        assert.equal(reaches("cluster-nodes", "example.com", 443), false);
        assert.equal(reaches("runner", "mcr.microsoft.com", 443), true);
        assert.equal(reaches("runner", "management.azure.com", 443), false);
        assert.equal(reaches("gateway", "login.microsoftonline.com", 443), true);
        assert.equal(reaches("edge", "login.microsoftonline.com", 443), false);
    });

    /** Ports that some flow names, and two that none does. */
    const ports = [...new Set(["1", "65535", ...flows.flatMap((flow) => flow.ports)])]
        .filter((port) => port !== "*")
        .flatMap((port) => port.split("-").map(Number));

    function openTo(to: string, from: string, among = ports): string[] {
        return listed((protocol, port) => model.reach({ from, to, protocol, port }).allowed, among);
    }

    function declaredTo(open: Flow[]): string[] {
        return listed((protocol, port) =>
            openedBy(open, protocol).some(({ first, last }) => first <= port && port <= last),
        );
    }

    function listed(isOpen: (protocol: "Tcp" | "Udp", port: number) => boolean, among = ports): string[] {
        return (["Tcp", "Udp"] as const).flatMap((protocol) =>
            among.filter((port) => isOpen(protocol, port)).map((port) => `${protocol} ${port}`),
        );
    }
});

function table<Row extends string, Cell>(rows: readonly Row[], cell: (row: Row) => Cell): Record<string, Cell> {
    return Object.fromEntries(rows.map((row) => [row, cell(row)]));
}

/** Ports that flows open, in ranges; ICMP has none, so a flow of any protocol opens all. */
function openedBy(flows: Flow[], protocol: Protocol): { first: number; last: number }[] {
    const ranges = flows
        .filter((flow) => flow.protocol === protocol || flow.protocol === "Any")
        .flatMap(({ ports }) => (protocol === "Icmp" ? ["*"] : ports))
        .map((port) => (port === "*" ? "0-65535" : port).split("-").map(Number));
    return ranges
        .map(([first = 0, last = first]) => ({ first, last }))
        .sort((one, other) => one.first - other.first)
        .filter(({ first }, index, all) => first !== all[index - 1]?.first);
}
