// Does not prove that packets in Azure go the same way: the rules are those of its documentation, and nothing was sent.
import assert from "node:assert/strict";
import type { Stored } from "../../../../local/azure/cloud";
import { networkModel, type Protocol } from "../../../../local/azure/network/reachability/index";
import { findType } from "../../../../local/azure/registry";
import { newCloud } from "../fixture";
import { deploy, vaultTokens } from "../landscape";
import {
    collection,
    firewall,
    guardedBy,
    type Inputs,
    link,
    model,
    network,
    networkRule,
    routedBy,
    routeTable,
    rule,
    securityGroup,
    subnet,
    subnetId,
    vault,
    webRule,
} from "./landscape";

/** Who, whom, protocol and port; whether it works; what is met on the way. */
type Row = [from: string, to: string, how: string, allowed: boolean, ...by: string[]];

function check(title: string, inputs: Inputs[], rows: Row[]): void {
    it(title, async () => {
        const { reach } = await model(...inputs);
        const place = (text: string) => (/^[a-z]+$/.test(text) && text !== "internet" ? subnetId(text) : text);
        const actual = rows.map(([from, to, how]): Row => {
            const [protocol, port] = how.split(" ");
            const { allowed, by } = reach({
                from: place(from),
                to: place(to),
                protocol: protocol as Protocol,
                port: Number(port ?? 0),
            });
            return [from, to, how, allowed, ...by];
        });
        assert.deepEqual(actual, rows);
    });
}

const a = subnet("a", "10.0.1.0/24", guardedBy("nsg-a"));
const b = subnet("b", "10.0.2.0/24", guardedBy("nsg-b"));
const toFirewall = routeTable("rt", { out: "0.0.0.0/0 -> 10.0.4.4" });
const behindFirewall = subnet("a", "10.0.1.0/24", routedBy("rt"));
const open = subnet("open", "10.0.3.0/24");

/** The same in another network, which is not connected to the first. */
function inHub(...inputs: Inputs[]): Inputs[] {
    const text = JSON.stringify(inputs)
        .replaceAll("virtualNetworks/net/", "virtualNetworks/hub/")
        .replaceAll('"virtualNetworkName":"net"', '"virtualNetworkName":"hub"')
        .replaceAll("10.0.4.0/26", "10.9.4.0/26");
    return JSON.parse(text);
}

describe("reachability: security groups", () => {
    check(
        "the default rules let a network in and out, and the Internet out",
        [network(), securityGroup("nsg-a"), securityGroup("nsg-b"), a, b],
        [
            ["a", "b", "Tcp 443", true, "nsg-a/AllowVnetOutBound", "VnetLocal", "nsg-b/AllowVnetInBound"],
            ["a", "internet", "Tcp 443", true, "nsg-a/AllowInternetOutBound", "Internet", "public address"],
            ["a", "Storage", "Udp 1", true, "nsg-a/AllowInternetOutBound", "Internet", "public address"],
            ["a", "10.9.0.4", "Tcp 443", false, "nsg-a/DenyAllOutBound"],
            ["internet", "b", "Tcp 443", false, "nsg-b/DenyAllInBound"],
            // the platform is a part of the tag VirtualNetwork
            ["AzureLoadBalancer", "b", "Tcp 80", true, "nsg-b/AllowVnetInBound"],
            ["ApiManagement", "b", "Tcp 3443", false, "nsg-b/DenyAllInBound"],
        ],
    );

    check(
        "the first rule that applies decides, whatever the order in which rules are written",
        [
            network(),
            securityGroup("nsg-a"),
            securityGroup(
                "nsg-b",
                rule("deny-all", "Deny Inbound 4096 * * -> * *"),
                rule("deny-ssh", "Deny Inbound 100 Tcp * -> * 22"),
                rule("allow-a", "Allow Inbound 200 Tcp 10.0.1.0/24 -> 10.0.2.0/24 20-30 443"),
                rule("management", "Allow Inbound 300 Tcp ApiManagement -> VirtualNetwork 3443"),
                rule("clients", "Allow Inbound 400 Tcp 203.0.113.0/24 -> * 443"),
            ),
            a,
            b,
            open,
        ],
        [
            ["a", "b", "Tcp 22", false, "nsg-a/AllowVnetOutBound", "VnetLocal", "nsg-b/deny-ssh"],
            ["a", "b", "Tcp 23", true, "nsg-a/AllowVnetOutBound", "VnetLocal", "nsg-b/allow-a"],
            ["a", "b", "Tcp 443", true, "nsg-a/AllowVnetOutBound", "VnetLocal", "nsg-b/allow-a"],
            ["a", "b", "Udp 443", false, "nsg-a/AllowVnetOutBound", "VnetLocal", "nsg-b/deny-all"],
            ["open", "b", "Tcp 443", false, "open: no security group", "VnetLocal", "nsg-b/deny-all"],
            ["b", "b", "Tcp 443", false, "nsg-b/AllowVnetOutBound", "VnetLocal", "nsg-b/deny-all"],
            ["ApiManagement", "b", "Tcp 3443", true, "nsg-b/management"],
            ["Storage", "b", "Tcp 3443", false, "nsg-b/deny-all"],
            ["203.0.113.9", "b", "Tcp 443", true, "nsg-b/clients"],
            ["AzureLoadBalancer", "b", "Tcp 443", false, "nsg-b/deny-all"],
            ["198.51.100.9", "b", "Tcp 443", false, "nsg-b/deny-all"],
        ],
    );

    check(
        "a tag of a region is a part of its service, and Azure a part of the Internet",
        [
            network(),
            securityGroup(
                "nsg-a",
                rule("storage-here", "Allow Outbound 100 Tcp * -> Storage.WestEurope 443"),
                rule("azure-here", "Allow Outbound 105 Tcp * -> AzureCloud.WestEurope 9000"),
                rule("azure", "Allow Outbound 110 Tcp * -> AzureCloud 8443"),
                rule("internet", "Allow Outbound 120 Tcp * -> Internet 80"),
                rule("none", "Deny Outbound 4096 * * -> * *"),
            ),
            a,
        ],
        [
            ["a", "Storage.WestEurope", "Tcp 443", true, "nsg-a/storage-here", "Internet", "public address"],
            [
                "a",
                "st.blob.core.windows.net",
                "Tcp 443",
                true,
                "public DNS",
                "nsg-a/storage-here",
                "Internet",
                "public address",
            ],
            ["a", "Storage", "Tcp 443", false, "nsg-a/none"],
            ["a", "Storage", "Tcp 9000", false, "nsg-a/none"],
            ["a", "Storage.WestEurope", "Tcp 9000", true, "nsg-a/azure-here", "Internet", "public address"],
            ["a", "Storage", "Tcp 8443", true, "nsg-a/azure", "Internet", "public address"],
            ["a", "contoso.com", "Tcp 8443", false, "public DNS", "nsg-a/none"],
            ["a", "contoso.com", "Tcp 80", true, "public DNS", "nsg-a/internet", "Internet", "public address"],
            ["a", "Sql", "Tcp 80", true, "nsg-a/internet", "Internet", "public address"],
        ],
    );

    check(
        "who sends chooses the source port: a rule that denies only some of them stops nobody, one that allows some helps",
        [
            network(),
            securityGroup("nsg-a"),
            securityGroup(
                "nsg-b",
                { ...rule("some", "Deny Inbound 100 Tcp * -> * 443"), sourcePortRange: "1-65534" },
                { ...rule("few", "Allow Inbound 200 Tcp * -> * 443"), sourcePortRange: "50000" },
                rule("none", "Deny Inbound 4096 * * -> * *"),
            ),
            a,
            b,
        ],
        [["a", "b", "Tcp 443", true, "nsg-a/AllowVnetOutBound", "VnetLocal", "nsg-b/few"]],
    );

    check(
        "a default route to an appliance makes everything a part of the tag VirtualNetwork",
        [
            network(),
            securityGroup(
                "nsg-a",
                rule("only-web", "Deny Outbound 4096 * * -> * *"),
                rule("net", "Allow Outbound 100 Tcp * -> VirtualNetwork 443"),
            ),
            toFirewall,
            subnet("a", "10.0.1.0/24", { ...guardedBy("nsg-a"), ...routedBy("rt") }),
            ...firewall({}),
        ],
        [["a", "contoso.com", "Tcp 443", false, "public DNS", "nsg-a/net", "rt/out", "fw/no rule"]],
    );

    check(
        "messages of control have no ports",
        [
            network(),
            securityGroup("nsg-a"),
            securityGroup("nsg-b", rule("ping", "Deny Inbound 100 Icmp * -> * 443")),
            a,
            b,
        ],
        [
            ["a", "b", "Icmp", false, "nsg-a/AllowVnetOutBound", "VnetLocal", "nsg-b/ping"],
            ["a", "b", "Tcp 443", true, "nsg-a/AllowVnetOutBound", "VnetLocal", "nsg-b/AllowVnetInBound"],
        ],
    );
});

describe("reachability: routes", () => {
    check(
        "the longest prefix decides, a tag is a prefix, and one's own routes come before Azure's",
        [
            network(),
            routeTable("rt", {
                out: "0.0.0.0/0 -> 10.0.4.4",
                nowhere: "10.0.2.0/24 -> None",
                "but-one": "10.0.2.9/32 -> VnetLocal",
                management: "ApiManagement -> Internet",
                own: "10.0.0.0/16 -> 10.0.4.4",
                service: "Storage -> Internet",
                range: "Storage.WestEurope -> None",
                gateway: "10.8.0.0/16 -> VirtualNetworkGateway",
            }),
            behindFirewall,
            subnet("b", "10.0.2.0/24"),
            open,
            ...firewall({ one: [collection("all", 100, "Allow", networkRule("web", "* -> 10.0.0.0/16 TCP 443"))] }),
        ],
        [
            ["a", "b", "Tcp 443", false, "a: no security group", "rt/nowhere"],
            ["a", "10.0.2.9", "Tcp 443", true, "a: no security group", "rt/but-one", "b: no security group"],
            ["a", "ApiManagement", "Tcp 443", true, "a: no security group", "rt/management", "public address"],
            [
                "a",
                "open",
                "Tcp 443",
                true,
                "a: no security group",
                "rt/own",
                "policy/one/all/web",
                "open: no security group",
            ],
            ["a", "open", "Tcp 444", false, "a: no security group", "rt/own", "fw/no rule"],
            ["a", "10.8.0.4", "Tcp 443", false, "a: no security group", "rt/gateway"],
            ["open", "10.8.0.4", "Tcp 443", false, "open: no security group", "None"],
            ["open", "a", "Tcp 22", true, "open: no security group", "VnetLocal", "a: no security group"],
            ["open", "10.0.9.4", "Tcp 22", false, "open: no security group", "VnetLocal", "nobody has the address"],
        ],
    );

    check(
        "an appliance that nobody is leads nowhere, and so does one in another network",
        [
            network(),
            routeTable("rt", { out: "0.0.0.0/0 -> 10.0.4.4", far: "198.51.100.0/24 -> 10.9.4.4" }),
            behindFirewall,
            ...inHub(network({ addressSpace: { addressPrefixes: ["10.9.0.0/16"] } }), ...firewall({})),
        ],
        [
            [
                "a",
                "internet",
                "Tcp 443",
                false,
                "a: no security group",
                "rt/out",
                "10.0.4.4: no firewall has the address",
            ],
            ["a", "198.51.100.1", "Tcp 443", false, "a: no security group", "rt/far", "10.9.4.4: in another network"],
        ],
    );

    check(
        "a service endpoint goes past every route, to vaults that let the subnet in",
        [
            network(),
            toFirewall,
            subnet("a", "10.0.1.0/24", { ...routedBy("rt"), serviceEndpoints: [{ service: "Microsoft.KeyVault" }] }),
            open,
            ...["kv-one", "kv-two"].map(
                (vaultName): Inputs => [
                    "keyvault:Vault",
                    {
                        resourceGroupName: "rg",
                        vaultName,
                        properties: {
                            networkAcls: {
                                defaultAction: "Deny",
                                virtualNetworkRules: vaultName === "kv-one" ? [{ id: subnetId("a") }] : [],
                                ipRules: [{ value: "203.0.113.0/24" }],
                            },
                        },
                    },
                ],
            ),
        ],
        [
            [
                ...(["a", "kv-one.vault.azure.net", "Tcp 443", true] as const),
                ...[
                    "public DNS",
                    "a: no security group",
                    "service endpoint Microsoft.KeyVault",
                    "kv-one: virtualNetworkRules",
                ],
            ],
            [
                ...(["a", "kv-two.vault.azure.net", "Tcp 443", false] as const),
                ...[
                    "public DNS",
                    "a: no security group",
                    "service endpoint Microsoft.KeyVault",
                    "kv-two: defaultAction Deny",
                ],
            ],
            [
                ...(["open", "kv-one.vault.azure.net", "Tcp 443", false] as const),
                ...["public DNS", "open: no security group", "Internet", "kv-one: defaultAction Deny"],
            ],
            ["203.0.113.9", "kv-one.vault.azure.net", "Tcp 443", true, "public DNS", "kv-one: ipRules"],
            ["198.51.100.9", "kv-one.vault.azure.net", "Tcp 443", false, "public DNS", "kv-one: defaultAction Deny"],
            [
                "a",
                "st.blob.core.windows.net",
                "Tcp 443",
                false,
                "public DNS",
                "a: no security group",
                "rt/out",
                "10.0.4.4: no firewall has the address",
            ],
        ],
    );
});

describe("reachability: firewalls", () => {
    const rules = {
        first: [
            collection("deny", 300, "Deny", networkRule("no-dns", "* -> * UDP 53")),
            collection(
                "allow",
                400,
                "Allow",
                networkRule("time", "10.0.1.0/24 -> * UDP 100-200 53"),
                networkRule("named", "* -> ntp.ubuntu.com UDP 123"),
                networkRule("tag", "* -> AzureMonitor TCP 443"),
            ),
            collection("early", 200, "Allow", networkRule("one-dns", "* -> 192.0.2.0/24 UDP 53")),
        ],
        second: [
            collection("web-deny", 100, "Deny", webRule("no-docs", ["docs.contoso.com"])),
            collection(
                "web",
                200,
                "Allow",
                webRule("contoso", ["*.contoso.com"]),
                webRule("cluster", [], { fqdnTags: ["AzureKubernetesService"], protocols: [] }),
                webRule("other-zone", ["fabrikam.com"], { sourceAddresses: ["10.0.7.0/24"] }),
            ),
        ],
    };
    const landscape = [
        network(),
        toFirewall,
        behindFirewall,
        ...firewall(rules, { dnsSettings: { enableProxy: true } }),
    ];
    const way = ["a: no security group", "rt/out"];

    check("network rules come before application rules, each in the order of priorities", landscape, [
        ["a", "192.0.2.9", "Udp 53", true, ...way, "policy/first/early/one-dns", "public address"],
        ["a", "203.0.113.250", "Udp 53", false, ...way, "policy/first/deny/no-dns"],
        ["a", "203.0.113.250", "Udp 123", true, ...way, "policy/first/allow/time", "public address"],
        ["a", "203.0.113.250", "Udp 201", false, ...way, "fw/no rule"],
        ["a", "AzureMonitor", "Tcp 443", true, ...way, "policy/first/allow/tag", "public address"],
        ["a", "Storage", "Tcp 443", false, ...way, "fw/no rule"],
    ]);

    check("application rules know names, with wildcards and tags, and only their ports", landscape, [
        ["a", "www.contoso.com", "Tcp 443", true, "public DNS", ...way, "policy/second/web/contoso", "public address"],
        ["a", "www.contoso.com", "Tcp 80", false, "public DNS", ...way, "fw/no rule"],
        ["a", "www.contoso.com", "Udp 443", false, "public DNS", ...way, "fw/no rule"],
        ["a", "contoso.com", "Tcp 443", false, "public DNS", ...way, "fw/no rule"],
        ["a", "wwwcontoso.com", "Tcp 443", false, "public DNS", ...way, "fw/no rule"],
        ["a", "docs.contoso.com", "Tcp 443", false, "public DNS", ...way, "policy/second/web-deny/no-docs"],
        [
            "a",
            "mcr.microsoft.com",
            "Tcp 443",
            true,
            "public DNS",
            ...way,
            "policy/second/web/cluster",
            "public address",
        ],
        [
            "a",
            "weu.data.mcr.microsoft.com",
            "Tcp 443",
            true,
            "public DNS",
            ...way,
            "policy/second/web/cluster",
            "public address",
        ],
        ["a", "fabrikam.com", "Tcp 443", false, "public DNS", ...way, "fw/no rule"],
        ["a", "192.0.2.1", "Tcp 443", false, ...way, "fw/no rule"],
    ]);

    check(
        "rules of a base policy come first",
        [
            network(),
            toFirewall,
            behindFirewall,
            ["network:FirewallPolicy", { resourceGroupName: "rg", firewallPolicyName: "base" }],
            [
                "network:FirewallPolicyRuleCollectionGroup",
                {
                    resourceGroupName: "rg",
                    firewallPolicyName: "base",
                    ruleCollectionGroupName: "always",
                    priority: 60000,
                    ruleCollections: [collection("deny", 60000, "Deny", networkRule("ssh", "* -> * TCP 22"))],
                },
            ],
            ...firewall(
                { own: [collection("all", 100, "Allow", networkRule("all", "* -> * Any *"))] },
                { basePolicy: { id: subnetId("").replace("virtualNetworks/net/subnets/", "firewallPolicies/base") } },
            ),
        ],
        [
            ["a", "internet", "Tcp 22", false, ...way, "base/always/deny/ssh"],
            ["a", "internet", "Tcp 23", true, ...way, "policy/own/all/all", "public address"],
            ["a", "internet", "Icmp", true, ...way, "policy/own/all/all", "public address"],
        ],
    );

    check(
        "between subnets the security group of the destination sees the sender, or the firewall when it opens the packets",
        [
            network({ dhcpOptions: { dnsServers: ["10.0.4.4"] } }),
            routeTable("rt", { own: "10.0.2.0/24 -> 10.0.4.4" }),
            behindFirewall,
            securityGroup(
                "nsg-b",
                rule("a", "Allow Inbound 100 Tcp 10.0.1.0/24 -> * 22"),
                rule("firewall", "Allow Inbound 110 Tcp 10.0.4.0/26 -> * 443"),
                rule("none", "Deny Inbound 4096 * * -> * *"),
            ),
            b,
            ["privatedns:PrivateZone", { resourceGroupName: "rg", privateZoneName: "contoso.internal" }],
            link("contoso.internal"),
            [
                "privatedns:PrivateRecordSet",
                {
                    ...{ resourceGroupName: "rg", privateZoneName: "contoso.internal", recordType: "A", ttl: 60 },
                    ...{ relativeRecordSetName: "app", aRecords: [{ ipv4Address: "10.0.2.4" }] },
                },
            ],
            ...firewall(
                {
                    one: [collection("net", 100, "Allow", networkRule("ssh", "* -> 10.0.2.0/24 TCP 22"))],
                    two: [collection("web", 100, "Allow", webRule("app", ["app.contoso.internal"]))],
                },
                { dnsSettings: { enableProxy: true } },
            ),
        ],
        [
            ["a", "b", "Tcp 22", true, "a: no security group", "rt/own", "policy/one/net/ssh", "nsg-b/a"],
            ["a", "b", "Tcp 443", false, "a: no security group", "rt/own", "fw/no rule"],
            [
                ...(["a", "app.contoso.internal", "Tcp 443", true] as const),
                ...["a: no security group", "VnetLocal", "fw: DNS proxy", "contoso.internal/app"],
                ...["a: no security group", "rt/own", "policy/two/web/app", "nsg-b/firewall"],
            ],
        ],
    );

    it("what arrives at its public address goes where a rule translates it to, and comes from the firewall", async () => {
        const { ipAddress } = await addressOf();
        const { reach } = await model(
            network(),
            ...firewall({
                inbound: [
                    collection("nat", 100, "DNAT", {
                        ruleType: "NatRule",
                        name: "web",
                        sourceAddresses: ["203.0.113.0/24"],
                        destinationAddresses: [ipAddress],
                        destinationPorts: ["443"],
                        ipProtocols: ["TCP"],
                        translatedAddress: "10.0.2.4",
                        translatedPort: "8443",
                    }),
                ],
            }),
            securityGroup(
                "nsg-b",
                rule("web", "Allow Inbound 100 Tcp 10.0.4.0/26 -> * 8443"),
                rule("none", "Deny Inbound 4096 * * -> * *"),
            ),
            b,
        );
        const ask = (from: string, port: number) => reach({ from, to: ipAddress, protocol: "Tcp", port });
        assert.deepEqual(ask("203.0.113.9", 443), { allowed: true, by: ["policy/inbound/nat/web", "nsg-b/web"] });
        assert.deepEqual(ask("203.0.113.9", 8443), { allowed: false, by: ["fw/no rule"] });
        assert.deepEqual(ask("198.51.100.9", 443), { allowed: false, by: ["fw/no rule"] });
        assert.deepEqual(reach({ from: "internet", to: subnetId("AzureFirewallSubnet"), protocol: "Tcp", port: 443 }), {
            allowed: false,
            by: ["fw: reached by its public addresses only"],
        });
    });

    /** The address that the model gives to the public address of a firewall. */
    async function addressOf(): Promise<{ ipAddress: string }> {
        const cloud = newCloud();
        await deploy(cloud, "resources:ResourceGroup");
        const { outputs } = await cloud.create("network:PublicIPAddress", {
            resourceGroupName: "rg",
            location: "westeurope",
            publicIpAddressName: "pip",
            publicIPAllocationMethod: "Static",
            sku: { name: "Standard" },
        });
        return { ipAddress: String(outputs.ipAddress) };
    }
});

describe("reachability: private endpoints and names", () => {
    const host = "kv-one.vault.azure.net";
    const closed = { publicNetworkAccess: "disabled" };
    const endpoints = (more = {}) => subnet("endpoints", "10.0.5.0/24", more);
    const record = "privatelink.vaultcore.azure.net/kv-one";
    const unfiltered = "endpoints: private endpoints without network policies";

    check(
        "a caller outside of the network cannot reach one, by name or by address",
        [network(), endpoints(), ...vault("kv-one", closed), link()],
        [
            ["internet", host, "Tcp 443", false, "public DNS", "kv-one: publicNetworkAccess disabled"],
            ["internet", "10.0.5.4", "Tcp 443", false, "no way from outside to a private address"],
            ["10.77.0.4", "10.0.5.4", "Tcp 443", false, "no way from a private address outside of the networks"],
        ],
    );

    check(
        "a caller in a linked network reaches it, and one without the link gets the public address",
        [network(), endpoints(), open, ...vault("kv-one", closed), link()],
        [
            ["open", host, "Tcp 443", true, record, "open: no security group", "InterfaceEndpoint", unfiltered],
            [
                "open",
                "other.vault.azure.net",
                "Tcp 443",
                true,
                "public DNS",
                "open: no security group",
                "Internet",
                "public address",
            ],
            [
                "open",
                "x.privatelink.vaultcore.azure.net",
                "Tcp 443",
                false,
                "privatelink.vaultcore.azure.net: no record x",
            ],
        ],
    );

    check(
        "without a link the name leads to the public address, which is closed",
        [network(), endpoints(), open, ...vault("kv-one", closed)],
        [
            [
                "open",
                host,
                "Tcp 443",
                false,
                "public DNS",
                "open: no security group",
                "Internet",
                "kv-one: publicNetworkAccess disabled",
            ],
            ["open", "10.0.5.4", "Tcp 443", true, "open: no security group", "InterfaceEndpoint", unfiltered],
        ],
    );

    check(
        "a zone that lacks the record answers nothing, unless the link falls back to the public DNS",
        [
            network(),
            endpoints(),
            open,
            ...vault("kv-one", {}).filter(([type]) => type !== "network:PrivateDnsZoneGroup"),
            link(undefined, { resolutionPolicy: "NxDomainRedirect" }),
        ],
        [
            [
                "open",
                host,
                "Tcp 443",
                true,
                "public DNS",
                "open: no security group",
                "Internet",
                "kv-one: open to public networks",
            ],
        ],
    );

    check(
        "a connection that nobody has approved leads nowhere",
        [
            network(),
            endpoints(),
            open,
            ...vault("kv-one", closed, {
                privateLinkServiceConnections: [],
                manualPrivateLinkServiceConnections: [
                    {
                        name: "vault",
                        privateLinkServiceId: subnetId("").replace(
                            "Microsoft.Network/virtualNetworks/net/subnets/",
                            "Microsoft.KeyVault/vaults/kv-one",
                        ),
                        groupIds: ["vault"],
                    },
                ],
            }),
            link(),
        ],
        [["open", host, "Tcp 443", false, record, "open: no security group", "InterfaceEndpoint", "pe: Pending"]],
    );

    const guard = securityGroup("nsg-pe", rule("none", "Deny Inbound 4096 * * -> * *"));
    for (const [policies, group, route] of [
        ["Disabled", false, false],
        ["NetworkSecurityGroupEnabled", true, false],
        ["RouteTableEnabled", false, true],
        ["Enabled", true, true],
    ] as const) {
        check(
            `network policies ${policies}: ${group ? "a" : "no"} security group, ${route ? "and" : "no"} routes`,
            [
                network(),
                guard,
                endpoints({ ...guardedBy("nsg-pe"), privateEndpointNetworkPolicies: policies }),
                routeTable("rt", { net: "10.0.0.0/16 -> None" }),
                behindFirewall,
                open,
                ...vault("kv-one", closed),
            ],
            [
                [
                    ...(["open", "10.0.5.4", "Tcp 443", !group] as const),
                    ...["open: no security group", "InterfaceEndpoint", group ? "nsg-pe/none" : unfiltered],
                ],
                [
                    ...(["a", "10.0.5.4", "Tcp 443", !group && !route] as const),
                    ...[
                        "a: no security group",
                        ...(route ? ["rt/net"] : ["InterfaceEndpoint", group ? "nsg-pe/none" : unfiltered]),
                    ],
                ],
            ],
        );
    }

    check(
        "a route shorter than the network never leads around one, a route to its very address always",
        [
            network(),
            endpoints({ privateEndpointNetworkPolicies: "Enabled" }),
            routeTable("rt", { out: "0.0.0.0/0 -> None" }),
            behindFirewall,
            routeTable("rt-exact", { exact: "10.0.5.4/32 -> None" }),
            subnet("exact", "10.0.6.0/24", routedBy("rt-exact")),
            ...vault("kv-one", closed),
        ],
        [
            [
                "a",
                "10.0.5.4",
                "Tcp 443",
                true,
                "a: no security group",
                "InterfaceEndpoint",
                "endpoints: no security group",
            ],
            ["exact", "10.0.5.4", "Tcp 443", false, "exact: no security group", "rt-exact/exact"],
        ],
    );

    const proxy = (enableProxy: boolean) => firewall({}, { dnsSettings: { enableProxy } });
    const custom = network({ dhcpOptions: { dnsServers: ["10.0.4.4"] } });
    const noDns = securityGroup("nsg-a", rule("no-dns", "Deny Outbound 100 Udp * -> * 53"));
    check(
        "names come from the server that the network asks, if the caller reaches it",
        [custom, noDns, a, open, endpoints(), ...proxy(true), ...vault("kv-one", closed), link()],
        [
            [
                ...(["open", host, "Tcp 443", true] as const),
                ...["open: no security group", "VnetLocal", "fw: DNS proxy", record],
                ...["open: no security group", "InterfaceEndpoint", unfiltered],
            ],
            ["a", host, "Tcp 443", false, "nsg-a/no-dns"],
            ["open", "10.0.4.4", "Tcp 443", false, "open: no security group", "VnetLocal", "fw: answers nothing"],
        ],
    );
    check(
        "a firewall that is no DNS proxy answers no names",
        [custom, open, ...proxy(false)],
        [["open", "contoso.com", "Tcp 443", false, "open: no security group", "VnetLocal", "fw: answers nothing"]],
    );
    check(
        "a server that nobody is answers no names",
        [custom, open],
        [["open", "contoso.com", "Tcp 443", false, "name server 10.0.4.4: no firewall has the address"]],
    );

    check(
        "aliases are followed, and end in a circle",
        [
            network(),
            open,
            securityGroup(
                "nsg-a",
                rule("others", "Deny Outbound 200 * * -> * *"),
                rule("vaults", "Allow Outbound 100 Tcp * -> AzureKeyVault 443"),
            ),
            a,
            ["privatedns:PrivateZone", { resourceGroupName: "rg", privateZoneName: "contoso.internal" }],
            link("contoso.internal"),
            ...[
                ["kv", "kv-one.vault.azure.net."],
                ["loop", "loop.contoso.internal"],
            ].map(
                ([relativeRecordSetName = "", cname = ""]): Inputs => [
                    "privatedns:PrivateRecordSet",
                    {
                        ...{
                            resourceGroupName: "rg",
                            privateZoneName: "contoso.internal",
                            recordType: "CNAME",
                            ttl: 60,
                        },
                        ...{ relativeRecordSetName, cnameRecord: { cname } },
                    },
                ],
            ),
        ],
        [
            [
                "open",
                "kv.contoso.internal",
                "Tcp 443",
                true,
                "public DNS",
                "open: no security group",
                "Internet",
                "public address",
            ],
            ["a", "kv.contoso.internal", "Tcp 443", true, "public DNS", "nsg-a/vaults", "Internet", "public address"],
            ["open", "loop.contoso.internal", "Tcp 443", false, "loop.contoso.internal is an alias of itself"],
        ],
    );

    it("holds for the records of the local cloud, too", async () => {
        const cloud = newCloud();
        const ids = await deploy(cloud, ...vaultTokens, "network:PrivateEndpoint", "network:PrivateDnsZoneGroup");
        const ask = () => {
            const records = cloud.store.list("arm:").map(([, record]) => record as unknown as Stored);
            const from = ids["network:Subnet"] ?? "";
            return networkModel(records, findType).reach({ from, to: host, protocol: "Tcp", port: 443 });
        };
        assert.deepEqual(ask(), { allowed: false, by: ["public DNS", "nsg/deny-out"] });
        await deploy(cloud, "privatedns:VirtualNetworkLink");
        assert.deepEqual(ask(), { allowed: false, by: [record, "nsg/deny-out"] });
        await cloud.update("network:NetworkSecurityGroup", ids["network:NetworkSecurityGroup"] ?? "", {
            resourceGroupName: "rg",
            location: "westeurope",
            networkSecurityGroupName: "nsg",
            securityRules: [rule("deny-in", "Deny Inbound 4096 * * -> * *")],
        });
        assert.deepEqual(ask(), {
            allowed: true,
            by: [record, "nsg/AllowVnetOutBound", "InterfaceEndpoint", unfiltered],
        });
    });
});

describe("reachability: open ports", () => {
    it("are the exact ranges that the way out, the route and the way in leave open together", async () => {
        const { openPorts } = await model(
            network(),
            securityGroup(
                "nsg-a",
                rule("deny-admin", "Deny Outbound 100 Tcp * -> * 22 3389"),
                rule("allow", "Allow Outbound 200 Tcp * -> 10.0.2.0/24 1-9000"),
                rule("none", "Deny Outbound 4096 * * -> * *"),
            ),
            securityGroup(
                "nsg-b",
                rule("allow-low", "Allow Inbound 100 Tcp 10.0.1.0/24 -> * 0-100"),
                rule("deny-mid", "Deny Inbound 110 * * -> * 8000-8100"),
                rule("allow-mid", "Allow Inbound 120 Tcp * -> * 7900-8200 101"),
                rule("allow-high", "Allow Inbound 130 Tcp * -> * 8990-65535"),
                rule("none", "Deny Inbound 4096 * * -> * *"),
            ),
            a,
            b,
            open,
        );
        assert.deepEqual(openPorts(subnetId("a"), subnetId("b"), "Tcp"), [
            { first: 1, last: 21 },
            { first: 23, last: 101 },
            { first: 7900, last: 7999 },
            { first: 8101, last: 8200 },
            { first: 8990, last: 9000 },
        ]);
        assert.deepEqual(openPorts(subnetId("a"), subnetId("b"), "Udp"), []);
        assert.deepEqual(openPorts(subnetId("open"), subnetId("open"), "Udp"), [{ first: 0, last: 65535 }]);
    });

    it("agree with each single question, at every boundary and between", async () => {
        const { openPorts, reach } = await model(
            network(),
            routeTable("rt", { own: "10.0.2.0/24 -> 10.0.4.4" }),
            securityGroup("nsg-a", rule("some", "Deny Outbound 100 Tcp * -> * 400-450")),
            subnet("a", "10.0.1.0/24", { ...guardedBy("nsg-a"), ...routedBy("rt") }),
            securityGroup("nsg-b", rule("none", "Deny Inbound 200 Tcp * -> * 5000-60000")),
            b,
            ...firewall({
                one: [
                    collection("deny", 100, "Deny", networkRule("few", "* -> * TCP 300-420")),
                    collection(
                        "allow",
                        200,
                        "Allow",
                        networkRule("more", "10.0.1.0/24 -> 10.0.0.0/16 Any 200-6000 65535"),
                    ),
                ],
                two: [
                    collection(
                        "web",
                        100,
                        "Allow",
                        webRule("any", ["*"], { protocols: [80, 310].map((port) => ({ protocolType: "Http", port })) }),
                    ),
                ],
            }),
        );
        const ranges = openPorts(subnetId("a"), subnetId("b"), "Tcp");
        assert.deepEqual(ranges, [
            { first: 80, last: 80 },
            { first: 200, last: 299 },
            { first: 451, last: 4999 },
            { first: 65535, last: 65535 },
        ]);
        const edges = ranges.flatMap(({ first, last }) => [first - 1, first, first + 1, last - 1, last, last + 1]);
        const ports = [0, 65535, ...Array.from({ length: 100 }, (_, index) => index * 653), ...edges];
        for (const port of ports.filter((one) => one >= 0 && one <= 65535)) {
            assert.equal(
                reach({ from: subnetId("a"), to: subnetId("b"), protocol: "Tcp", port }).allowed,
                ranges.some(({ first, last }) => first <= port && port <= last),
                String(port),
            );
        }
    });

    it("of what does not exist are an error, and so are tags that are not modelled and ports that are none", async () => {
        const { openPorts, reach } = await model(
            network(),
            securityGroup("nsg-a", rule("odd", "Allow Outbound 100 Tcp * -> AzureMoon 443")),
            a,
        );
        assert.throws(() => openPorts(subnetId("a"), subnetId("nobody"), "Tcp"), {
            message: `There is no subnet ${subnetId("nobody")}.`,
        });
        assert.throws(() => reach({ from: subnetId("a"), to: "192.0.2.1", protocol: "Tcp", port: 443 }), {
            message:
                "The service tag AzureMoon is not modelled: add it to the table in local/azure/network/reachability/service-tags.ts.",
        });
        assert.throws(() => reach({ from: "a", to: "192.0.2.1", protocol: "Tcp", port: 443 }), {
            message: "'a' is no subnet, no address and no service tag.",
        });
        assert.throws(() => reach({ from: "192.0.2.2", to: "192.0.2.1", protocol: "Tcp", port: 65536 }), {
            message: "65536 is no port: it must be a whole number from 0 to 65535.",
        });
    });
});
