// Does not prove that packets in Azure go the same way: the rules are those of its documentation, and nothing was sent.
import assert from "node:assert/strict";
import { recordsOf } from "../../../../local/azure/network/reachability/from-inputs";
import { networkModel } from "../../../../local/azure/network/reachability/index";
import { findType } from "../../../../local/azure/registry";
import { textAt } from "../../../../local/provider/values";
import { apiServerSubnet, containerServiceExamples } from "../container-service-landscape";
import { seed } from "../fixture";
import { guardedBy, type Inputs, network, rule, securityGroup, subnet, subnetId } from "./landscape";

const cluster = "containerservice:ManagedCluster";

describe("the API server of a private cluster", () => {
    it("is reached by its name from its network, as the security group of its subnet lets it, and from nowhere else", async () => {
        const inputs: Inputs[] = [
            network(),
            securityGroup(
                "nsg-api",
                rule("nodes", "Allow Inbound 100 Tcp 10.0.8.0/24 -> 10.0.9.0/28 443 4443"),
                rule("none", "Deny Inbound 4096 * * -> * *"),
            ),
            subnet("nodes", "10.0.8.0/24"),
            subnet("runner", "10.0.2.0/27"),
            [apiServerSubnet[0], { ...apiServerSubnet[1], ...guardedBy("nsg-api") }],
            [cluster, containerServiceExamples[cluster] ?? {}],
        ];
        const records = await recordsOf(
            inputs.map(([type, values]) => ({ type: `azure-native:${type}`, inputs: values })),
            { subscriptionId: seed.subscriptionId, typeOf: findType },
        );
        const to = textAt(records.find(({ type }) => type.endsWith("ManagedCluster"))?.body, "privateFQDN") ?? "";
        const { reach } = networkModel(records, findType);
        const [label = "", ...zone] = to.split(".");
        const asked = `${zone.join(".")}/${label}`;
        const from = (name: string, port = 443) => reach({ from: subnetId(name), to, protocol: "Tcp", port });
        assert.deepEqual(from("nodes"), {
            allowed: true,
            by: [asked, "nodes: no security group", "VnetLocal", "nsg-api/nodes"],
        });
        assert.equal(from("nodes", 4443).allowed, true);
        assert.equal(from("nodes", 9988).allowed, false);
        assert.deepEqual(from("runner"), {
            allowed: false,
            by: [asked, "runner: no security group", "VnetLocal", "nsg-api/none"],
        });
        assert.equal(reach({ from: "Internet", to, protocol: "Tcp", port: 443 }).by[0], "public DNS");
    });
});
