// Made by hand: nothing local is Azure Firewall. Rows are as these pages say.
// AZFWApplicationRule: https://learn.microsoft.com/azure/azure-monitor/reference/tables/azfwapplicationrule
// AZFWIdpsSignature: https://learn.microsoft.com/azure/azure-monitor/reference/tables/azfwidpssignature
import type { Row } from "../../../../../../local/kql/schema";
import type { Trace } from "../../trace";
import { row, rowsOf } from "./rows";

const pod = "10.20.3.77";

/** A request of a pod to a name. */
export function egress(Fqdn: string, Action = "Deny"): Row {
    return row(2, { Action, SourceIp: pod, SourcePort: 40_000, Fqdn, DestinationPort: 443, Protocol: "HTTPS" });
}

/** Traffic that fits a signature. */
export function signature(Severity: number): Row {
    return row(2, {
        Action: "deny",
        SourceIp: pod,
        DestinationIp: "203.0.113.66",
        SignatureId: "2008983",
        Severity,
        Description: "Traffic of a command and control server",
    });
}

export const firewallTraces: Readonly<Record<string, Trace>> = {
    "egress-denied": rowsOf(
        "AZFWApplicationRule",
        ["drop.attacker.example", "paste.attacker.example", "relay.attacker.example"].map((name) => egress(name)),
        { SourceIp: pod },
    ),
    "intrusion-signature": rowsOf("AZFWIdpsSignature", [signature(1)], { SourceIp: pod }),
};
