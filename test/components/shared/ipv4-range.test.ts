import assert from "node:assert/strict";
import {
    endsOfRange,
    ipv4RangeProblem,
    lastUsableAddress,
    rangeContains,
    rangesOverlap,
} from "../../../components/shared";

describe("an IPv4 range", () => {
    it("has a first and a last address, and Azure keeps the last", () => {
        assert.deepEqual(endsOfRange("10.20.4.0/24"), { first: "10.20.4.0", last: "10.20.4.255" });
        assert.deepEqual(endsOfRange("10.0.0.64/26"), { first: "10.0.0.64", last: "10.0.0.127" });
        assert.equal(lastUsableAddress("10.20.4.0/24"), "10.20.4.254");
    });

    it("is in CIDR notation and begins where a range can begin", () => {
        assert.equal(ipv4RangeProblem("10.20.4.0/24", "edgeRange"), undefined);
        for (const range of ["10.20.4.0", "10.20.4.0/33", "10.20/16", "fd00::/8", ""]) {
            assert.equal(
                ipv4RangeProblem(range, "edgeRange"),
                `edgeRange is "${range}"; it must be an IPv4 range in CIDR notation, for example "10.20.0.0/16".`,
            );
        }
        assert.equal(
            ipv4RangeProblem("10.20.4.1/24", "edgeRange"),
            'edgeRange is "10.20.4.1/24", which begins in the middle of a range; write 10.20.4.0/24.',
        );
    });

    it("contains itself and what is narrower, and overlaps what has an address of it", () => {
        assert.equal(rangeContains("10.0.0.0/8", "10.20.0.0/16"), true);
        assert.equal(rangeContains("10.20.0.0/16", "10.20.0.0/16"), true);
        assert.equal(rangeContains("10.20.0.0/16", "10.0.0.0/8"), false);
        assert.equal(rangesOverlap("10.20.0.0/16", "10.0.0.0/8"), true);
        assert.equal(rangesOverlap("10.20.0.0/16", "10.21.0.0/16"), false);
    });
});
