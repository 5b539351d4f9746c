import type { LogRow } from "../logs/log-sink";
import type { Arrival } from "./arrival";
import type { DeployedEdge, DeployedFirewall, ScrubbedPart } from "./deployed";
import type { Finding } from "./firewall";
import type { Outcome } from "./outcome";

const instance = "appgw_0";

/**
 * Row of https://learn.microsoft.com/azure/azure-monitor/reference/tables/agwaccesslogs
 *
 * Application Gateway writes queries into it as well (`RequestQuery`, `OriginalRequestUriWithArgs`), which scrubbing does
 * not change; here they are left out, as are bytes and ports of connections.
 */
export function accessRow(arrival: Arrival, edge: DeployedEdge, outcome: Outcome, now: number): LogRow {
    const { listener, rule, backend, firewall } = edge;
    const isRouted = outcome.errorInfo !== "ERRORINFO_INVALID_HOST";
    return {
        TimeGenerated: new Date(now).toISOString(),
        OperationName: "ApplicationGatewayAccess",
        InstanceId: instance,
        ...(isRouted && {
            ListenerName: listener.name,
            RuleName: rule,
            BackendPoolName: backend.pool,
            BackendSettingName: backend.settings,
            Host: backend.host,
        }),
        ClientIp: arrival.client.address,
        ClientPort: arrival.client.port,
        HttpMethod: arrival.method,
        HttpVersion: arrival.version,
        HttpStatus: outcome.status,
        OriginalHost: arrival.hosts.join(),
        RequestUri: pathOf(arrival.uri),
        UserAgent: arrival.headers.get("User-Agent") ?? "-",
        SslEnabled: "on",
        SslProtocol: arrival.tls.protocol,
        SslCipher: arrival.tls.cipher,
        SslClientVerify: "NONE",
        ServerRouted: outcome.backend?.server ?? "",
        ServerStatus: outcome.backend?.status,
        ServerResponseLatency: outcome.backend?.seconds,
        TimeTaken: (now - arrival.time) / 1000,
        TransactionId: arrival.transactionId,
        WafMode: firewall?.mode,
        WafPolicyId: firewall?.id,
        ErrorInfo: outcome.errorInfo,
    };
}

/** Row of https://learn.microsoft.com/azure/azure-monitor/reference/tables/agwfirewalllogs, scrubbed as deployed. */
export function firewallRow(
    arrival: Arrival,
    { id, mode, scrubbed }: DeployedFirewall,
    finding: Finding,
    now: number,
): LogRow {
    const hidesAddress = scrubbed.some(({ matchVariable }) => matchVariable === "RequestIPAddress");
    return {
        TimeGenerated: new Date(now).toISOString(),
        OperationName: "ApplicationGatewayFirewall",
        InstanceId: instance,
        ClientIp: hidesAddress ? mask : arrival.client.address,
        ClientPort: arrival.client.port,
        RequestUri: scrubbedUri(arrival.uri, scrubbed),
        RuleId: finding.rule,
        Message: finding.message,
        Action: mode === "Prevention" ? "Blocked" : "Detected",
        Site: "Global",
        Hostname: arrival.hosts.join(),
        TransactionId: arrival.transactionId,
        PolicyId: id,
        PolicyScope: "Global",
        PolicyScopeName: "Global",
    };
}

// https://learn.microsoft.com/azure/web-application-firewall/ag/waf-sensitive-data-protection-configure
const mask = "******";

/** Headers, cookies and bodies are in no row, so of what is scrubbed only arguments of the query are. */
function scrubbedUri(uri: string, scrubbed: ScrubbedPart[]): string {
    const rules = scrubbed.filter(({ matchVariable }) => matchVariable === "RequestArgNames");
    const isHidden = (name: string) => rules.some(({ selector }) => selector === undefined || selector === name);
    const [path, ...query] = uri.split("?");
    const args = query
        .join("?")
        .split("&")
        .map((arg) => {
            const [name = "", ...value] = arg.split("=");
            return value.length > 0 && isHidden(name) ? `${name}=${mask}` : arg;
        });
    return query.length === 0 ? uri : `${path}?${args.join("&")}`;
}

function pathOf(uri: string): string {
    return uri.split("?")[0] ?? "";
}
