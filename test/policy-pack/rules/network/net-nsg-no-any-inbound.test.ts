// Does not prove who owns a range: a range of public addresses is named, and passes.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/network/net-nsg-no-any-inbound";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const edge = "10.20.4.0/24";
const isRefused = (changes: object, parameters = { publicDestinations: [edge] }) => {
    const inputs = {
        access: "Allow",
        direction: "Inbound",
        protocol: "Tcp",
        sourceAddressPrefix: "Internet",
        destinationAddressPrefix: edge,
        destinationPortRange: "443",
        ...changes,
    };
    const { findings, undecided } = judge(
        rule,
        stackOf({ rule: { type: "network:SecurityRule", inputs } }),
        parameters,
    );
    assert.deepEqual(undecided, []);
    return findings.length > 0;
};

describe("net-nsg-no-any-inbound", () => {
    it("knows the internet in every form, and ranges so wide that they are most of it", () => {
        const elsewhere = { destinationAddressPrefix: "10.20.5.0/24" };
        for (const source of ["*", "Internet", "INTERNET", "any", "0.0.0.0/0", "0.0.0.0", "::/0", "::", "64.0.0.0/2"])
            assert.equal(isRefused({ ...elsewhere, sourceAddressPrefix: source }), true, source);
        for (const source of ["10.0.0.0/8", "203.0.113.7", "203.0.113.0/24", "2001:db8::/32", "fd00:20::/64"])
            assert.equal(isRefused({ ...elsewhere, sourceAddressPrefix: source }), false, source);
    });

    it("lets service tags in that are on the list, and no others", () => {
        for (const tag of ["ApiManagement", "AzureLoadBalancer", "GatewayManager"])
            assert.equal(isRefused({ sourceAddressPrefix: tag }), false, tag);
        for (const tag of ["VirtualNetwork", "AzureCloud", "AzureFrontDoor.Backend", "Fd", ""])
            assert.equal(isRefused({ sourceAddressPrefix: tag }), true, tag);
    });

    it("lets anybody reach only the ranges on the list, which is empty by default", () => {
        assert.equal(isRefused({}), false);
        assert.equal(isRefused({}, { publicDestinations: [] }), true);
        assert.deepEqual(rule.parameters?.publicDestinations.default, []);
        assert.equal(isRefused({ destinationPortRange: "80" }), true);
        assert.equal(isRefused({ destinationPortRange: "443-444" }), true);
        assert.equal(isRefused({ destinationPortRanges: ["80"] }), true);
    });

    it("takes what neither denies nor says that it is outbound for open", () => {
        const elsewhere = { destinationAddressPrefix: "10.20.5.0/24" };
        for (const changes of [{ access: undefined }, { direction: undefined }, { access: "deny" }])
            assert.equal(isRefused({ ...elsewhere, ...changes }), true, JSON.stringify(changes));
        for (const changes of [{ access: "Deny" }, { direction: "Outbound" }])
            assert.equal(isRefused({ ...elsewhere, ...changes }), false, JSON.stringify(changes));
    });
});
