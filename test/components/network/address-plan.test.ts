// Does not prove that the ranges are free where the network is connected to.
import assert from "node:assert/strict";
import fc from "fast-check";
import { Address4 } from "ip-address";
import {
    type AddressPlanArgs,
    addressPlan,
    addressPlanProblems,
    firewallAddress,
    ingressAddress,
    podRangeOf,
} from "../../../components/network/address-plan";

const seed = 20251125;

/** Address spaces in the private ranges, /8 to /20. */
const spaces = fc
    .tuple(fc.constantFrom("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"), fc.nat({ max: 12 }), fc.nat())
    .map(([range, narrower, block]) => {
        const outer = new Address4(range);
        const prefixLength = Math.min(20, outer.subnetMask + narrower);
        const blocks = 2 ** (prefixLength - outer.subnetMask);
        const start = outer.startAddress().bigInt() + BigInt(block % blocks) * 2n ** BigInt(32 - prefixLength);
        return `${Address4.fromBigInt(start).correctForm()}/${prefixLength}`;
    });

const bounds = (range: string): [bigint, bigint] => {
    const address = new Address4(range);
    return [address.startAddress().bigInt(), address.endAddress().bigInt()];
};

describe("addressPlan", () => {
    it("gives every zone its place", () => {
        assert.deepEqual(addressPlan({ addressSpace: "10.20.0.0/20" }), {
            "cluster-nodes": "10.20.0.0/22",
            edge: "10.20.4.0/24",
            gateway: "10.20.5.0/24",
            "private-endpoints": "10.20.6.0/24",
            runner: "10.20.7.0/24",
            firewall: "10.20.8.0/26",
            bastion: "10.20.8.64/26",
            "cluster-api": "10.20.8.128/26",
        });
    });

    it("lies inside the address space, without overlaps, with enough room, the same every time", () => {
        const atLeast = { edge: 24, firewall: 26, bastion: 26, runner: 27, "cluster-api": 28, gateway: 29 } as const;
        fc.assert(
            fc.property(spaces, (addressSpace) => {
                assert.deepEqual(addressPlanProblems({ addressSpace }), []);
                const plan = addressPlan({ addressSpace });
                const [first, last] = bounds(addressSpace);
                const ranges = Object.values(plan)
                    .map(bounds)
                    .sort(([a], [b]) => (a < b ? -1 : 1));
                for (const [index, [start, end]] of ranges.entries()) {
                    const [next] = ranges[index + 1] ?? [last + 1n];
                    assert.ok(first <= start && end <= last && end < next);
                }
                for (const [zone, prefixLength] of Object.entries(atLeast)) {
                    assert.ok(new Address4(plan[zone as keyof typeof atLeast]).subnetMask <= prefixLength);
                }
                for (const range of Object.values(plan)) {
                    assert.equal(new Address4(range).startAddress().correctForm(), new Address4(range).correctForm());
                }
                assert.deepEqual(addressPlan({ addressSpace }), plan);
            }),
            { seed, numRuns: 300 },
        );
    });

    it("puts zones elsewhere when told to, and moves nothing else", () => {
        const subnetRanges = { "private-endpoints": "10.20.200.0/24", bastion: "10.20.201.0/26" };
        assert.deepEqual(addressPlan({ addressSpace: "10.20.0.0/16", subnetRanges }), {
            ...addressPlan({ addressSpace: "10.20.0.0/16" }),
            ...subnetRanges,
        });
    });

    it("has the address of the firewall, the first that Azure does not keep, and the last of the nodes for ingress", () => {
        const ranges = addressPlan({ addressSpace: "10.20.0.0/20" });
        assert.equal(firewallAddress(ranges), "10.20.8.4");
        assert.equal(ingressAddress(ranges), "10.20.3.254");
    });

    it("has pods where no address space can be, unless told otherwise", () => {
        assert.equal(podRangeOf({ addressSpace: "10.20.0.0/20" }), "100.64.0.0/16");
        assert.equal(podRangeOf({ addressSpace: "10.20.0.0/20", podRange: "10.244.0.0/16" }), "10.244.0.0/16");
    });
});

describe("addressPlanProblems", () => {
    const space = "10.20.0.0/16";
    const swapped = { edge: "10.20.80.0/20", gateway: "10.20.64.0/20" };
    const cases: [string, AddressPlanArgs, string[]][] = [
        [
            "malformed ranges, all at once",
            {
                addressSpace: "10.20.0.0",
                subnetRanges: { runner: "10.20.0.0/33", dmz: "10.20.0.0/24" },
                podRange: "pods",
                reservedRanges: ["fd00::/8", "10.1/16"],
            },
            [
                'addressSpace is "10.20.0.0"; it must be an IPv4 range in CIDR notation, for example "10.20.0.0/16".',
                'subnetRanges["runner"] is "10.20.0.0/33"; it must be an IPv4 range in CIDR notation, for example "10.20.0.0/16".',
                'subnetRanges has "dmz", which is no zone; the zones are cluster-nodes, edge, gateway, private-endpoints, runner, firewall, bastion, cluster-api.',
                'podRange is "pods"; it must be an IPv4 range in CIDR notation, for example "10.20.0.0/16".',
                'reservedRanges[0] is "fd00::/8"; it must be an IPv4 range in CIDR notation, for example "10.20.0.0/16".',
                'reservedRanges[1] is "10.1/16"; it must be an IPv4 range in CIDR notation, for example "10.20.0.0/16".',
            ],
        ],
        [
            "a range that begins in its middle",
            { addressSpace: "10.20.1.0/16" },
            ['addressSpace is "10.20.1.0/16", which begins in the middle of a range; write 10.20.0.0/16.'],
        ],
        [
            "too narrow a space",
            { addressSpace: "10.20.0.0/21" },
            ['addressSpace is "10.20.0.0/21"; its prefix length must be /8 to /20, so that all zones fit.'],
        ],
        [
            "too wide and public a space",
            { addressSpace: "8.0.0.0/7" },
            [
                'addressSpace is "8.0.0.0/7"; its prefix length must be /8 to /20, so that all zones fit.',
                'addressSpace is "8.0.0.0/7"; it must lie in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, the private ranges of RFC 1918.',
            ],
        ],
        [
            "a space that begins private and ends public",
            { addressSpace: "192.168.0.0/15" },
            [
                'addressSpace is "192.168.0.0/15"; it must lie in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, the private ranges of RFC 1918.',
            ],
        ],
        [
            "reserved ranges that it lies in or contains",
            { addressSpace: space, reservedRanges: ["10.0.0.0/8", "10.20.30.0/24", "10.21.0.0/16"] },
            [
                "addressSpace 10.20.0.0/16 overlaps the reserved range 10.0.0.0/8; choose an address space that is free.",
                "addressSpace 10.20.0.0/16 overlaps the reserved range 10.20.30.0/24; choose an address space that is free.",
            ],
        ],
        [
            "a subnet outside",
            { addressSpace: space, subnetRanges: { "private-endpoints": "10.21.0.0/24" } },
            [
                'subnetRanges["private-endpoints"] 10.21.0.0/24 is not inside addressSpace 10.20.0.0/16; choose a range in it.',
            ],
        ],
        [
            "a subnet without room, in another zone's place",
            { addressSpace: space, subnetRanges: { "private-endpoints": "10.20.64.0/29" } },
            [
                'subnetRanges["private-endpoints"] 10.20.64.0/29 is too narrow for what lies there; make it /28 or wider.',
                'subnetRanges["private-endpoints"] 10.20.64.0/29 overlaps 10.20.64.0/20, which is kept for the zone edge; choose a free range.',
            ],
        ],
        [
            "two subnets in one place, once",
            { addressSpace: space, subnetRanges: { edge: "10.20.200.0/24", gateway: "10.20.200.0/24" } },
            [
                'subnetRanges["edge"] 10.20.200.0/24 overlaps 10.20.200.0/24, which is kept for the zone gateway; choose a free range.',
            ],
        ],
        ["nothing in free subnets", { addressSpace: space, subnetRanges: { runner: "10.20.200.0/24" } }, []],
        ["nothing in a place that its zone has left", { addressSpace: space, subnetRanges: swapped }, []],
        [
            "pods in the network and elsewhere in use",
            { addressSpace: space, podRange: "10.20.128.0/17", reservedRanges: ["10.20.0.0/15"] },
            [
                "addressSpace 10.20.0.0/16 overlaps the reserved range 10.20.0.0/15; choose an address space that is free.",
                "podRange 10.20.128.0/17 overlaps 10.20.0.0/16; choose a range that is free.",
                "podRange 10.20.128.0/17 overlaps 10.20.0.0/15; choose a range that is free.",
            ],
        ],
        [
            "the pods' default in use elsewhere",
            { addressSpace: space, reservedRanges: ["100.64.0.0/10"] },
            ["podRange 100.64.0.0/16 overlaps 100.64.0.0/10; choose a range that is free."],
        ],
        [
            "public and few pods",
            { addressSpace: space, podRange: "100.128.0.0/21" },
            [
                'podRange is "100.128.0.0/21"; it must lie in 100.64.0.0/10 or a private range of RFC 1918.',
                'podRange is "100.128.0.0/21"; make it /20 or wider: every node takes a /24 of it.',
            ],
        ],
        [
            "pods that begin private and end public",
            { addressSpace: space, podRange: "192.168.0.0/15" },
            ['podRange is "192.168.0.0/15"; it must lie in 100.64.0.0/10 or a private range of RFC 1918.'],
        ],
    ];
    for (const [name, args, problems] of cases) {
        it(`finds ${name}`, () => assert.deepEqual(addressPlanProblems(args), problems));
    }
});
