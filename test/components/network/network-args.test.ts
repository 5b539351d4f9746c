// Does not prove that Azure accepts what passes.
import assert from "node:assert/strict";
import { Network, type NetworkArgs } from "../../../components";
import { networkProblems } from "../../../components/network/network-args";
import { capture } from "../../support/capture";
import { groupId, placement } from "../../support/sample-placement";

const args: NetworkArgs = {
    ...placement,
    addressSpace: "10.20.0.0/20",
    workspaceId: `${groupId}/providers/Microsoft.OperationalInsights/workspaces/log-test`,
};
const id = `${groupId}/providers/Microsoft.Network/x/y`;
const vaultZone = "privatelink.vaultcore.azure.net";

describe("networkProblems", () => {
    const cases: [string, object, string[]][] = [
        ["nothing in the least", {}, []],
        [
            "problems of placement, ranges, egress and services together",
            {
                location: "",
                addressSpace: "10.20.0.0/24",
                egress: { weather: { zone: "edge", fqdns: ["contoso.com"], ports: ["HTTPS:443"], reason: "It does." } },
                privateLinkServices: ["tables"],
            },
            [
                'location is ""; it must be the short name of an Azure region, for example "westeurope".',
                'addressSpace is "10.20.0.0/24"; its prefix length must be /8 to /20, so that all zones fit.',
                'egress["weather"].zone is "edge"; it must be one of cluster-nodes, gateway, runner.',
                'privateLinkServices[0] is "tables"; it must be one of aiServices, blob, contentSafety, managedHsm, monitor, registry, vault.',
            ],
        ],
        ["nothing in known clients", { clientRanges: ["203.0.113.0/24", "198.51.100.7/32"] }, []],
        [
            "clients that are no ranges, or everybody",
            { clientRanges: ["203.0.113.7", "0.0.0.0/0"] },
            [
                'clientRanges[0] is "203.0.113.7"; it must be an IPv4 range in CIDR notation, for example "10.20.0.0/16".',
                'clientRanges[1] is "0.0.0.0/0", which is everybody; name who.',
            ],
        ],
        ["no clients", { clientRanges: [] }, ["clientRanges is empty; give at least one range."]],
        ["nothing in a Bastion", { bastion: true, administratorRanges: ["10.90.0.0/24"] }, []],
        [
            "a Bastion for nobody",
            { bastion: true },
            ["administratorRanges is missing; bastion needs the ranges of those who may use it."],
        ],
        [
            "a Bastion for an empty list",
            { bastion: true, administratorRanges: [] },
            ["administratorRanges is empty; give at least one range."],
        ],
        [
            "administrators without a Bastion",
            { administratorRanges: ["10.90.0.0/24"] },
            ["administratorRanges is given without bastion: true; remove it, or ask for a Bastion."],
        ],
        ["nothing in a region without availability zones", { availabilityZones: [] }, []],
        [
            "an availability zone that is none",
            { availabilityZones: ["1", "4"] },
            ['availabilityZones[1] is "4"; it must be 1, 2 or 3.'],
        ],
        [
            "an unknown protection",
            { ddosProtection: "none" },
            ['ddosProtection is "none"; it must be one of address, plan.'],
        ],
        ["nothing in a plan that exists", { ddosProtection: "plan", existingDdosProtectionPlanId: id }, []],
        [
            "a plan that nobody asked for",
            { existingDdosProtectionPlanId: id },
            ['existingDdosProtectionPlanId is given without ddosProtection: "plan"; remove it, or ask for the plan.'],
        ],
        [
            "a plan for a network of somebody else",
            { ddosProtection: "plan", existingVirtualNetworkId: id },
            [
                'ddosProtection is "plan", which its owner sets on an existing network; with existingVirtualNetworkId it must be "address".',
            ],
        ],
        ["nothing in a DNS zone that exists", { existingPrivateDnsZoneIds: { [vaultZone]: id } }, []],
        [
            "a DNS zone that nothing needs",
            { existingPrivateDnsZoneIds: { "privatelink.azurecr.io": id } },
            [
                'existingPrivateDnsZoneIds has "privatelink.azurecr.io", which none of privateLinkServices needs; remove it.',
            ],
        ],
        [
            "nothing in a hub",
            { existingFirewallPrivateAddress: "10.0.0.4", existingPrivateDnsZoneIds: { [vaultZone]: id } },
            [],
        ],
        [
            "a hub that resolves names in zones which it does not have",
            { existingFirewallPrivateAddress: "10.0.0.4" },
            [
                `existingPrivateDnsZoneIds has no "${vaultZone}"; the hub of existingFirewallPrivateAddress resolves names, so its zones are needed.`,
            ],
        ],
        ...["firewall", "8.8.8.8", "10.0.0.0/24", "fd00::1"].map((address): [string, object, string[]] => [
            `the firewall ${address}`,
            { existingFirewallPrivateAddress: address, existingPrivateDnsZoneIds: { [vaultZone]: id } },
            [`existingFirewallPrivateAddress is "${address}"; it must be a private IPv4 address.`],
        ]),
    ];
    for (const [name, given, problems] of cases) {
        it(`finds ${name}`, () =>
            assert.deepEqual(networkProblems("network", { ...args, ...given } as NetworkArgs), problems));
    }

    it("stops the component", async () => {
        await assert.rejects(
            capture(() => new Network("network", { ...args, addressSpace: "10.20.0.0/24" })),
            /^Error: Network "network" has a problem:\n {2}- addressSpace is "10\.20\.0\.0\/24"/,
        );
    });

    it("stops what needs the workspace when that is something else", async () => {
        await assert.rejects(
            capture(() => new Network("network", { ...args, workspaceId: id })),
            /workspaceId is ".+"; it must be the ARM id of a Microsoft\.OperationalInsights\/workspaces\./,
        );
    });
});
