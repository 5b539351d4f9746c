import { readFile } from "node:fs/promises";
import type { Properties, Value } from "../provider/provider";

/** An event of the group audit.k8s.io, as the API server records it. */
export type AuditEvent = Properties;

/**
 * Columns of the table AKSAudit by the field of the event that each shows. The table has none for `impersonatedUser`, and
 * those that Azure Monitor adds itself, like `_ResourceId`, are not here.
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/aksaudit
 */
const columns = {
    TimeGenerated: "stageTimestamp",
    Annotations: "annotations",
    AuditId: "auditID",
    Level: "level",
    ObjectRef: "objectRef",
    RequestObject: "requestObject",
    RequestReceivedTime: "requestReceivedTimestamp",
    RequestUri: "requestURI",
    ResponseObject: "responseObject",
    ResponseStatus: "responseStatus",
    SourceIps: "sourceIPs",
    Stage: "stage",
    StageReceivedTime: "stageTimestamp",
    User: "user",
    UserAgent: "userAgent",
    Verb: "verb",
} as const satisfies Record<string, string>;

/** What AKS writes to the workspace about a request; null where the event says nothing. */
export type AuditRow = Record<keyof typeof columns, Value>;

export function auditRow(event: AuditEvent): AuditRow {
    const cells = Object.entries(columns).map(([column, field]) => [column, event[field] ?? null]);
    return Object.fromEntries(cells) as AuditRow;
}

/** All events in the log of a cluster, the oldest first. A line that is still being written is not among them. */
export async function readAuditLog(file: string): Promise<AuditEvent[]> {
    const lines = (await readFile(file, "utf8")).split("\n");
    return lines.slice(0, -1).map((line): AuditEvent => JSON.parse(line));
}
