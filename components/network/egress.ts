import { listed, roleProblem } from "../shared";
import type { Zone } from "./address-plan";
import type { Flow } from "./flows";

/** Something outside of the network that a zone needs. The firewall lets it through, the zone's security group too. */
export interface EgressRule {
    /** Required. Zone that needs it: `cluster-nodes`, `gateway` or `runner`. */
    zone: string;
    /** Optional. Full domain names, without wildcard. Exactly one of `fqdns`, `fqdnTag` and `serviceTag` is required. */
    fqdns?: string[];
    /** Optional. Name that Azure Firewall has for a set of domain names, for example `AzureKubernetesService`. */
    fqdnTag?: string;
    /** Optional. Service tag, for example `AzureResourceManager`. */
    serviceTag?: string;
    /**
     * Required. Protocols and ports, for example `HTTPS:443`: all of them HTTP and HTTPS, where the firewall reads the
     * domain name from the traffic, or all of them TCP and UDP, where it resolves it.
     */
    ports: string[];
    /** Required. Why the zone needs it. */
    reason: string;
}

/** The zones whose default route leads to the firewall, and which need more than the network has. */
export const egressZones = ["cluster-nodes", "gateway", "runner"] as const satisfies Zone[];

/** https://learn.microsoft.com/azure/aks/outbound-rules-control-egress */
function clusterEgress(region: string): Record<string, EgressRule> {
    const zone = "cluster-nodes";
    return {
        "cluster-platform": {
            zone,
            fqdnTag: "AzureKubernetesService",
            ports: ["HTTP:80", "HTTPS:443"],
            reason: "What AKS needs to work.",
        },
        "cluster-identity": {
            zone,
            fqdns: ["login.microsoftonline.com"],
            ports: ["HTTPS:443"],
            reason: "Servers and add-ons get tokens.",
        },
        "cluster-time": { zone, fqdns: ["ntp.ubuntu.com"], ports: ["UDP:123"], reason: "Nodes set their clocks." },
        "cluster-packages": {
            zone,
            fqdns: ["azure.archive.ubuntu.com", "changelogs.ubuntu.com", "security.ubuntu.com"],
            ports: ["HTTP:80"],
            reason: "Nodes install security updates.",
        },
        "cluster-snapshots": {
            zone,
            fqdns: ["snapshot.ubuntu.com"],
            ports: ["HTTPS:443"],
            reason: "Nodes install security updates of one day, all the same.",
        },
        "cluster-policy": {
            zone,
            fqdns: ["data.policy.core.windows.net", "dc.services.visualstudio.com", "store.policy.core.windows.net"],
            ports: ["HTTPS:443"],
            reason: "The add-on of Azure Policy fetches policies and reports compliance.",
        },
        "cluster-defender": {
            zone,
            fqdns: ["*.ods.opinsights.azure.com", "*.oms.opinsights.azure.com"],
            ports: ["HTTPS:443"],
            reason: "Defender for Containers and the container logs send what they see.",
        },
        "cluster-monitoring": {
            zone,
            fqdns: [
                "*.monitoring.azure.com",
                "global.handler.control.monitor.azure.com",
                `${region}.handler.control.monitor.azure.com`,
                `${region}.ingest.monitor.azure.com`,
            ],
            ports: ["HTTPS:443"],
            reason: "The monitoring add-on fetches its rules and sends metrics.",
        },
        "cluster-extensions": {
            zone,
            fqdns: [
                "*.ingestion.msftcloudes.com",
                "*.microsoftmetrics.com",
                `${region}.dp.kubernetesconfiguration.azure.com`,
            ],
            ports: ["HTTPS:443"],
            reason: "Flux and other extensions fetch their configuration and report.",
        },
    };
}

/** https://learn.microsoft.com/azure/api-management/virtual-network-reference */
const gatewayEgress: Record<string, EgressRule> = {
    "gateway-identity": {
        zone: "gateway",
        serviceTag: "AzureActiveDirectory",
        ports: ["TCP:443"],
        reason: "API Management validates tokens and gets its own.",
    },
    "gateway-monitoring": {
        zone: "gateway",
        serviceTag: "AzureMonitor",
        ports: ["TCP:443", "TCP:1886"],
        reason: "API Management publishes logs, metrics and its health.",
    },
    "gateway-certificates": {
        zone: "gateway",
        fqdns: [
            "cacerts.digicert.com",
            "crl.microsoft.com",
            "crl3.digicert.com",
            "csp.digicert.com",
            "mscrl.microsoft.com",
            "oneocsp.microsoft.com",
        ],
        ports: ["HTTP:80", "HTTPS:443"],
        reason: "API Management validates certificates.",
    },
    "gateway-pki": {
        zone: "gateway",
        fqdns: ["issuer.pki.azure.com"],
        ports: ["HTTPS:443"],
        reason: "API Management validates the certificates of its own machines.",
    },
    "gateway-diagnostics": {
        zone: "gateway",
        fqdns: [
            "*.data.microsoft.com",
            "azureprofiler.trafficmanager.net",
            "azurewatsonanalysis-prod.core.windows.net",
            "shavamanifestazurecdnprod1.azureedge.net",
            "shavamanifestcdnprod1.azureedge.net",
        ],
        ports: ["HTTPS:443"],
        reason: "Azure diagnoses the machines of API Management.",
    },
    "gateway-updates": {
        zone: "gateway",
        fqdns: [
            "*.ctldl.windowsupdate.com",
            "*.update.microsoft.com",
            "ctldl.windowsupdate.com",
            "download.windowsupdate.com",
            "go.microsoft.com",
        ],
        ports: ["HTTP:80", "HTTPS:443"],
        reason: "Azure updates the machines of API Management.",
    },
    "gateway-defender": {
        zone: "gateway",
        fqdns: ["wdcp.microsoft.com", "wdcpalt.microsoft.com"],
        ports: ["HTTPS:443"],
        reason: "Windows Defender protects the machines of API Management.",
    },
    // the page asks for NTP and names no server; this is the default of Windows
    "gateway-time": {
        zone: "gateway",
        fqdns: ["time.windows.com"],
        ports: ["UDP:123"],
        reason: "Machines of API Management set their clocks.",
    },
};

/** https://learn.microsoft.com/azure/container-apps/use-azure-firewall */
const runnerEgress: Record<string, EgressRule> = {
    "runner-images": {
        zone: "runner",
        serviceTag: "MicrosoftContainerRegistry",
        ports: ["TCP:443"],
        reason: "Container Apps pulls its own images.",
    },
    "runner-image-layers": {
        zone: "runner",
        serviceTag: "AzureFrontDoor.FirstParty",
        ports: ["TCP:443"],
        reason: "The registry of Microsoft serves layers from there.",
    },
    "runner-identity": {
        zone: "runner",
        serviceTag: "AzureActiveDirectory",
        ports: ["TCP:443"],
        reason: "Jobs get tokens.",
    },
    "runner-identity-names": {
        zone: "runner",
        fqdns: [
            "*.identity.azure.net",
            "*.login.microsoft.com",
            "*.login.microsoftonline.com",
            "login.microsoft.com",
            "login.microsoftonline.com",
        ],
        ports: ["HTTPS:443"],
        reason: "Jobs get tokens of their managed identity.",
    },
    "runner-monitoring": {
        zone: "runner",
        serviceTag: "AzureMonitor",
        ports: ["TCP:443"],
        reason: "Container Apps sends logs and metrics.",
    },
    "runner-platform": {
        zone: "runner",
        fqdns: ["acs-mirror.azureedge.net", "packages.aks.azure.com"],
        ports: ["HTTPS:443"],
        reason: "Container Apps installs the parts of its cluster.",
    },
    // https://learn.microsoft.com/azure/container-apps/firewall-integration asks for NTP and names no server
    "runner-time": {
        zone: "runner",
        fqdns: ["ntp.ubuntu.com"],
        ports: ["UDP:123"],
        reason: "Container Apps sets its clocks.",
    },
};

/** What the zones need of Azure itself; only these rules may have wildcards. */
export function platformEgress(region: string): Record<string, EgressRule> {
    return { ...clusterEgress(region), ...gatewayEgress, ...runnerEgress };
}

/** Everything that leaves the network through the firewall, by name. */
export function allEgress(region: string, declared: Record<string, EgressRule> = {}): Record<string, EgressRule> {
    return { ...platformEgress(region), ...declared };
}

export interface Port {
    protocol: "HTTP" | "HTTPS" | "TCP" | "UDP";
    port: number;
}

/** The parts of `<protocol>:<port>`, or nothing when the text is none. */
export function parsePort(text: string): Port | undefined {
    const [, protocol, digits] = /^(HTTPS?|TCP|UDP):([1-9]\d{0,4})$/.exec(text) ?? [];
    const port = Number(digits);
    return protocol !== undefined && port <= 65535 ? { protocol: protocol as Port["protocol"], port } : undefined;
}

export function portsOf(rule: EgressRule): Port[] {
    return rule.ports.map(parsePort).filter((port) => port !== undefined);
}

/** Whether the firewall judges it by what the traffic says, not only by where it goes. */
export function isApplicationRule(rule: EgressRule): boolean {
    return portsOf(rule).every(({ protocol }) => protocol.startsWith("HTTP"));
}

/**
 * The same as flows, for security groups: these know no domain names, so one flow to the internet for each zone and
 * protocol stands for all of them, and the firewall decides.
 */
export function egressFlows(egress: Record<string, EgressRule>): Record<string, Flow> {
    const tagged = Object.entries(egress).flatMap(([name, { zone, serviceTag, reason, ...rule }]) =>
        serviceTag === undefined
            ? []
            : byTransport({ zone, reason, ...rule }).map((flow): [string, Flow] => [
                  `egress-${name}-${flow.protocol.toLowerCase()}`,
                  { ...flow, to: { tag: serviceTag } },
              ]),
    );
    const named = egressZones.flatMap((zone) => {
        const rules = Object.values(egress).filter((rule) => rule.zone === zone && rule.serviceTag === undefined);
        const reason = "Domain names that the firewall lets through.";
        return byTransport({ zone, ports: rules.flatMap(({ ports }) => ports), reason }).map((flow): [string, Flow] => [
            `${zone}-to-internet-${flow.protocol.toLowerCase()}`,
            flow,
        ]);
    });
    return Object.fromEntries([...tagged, ...named]);
}

function byTransport(rule: EgressRule): Flow[] {
    const transports = { Tcp: ["HTTP", "HTTPS", "TCP"], Udp: ["UDP"] } as const satisfies Record<string, string[]>;
    return (["Tcp", "Udp"] as const).flatMap((protocol) => {
        const numbers = portsOf(rule)
            .filter((port) => (transports[protocol] as readonly string[]).includes(port.protocol))
            .map(({ port }) => port);
        const ports = [...new Set(numbers)].sort((a, b) => a - b).map(String);
        if (ports.length === 0) return [];
        return [{ from: rule.zone as Zone, to: { tag: "Internet" }, protocol, ports, reason: rule.reason }];
    });
}

// what security rules have room for: https://learn.microsoft.com/azure/templates/microsoft.network/networksecuritygroups
const longestName = 50;
const longestReason = 140;

/** Problems in what is declared, as sentences; empty when there are none. */
export function egressProblems(declared: Record<string, EgressRule> = {}): string[] {
    const taken = platformEgress("region");
    return Object.entries(declared).flatMap(([name, rule]) => {
        const argument = `egress["${name}"]`;
        const ports = rule.ports.map(parsePort);
        return listed(
            roleProblem(name, `The name of ${argument}`),
            name.length <= longestName
                ? undefined
                : `The name of ${argument} has ${name.length} characters; ${longestName} is the most.`,
            Object.hasOwn(taken, name)
                ? `${argument} has the name of a rule that every network has; choose another.`
                : undefined,
            (egressZones as readonly string[]).includes(rule.zone)
                ? undefined
                : `${argument}.zone is "${rule.zone}"; it must be one of ${egressZones.join(", ")}.`,
            rule.reason.trim() !== "" && rule.reason.length <= longestReason
                ? undefined
                : `${argument}.reason is "${rule.reason}"; say why the zone needs it, in 1 to ${longestReason} characters.`,
            ...destinationProblems(rule, argument),
            ...rule.ports.map((text, index) =>
                ports[index] === undefined
                    ? `${argument}.ports[${index}] is "${text}"; it must be HTTP, HTTPS, TCP or UDP, a colon and a port, for example "HTTPS:443".`
                    : undefined,
            ),
            ...(ports.includes(undefined) ? [] : [protocolProblem(rule, argument)]),
        );
    });
}

function destinationProblems(rule: EgressRule, argument: string): (string | undefined)[] {
    const { fqdns, fqdnTag, serviceTag } = rule;
    const given = [fqdns, fqdnTag, serviceTag].filter((destination) => destination !== undefined);
    if (given.length !== 1 || fqdns?.length === 0) {
        return [`${argument} must have exactly one of fqdns, fqdnTag and serviceTag, and fqdns at least one name.`];
    }
    return [
        ...(fqdns ?? []).map((fqdn, index) =>
            /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(fqdn)
                ? undefined
                : `${argument}.fqdns[${index}] is "${fqdn}"; it must be a full domain name in lower case, without wildcard.`,
        ),
        fqdnTag === undefined || /^[A-Za-z0-9.]+$/.test(fqdnTag)
            ? undefined
            : `${argument}.fqdnTag is "${fqdnTag}"; it must be an FQDN tag of Azure Firewall.`,
        serviceTag === undefined || isServiceTag(serviceTag)
            ? undefined
            : `${argument}.serviceTag is "${serviceTag}"; it must be the tag of one service, not of the internet, all of Azure or a network.`,
    ];
}

function isServiceTag(text: string): boolean {
    return /^[A-Z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$/.test(text) && !/^(Internet|AzureCloud|VirtualNetwork)\b/i.test(text);
}

function protocolProblem(rule: EgressRule, argument: string): string | undefined {
    const protocols = portsOf(rule).map(({ protocol }) => protocol.startsWith("HTTP"));
    if (protocols.length === 0) return `${argument}.ports is empty; give at least one, for example "HTTPS:443".`;
    if (new Set(protocols).size > 1) {
        return `${argument}.ports has HTTP or HTTPS together with TCP or UDP; make two rules of it.`;
    }
    const [application] = protocols;
    if (rule.serviceTag !== undefined && application) {
        return `${argument}.ports has HTTP or HTTPS, which a service tag does not have; write TCP.`;
    }
    if (rule.fqdnTag !== undefined && !application) {
        return `${argument}.ports has TCP or UDP, which an FQDN tag does not have; write HTTP or HTTPS.`;
    }
    return undefined;
}
