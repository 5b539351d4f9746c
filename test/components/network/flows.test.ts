// Does not prove that the flows are those that Azure needs.
import assert from "node:assert/strict";
import { type AddressPlanArgs, zones } from "../../../components/network/address-plan";
import { declaredFlows, zoneOf } from "../../../components/network/flows";
import { addressesOfEnds, flowsOf, type NetworkArgs } from "../../../components/network/network-args";
import { securityRules } from "../../../components/network/security-rules";
import { placement } from "../../support/sample-placement";

const args = { ...placement, addressSpace: "10.20.0.0/20", workspaceId: "" } satisfies NetworkArgs & AddressPlanArgs;

/** What a group lets through, one line for each rule. */
function linesOf(zone: (typeof zones)[number], given: NetworkArgs = args): string[] {
    return securityRules(zone, flowsOf(given), addressesOfEnds(given))
        .filter(({ access }) => access === "Allow")
        .map((rule) => {
            const from = rule.sourceAddressPrefix ?? `${rule.sourceAddressPrefixes}`;
            const to = rule.destinationAddressPrefix ?? `${rule.destinationAddressPrefixes}`;
            const ports = rule.destinationPortRange ?? `${rule.destinationPortRanges}`;
            return `${rule.direction} ${rule.protocol} ${from} -> ${to} ${ports}`;
        });
}

describe("securityRules", () => {
    it("are what API Management needs", () => {
        assert.deepEqual(linesOf("gateway"), [
            "Inbound Tcp 10.20.4.0/24 -> 10.20.5.0/24 443",
            "Inbound Tcp ApiManagement -> 10.20.5.0/24 3443",
            "Inbound Tcp AzureLoadBalancer -> 10.20.5.0/24 6390",
            "Inbound Udp 10.20.5.0/24 -> 10.20.5.0/24 4290",
            "Outbound Udp 10.20.5.0/24 -> 10.20.5.0/24 4290",
            "Outbound Tcp 10.20.5.0/24 -> 10.20.3.254 443",
            "Outbound Tcp 10.20.5.0/24 -> 10.20.6.0/24 443",
            "Outbound Tcp 10.20.5.0/24 -> Storage 443",
            "Outbound Tcp 10.20.5.0/24 -> Sql 1433",
            "Outbound Tcp 10.20.5.0/24 -> AzureKeyVault 443",
            "Outbound Tcp 10.20.5.0/24 -> EventHub 443,5671-5672",
            "Outbound * 10.20.5.0/24 -> 10.20.8.4 53",
            "Outbound Tcp 10.20.5.0/24 -> AzureActiveDirectory 443",
            "Outbound Tcp 10.20.5.0/24 -> AzureMonitor 443,1886",
            "Outbound Tcp 10.20.5.0/24 -> Internet 80,443",
            "Outbound Udp 10.20.5.0/24 -> Internet 123",
        ]);
    });

    it("deny API Management what Azure leads past the firewall, before they let it go to the internet", () => {
        const rules = securityRules("gateway", flowsOf(args), addressesOfEnds(args));
        const outbound = rules.filter(({ direction }) => direction === "Outbound");
        const denied = outbound.filter(({ access }) => access === "Deny");
        const place = (tag: string) => outbound.findIndex(({ destinationAddressPrefix: to }) => to === tag);
        assert.deepEqual(
            denied.map((rule) => [rule.protocol, rule.destinationAddressPrefix, rule.destinationPortRange]),
            ["ApiManagement", "AzureKeyVault", "EventHub", "Sql", "Storage", "*"].map((to) => ["*", to, "*"]),
        );
        for (const rule of denied.slice(0, -1)) assert.ok(outbound.indexOf(rule) < place("Internet"));
        for (const tag of ["AzureKeyVault", "EventHub", "Sql", "Storage"]) {
            assert.equal(outbound[place(tag)]?.access, "Allow");
        }
    });

    it("are what Application Gateway with network isolation needs", () => {
        assert.deepEqual(linesOf("edge"), [
            "Inbound Tcp Internet -> 10.20.4.0/24 443",
            "Inbound * AzureLoadBalancer -> 10.20.4.0/24 0-21,23-3388,3390-65535",
            "Outbound Tcp 10.20.4.0/24 -> 10.20.5.0/24 443",
            "Outbound Tcp 10.20.4.0/24 -> 10.20.6.0/24 443",
            "Outbound * 10.20.4.0/24 -> 10.20.8.4 53",
        ]);
    });

    it("are what the nodes of AKS need", () => {
        assert.deepEqual(linesOf("cluster-nodes"), [
            "Inbound Tcp 10.20.5.0/24 -> 10.20.3.254 443",
            "Inbound * 10.20.0.0/22 -> 10.20.0.0/22 *",
            "Inbound * 10.20.0.0/22 -> 100.64.0.0/16 *",
            "Inbound * 100.64.0.0/16 -> 100.64.0.0/16 *",
            "Inbound Tcp AzureLoadBalancer -> 10.20.0.0/22 30000-32767",
            "Inbound Tcp 10.20.8.128/26 -> 10.20.0.0/22 0-21,23-3388,3390-65535",
            "Inbound Tcp 10.20.8.128/26 -> 100.64.0.0/16 0-21,23-3388,3390-65535",
            "Outbound * 10.20.0.0/22 -> 10.20.0.0/22 *",
            "Outbound * 10.20.0.0/22 -> 100.64.0.0/16 *",
            "Outbound * 100.64.0.0/16 -> 100.64.0.0/16 *",
            "Outbound Tcp 10.20.0.0/22 -> 10.20.8.128/26 443,4443",
            "Outbound Tcp 10.20.0.0/22 -> 10.20.6.0/24 443",
            "Outbound * 10.20.0.0/22 -> 10.20.8.4 53",
            "Outbound Tcp 10.20.0.0/22 -> Internet 80,443",
            "Outbound Udp 10.20.0.0/22 -> Internet 123",
        ]);
    });

    it("are what the API server of AKS needs", () => {
        assert.deepEqual(linesOf("cluster-api"), [
            "Inbound Tcp 10.20.0.0/22 -> 10.20.8.128/26 443,4443",
            "Inbound Tcp AzureLoadBalancer -> 10.20.8.128/26 9988",
            "Inbound Tcp 10.20.7.0/24 -> 10.20.8.128/26 443",
            "Outbound Tcp 10.20.8.128/26 -> 10.20.0.0/22 0-21,23-3388,3390-65535",
            "Outbound Tcp 10.20.8.128/26 -> 100.64.0.0/16 0-21,23-3388,3390-65535",
            "Outbound Tcp 10.20.8.128/26 -> 10.20.6.0/24 443",
            "Outbound * 10.20.8.128/26 -> 10.20.8.4 53",
        ]);
    });

    it("are what Container Apps needs", () => {
        assert.deepEqual(linesOf("runner"), [
            "Inbound * 10.20.7.0/24 -> 10.20.7.0/24 0-21,23-3388,3390-65535",
            "Inbound Tcp AzureLoadBalancer -> 10.20.7.0/24 30000-32767",
            "Outbound * 10.20.7.0/24 -> 10.20.7.0/24 0-21,23-3388,3390-65535",
            "Outbound Tcp 10.20.7.0/24 -> 10.20.8.128/26 443",
            "Outbound Tcp 10.20.7.0/24 -> 10.20.6.0/24 443",
            "Outbound * 10.20.7.0/24 -> 10.20.8.4 53",
            "Outbound Tcp 10.20.7.0/24 -> MicrosoftContainerRegistry 443",
            "Outbound Tcp 10.20.7.0/24 -> AzureFrontDoor.FirstParty 443",
            "Outbound Tcp 10.20.7.0/24 -> AzureActiveDirectory 443",
            "Outbound Tcp 10.20.7.0/24 -> AzureMonitor 443",
            "Outbound Tcp 10.20.7.0/24 -> Internet 443",
            "Outbound Udp 10.20.7.0/24 -> Internet 123",
        ]);
    });

    it("are what Bastion needs, and are nowhere without it", () => {
        const administratorRanges = ["10.90.0.0/24", "10.91.0.0/24"];
        assert.deepEqual(linesOf("bastion", { ...args, bastion: true, administratorRanges }), [
            "Inbound Tcp 10.90.0.0/24,10.91.0.0/24 -> * 443",
            "Inbound Tcp GatewayManager -> * 443",
            "Inbound Tcp AzureLoadBalancer -> * 443",
            "Inbound * VirtualNetwork -> * 5701,8080",
            "Outbound * * -> VirtualNetwork 5701,8080",
            "Outbound * * -> VirtualNetwork 22,3389",
            "Outbound Tcp * -> AzureCloud 443",
            "Outbound * * -> Internet 80",
            "Outbound Tcp * -> 10.20.8.128/26 443",
            "Outbound * * -> 10.20.8.4 53",
        ]);
        assert.ok(
            linesOf("cluster-api", { ...args, bastion: true, administratorRanges }).includes(
                "Inbound Tcp 10.20.8.64/26 -> 10.20.8.128/26 443",
            ),
        );
        for (const zone of zones) assert.ok(linesOf(zone).every((line) => !line.includes("10.20.8.64/26")));
    });

    it("follow who the clients are, where pods are, and which firewall there is", () => {
        const given = {
            ...args,
            clientRanges: ["203.0.113.0/24"],
            podRange: "10.244.0.0/16",
            existingFirewallPrivateAddress: "10.0.0.4",
        };
        assert.equal(linesOf("edge", given)[0], "Inbound Tcp 203.0.113.0/24 -> 10.20.4.0/24 443");
        assert.ok(linesOf("edge", given).includes("Outbound * 10.20.4.0/24 -> 10.0.0.4 53"));
        assert.ok(linesOf("cluster-nodes", given).includes("Inbound * 10.244.0.0/16 -> 10.244.0.0/16 *"));
    });

    it("have names of their own, ascending priorities, and a deny-all last, both ways", () => {
        for (const zone of zones) {
            const rules = securityRules(zone, flowsOf({ ...args, bastion: true }), addressesOfEnds(args));
            assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length, zone);
            for (const direction of ["Inbound", "Outbound"]) {
                const both = rules.filter((rule) => rule.direction === direction);
                assert.deepEqual(
                    both.slice(0, -1).map(({ priority }) => priority),
                    both.slice(0, -1).map((_, index) => 100 + 10 * index),
                );
                assert.deepEqual(both.at(-1), {
                    name: `deny-all-${direction.toLowerCase()}`,
                    access: "Deny",
                    direction,
                    priority: 4096,
                    protocol: "*",
                    sourceAddressPrefix: "*",
                    sourcePortRange: "*",
                    destinationAddressPrefix: "*",
                    destinationPortRange: "*",
                });
            }
        }
    });
});

describe("declaredFlows", () => {
    it("begin or end in a zone, and say why", () => {
        for (const [name, flow] of Object.entries(declaredFlows({ bastion: true }))) {
            assert.ok(zoneOf(flow.from) ?? zoneOf(flow.to), name);
            assert.match(flow.reason, /^[A-Z].{1,138}\.$/, name);
        }
    });

    it("let SSH and remote desktop through among nodes and pods only, and where Azure demands it for Bastion", () => {
        const isOpen = (port: number, ports: string[]) =>
            ports.some((range) => {
                const [first = 0, last = first] = range === "*" ? [0, 65535] : range.split("-").map(Number);
                return first <= port && port <= last;
            });
        const open = Object.entries(declaredFlows({ bastion: true }))
            .filter(([, { ports, denied }]) => !denied && [22, 3389].some((port) => isOpen(port, ports)))
            .map(([name]) => name);
        assert.deepEqual(open, ["nodes-to-nodes", "nodes-to-pods", "pods-to-pods", "bastion-to-machines"]);
    });

    it("never lead from one zone to another by a service tag of the network, but what Azure demands for Bastion", () => {
        const wide = Object.entries(declaredFlows({ bastion: true }))
            .filter(([, { from, to }]) =>
                [from, to].some((end) => typeof end !== "string" && end.tag === "VirtualNetwork"),
            )
            .map(([name]) => name);
        assert.deepEqual(wide, ["network-to-bastion", "bastion-to-network", "bastion-to-machines"]);
    });
});
