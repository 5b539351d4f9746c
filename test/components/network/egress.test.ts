// Does not prove that Azure needs what is listed, or no more.
import assert from "node:assert/strict";
import {
    type EgressRule,
    egressFlows,
    egressProblems,
    isApplicationRule,
    platformEgress,
    portsOf,
} from "../../../components/network/egress";

const rule: EgressRule = {
    zone: "cluster-nodes",
    fqdns: ["api.contoso.com"],
    ports: ["HTTPS:443"],
    reason: "The weather server asks it.",
};
const flow = { from: "cluster-nodes", to: { tag: "Internet" }, reason: "Domain names that the firewall lets through." };

describe("platformEgress", () => {
    it("is what would be accepted from a component, but for wildcards", () => {
        const renamed = Object.entries(platformEgress("westeurope")).map(([name, each]): [string, EgressRule] => [
            `own-${name}`,
            { ...each, fqdns: each.fqdns?.map((fqdn) => fqdn.replace(/^\*\./, "any.")) },
        ]);
        assert.deepEqual(egressProblems(Object.fromEntries(renamed)), []);
    });

    it("has wildcards only below names of Microsoft", () => {
        const names = Object.values(platformEgress("westeurope")).flatMap(({ fqdns = [] }) => fqdns);
        assert.deepEqual(names.filter((fqdn) => fqdn.includes("*")).sort(), [
            "*.ctldl.windowsupdate.com",
            "*.data.microsoft.com",
            "*.identity.azure.net",
            "*.ingestion.msftcloudes.com",
            "*.login.microsoft.com",
            "*.login.microsoftonline.com",
            "*.microsoftmetrics.com",
            "*.monitoring.azure.com",
            "*.ods.opinsights.azure.com",
            "*.oms.opinsights.azure.com",
            "*.update.microsoft.com",
        ]);
    });

    it("names the region where Azure does", () => {
        const names = Object.values(platformEgress("swedencentral")).flatMap(({ fqdns = [] }) => fqdns);
        assert.deepEqual(
            names.filter((fqdn) => fqdn.includes("swedencentral")),
            [
                "swedencentral.handler.control.monitor.azure.com",
                "swedencentral.ingest.monitor.azure.com",
                "swedencentral.dp.kubernetesconfiguration.azure.com",
            ],
        );
    });
});

describe("portsOf", () => {
    it("reads protocols and ports", () => {
        assert.deepEqual(portsOf({ ...rule, ports: ["HTTPS:443", "UDP:65535"] }), [
            { protocol: "HTTPS", port: 443 },
            { protocol: "UDP", port: 65535 },
        ]);
    });
});

describe("isApplicationRule", () => {
    it("is what HTTP and HTTPS are", () => {
        assert.equal(isApplicationRule({ ...rule, ports: ["HTTP:80", "HTTPS:443"] }), true);
        assert.equal(isApplicationRule({ ...rule, ports: ["TCP:443"] }), false);
    });
});

describe("egressFlows", () => {
    it("makes one flow of all domain names of a zone and protocol", () => {
        const time = { ...rule, fqdns: ["time.contoso.com"], ports: ["UDP:123"] };
        const tagged = { zone: "cluster-nodes", fqdnTag: "WindowsUpdate", ports: ["HTTP:80"], reason: "Updates." };
        const other = { ...rule, zone: "runner" };
        assert.deepEqual(egressFlows({ weather: rule, again: rule, time, tagged, other }), {
            "cluster-nodes-to-internet-tcp": { ...flow, protocol: "Tcp", ports: ["80", "443"] },
            "cluster-nodes-to-internet-udp": { ...flow, protocol: "Udp", ports: ["123"] },
            "runner-to-internet-tcp": { ...flow, from: "runner", protocol: "Tcp", ports: ["443"] },
        });
    });

    it("makes a flow of each service and protocol", () => {
        const { fqdns: _, ...tagged } = { ...rule, serviceTag: "ServiceBus", ports: ["TCP:5671", "UDP:1", "TCP:443"] };
        const toService = { from: "cluster-nodes", to: { tag: "ServiceBus" }, reason: rule.reason };
        assert.deepEqual(egressFlows({ queue: tagged }), {
            "egress-queue-tcp": { ...toService, protocol: "Tcp", ports: ["443", "5671"] },
            "egress-queue-udp": { ...toService, protocol: "Udp", ports: ["1"] },
        });
    });
});

describe("egressProblems", () => {
    const { fqdns: _, ...nowhere } = rule;
    const one =
        'egress["weather"] must have exactly one of fqdns, fqdnTag and serviceTag, and fqdns at least one name.';
    const notPort = (text: string) =>
        `egress["weather"].ports[0] is "${text}"; it must be HTTP, HTTPS, TCP or UDP, a colon and a port, for example "HTTPS:443".`;
    const notName = (text: string) =>
        `egress["weather"].fqdns[0] is "${text}"; it must be a full domain name in lower case, without wildcard.`;
    const notTag = (text: string) =>
        `egress["weather"].serviceTag is "${text}"; it must be the tag of one service, not of the internet, all of Azure or a network.`;
    const notReason = (text: string) =>
        `egress["weather"].reason is "${text}"; say why the zone needs it, in 1 to 140 characters.`;
    const cases: [string, EgressRule, string[]][] = [
        ["nothing in a good rule", rule, []],
        ["nothing in a service", { ...nowhere, serviceTag: "Storage.WestEurope", ports: ["TCP:443"] }, []],
        ["nothing in a set of names", { ...nowhere, fqdnTag: "WindowsUpdate" }, []],
        [
            "a zone without a way out",
            { ...rule, zone: "edge" },
            ['egress["weather"].zone is "edge"; it must be one of cluster-nodes, gateway, runner.'],
        ],
        ["no reason", { ...rule, reason: " " }, [notReason(" ")]],
        ["a long reason", { ...rule, reason: "x".repeat(141) }, [notReason("x".repeat(141))]],
        ["no destination", nowhere, [one]],
        ["an empty destination", { ...rule, fqdns: [] }, [one]],
        ["two destinations", { ...rule, serviceTag: "Storage", ports: ["TCP:443"] }, [one]],
        ...["*.contoso.com", "*", "contoso", "API.contoso.com", "10.0.0.1", "https://contoso.com"].map(
            (fqdn): [string, EgressRule, string[]] => [`the name ${fqdn}`, { ...rule, fqdns: [fqdn] }, [notName(fqdn)]],
        ),
        ...["Internet", "AzureCloud", "AzureCloud.WestEurope", "VirtualNetwork", "*", "10.0.0.0/8"].map(
            (serviceTag): [string, EgressRule, string[]] => [
                `the tag ${serviceTag}`,
                { ...nowhere, serviceTag, ports: ["TCP:443"] },
                [notTag(serviceTag)],
            ],
        ),
        [
            "a set of names that is none",
            { ...nowhere, fqdnTag: "*" },
            ['egress["weather"].fqdnTag is "*"; it must be an FQDN tag of Azure Firewall.'],
        ],
        ...["443", "HTTPS:0", "TCP:65536", "ANY:443", "HTTPS:*"].map((port): [string, EgressRule, string[]] => [
            `the port ${port}`,
            { ...rule, ports: [port] },
            [notPort(port)],
        ]),
        [
            "no ports",
            { ...rule, ports: [] },
            ['egress["weather"].ports is empty; give at least one, for example "HTTPS:443".'],
        ],
        [
            "two kinds of protocols",
            { ...rule, ports: ["HTTPS:443", "TCP:5671"] },
            ['egress["weather"].ports has HTTP or HTTPS together with TCP or UDP; make two rules of it.'],
        ],
        [
            "HTTPS to a service",
            { ...nowhere, serviceTag: "Storage" },
            ['egress["weather"].ports has HTTP or HTTPS, which a service tag does not have; write TCP.'],
        ],
        [
            "TCP to a set of names",
            { ...nowhere, fqdnTag: "WindowsUpdate", ports: ["TCP:443"] },
            ['egress["weather"].ports has TCP or UDP, which an FQDN tag does not have; write HTTP or HTTPS.'],
        ],
    ];
    for (const [name, declared, problems] of cases) {
        it(`finds ${name}`, () => assert.deepEqual(egressProblems({ weather: declared }), problems));
    }

    it("finds bad, long and taken names", () => {
        const long = "a".repeat(51);
        assert.deepEqual(egressProblems({ "Bad name": rule, [long]: rule, "gateway-time": rule }), [
            'The name of egress["Bad name"] is "Bad name"; it must be lower-case letters, digits and single hyphens, a letter first.',
            `The name of egress["${long}"] has 51 characters; 50 is the most.`,
            'egress["gateway-time"] has the name of a rule that every network has; choose another.',
        ]);
    });
});
