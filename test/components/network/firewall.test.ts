// Does not prove that the firewall judges traffic as it is told.
import assert from "node:assert/strict";
import type { EgressRule } from "../../../components/network/egress";
import { ruleCollections } from "../../../components/network/firewall";

const ranges = { "cluster-nodes": "10.20.0.0/22", gateway: "10.20.5.0/24", runner: "10.20.7.0/24" };

describe("ruleCollections", () => {
    it("judge names in HTTP, services and other names each by what Azure has for them", () => {
        const egress: Record<string, EgressRule> = {
            names: {
                zone: "cluster-nodes",
                fqdns: ["api.contoso.com", "www.contoso.com"],
                ports: ["HTTP:80", "HTTPS:8443"],
                reason: "Names.",
            },
            tag: { zone: "gateway", fqdnTag: "WindowsUpdate", ports: ["HTTPS:443"], reason: "A tag." },
            service: { zone: "runner", serviceTag: "Storage", ports: ["TCP:443", "TCP:445"], reason: "A service." },
            time: { zone: "runner", fqdns: ["time.contoso.com"], ports: ["UDP:123"], reason: "A clock." },
        };
        assert.deepEqual(ruleCollections(egress, ranges), [
            {
                ruleCollectionType: "FirewallPolicyFilterRuleCollection",
                name: "network",
                priority: 100,
                action: { type: "Allow" },
                rules: [
                    {
                        ruleType: "NetworkRule",
                        name: "service",
                        description: "A service.",
                        sourceAddresses: ["10.20.7.0/24"],
                        destinationAddresses: ["Storage"],
                        ipProtocols: ["TCP"],
                        destinationPorts: ["443", "445"],
                    },
                    {
                        ruleType: "NetworkRule",
                        name: "time",
                        description: "A clock.",
                        sourceAddresses: ["10.20.7.0/24"],
                        destinationFqdns: ["time.contoso.com"],
                        ipProtocols: ["UDP"],
                        destinationPorts: ["123"],
                    },
                ],
            },
            {
                ruleCollectionType: "FirewallPolicyFilterRuleCollection",
                name: "application",
                priority: 200,
                action: { type: "Allow" },
                rules: [
                    {
                        ruleType: "ApplicationRule",
                        name: "names",
                        description: "Names.",
                        sourceAddresses: ["10.20.0.0/22"],
                        targetFqdns: ["api.contoso.com", "www.contoso.com"],
                        protocols: [
                            { protocolType: "Http", port: 80 },
                            { protocolType: "Https", port: 8443 },
                        ],
                    },
                    {
                        ruleType: "ApplicationRule",
                        name: "tag",
                        description: "A tag.",
                        sourceAddresses: ["10.20.5.0/24"],
                        fqdnTags: ["WindowsUpdate"],
                        protocols: [{ protocolType: "Https", port: 443 }],
                    },
                ],
            },
        ]);
    });
});
