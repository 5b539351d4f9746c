import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stored } from "../azure/cloud";
import type { Row } from "../kql/schema";
import { clusterFiles } from "../kubernetes/api-server/files";
import { type AuditEvent, auditRow, readAuditLog } from "../kubernetes/audit-log";
import { clusterFolder } from "../kubernetes/local-cluster";
import { unlessMissing } from "../missing-file";
import { completed, isSent, tablesFolder } from "./log-files";

/** Reads the rows of a table that were written after one time and not after another, in milliseconds since the epoch. */
export type ReadLog = (table: string, after: number, until: number) => Promise<Row[]>;

/**
 * The log of a cloud, of what its resources have sent.
 *
 * @param home - Folder of the cloud.
 * @param deployed - Everything that is deployed at the moment.
 */
export function logOf(home: string, deployed: () => Stored[]): ReadLog {
    return async (table, after, until) => {
        const rows = isClusterTable(table)
            ? await readClusterTable(home, table, deployed())
            : await readFileOf(home, table);
        return writtenBetween(rows, after, until);
    };
}

/** Rows that were written after one time and not after another. */
export function writtenBetween(rows: readonly Row[], after: number, until: number): Row[] {
    return rows.filter(({ TimeGenerated }) => {
        const time = Date.parse(String(TimeGenerated));
        return time > after && time <= until;
    });
}

async function readFileOf(home: string, table: string): Promise<Row[]> {
    const text = await readFile(join(tablesFolder(home), `${table}.jsonl`), "utf8").catch(unlessMissing(""));
    // what follows the last line end is a line that is still being written
    return text
        .split("\n")
        .slice(0, -1)
        .map((line): Row => JSON.parse(line));
}

/** Which requests to the API server a table has: all, or those that change something. */
const clusterTables = { AKSAudit: () => true, AKSAuditAdmin: ({ verb }: AuditEvent) => !isReading(String(verb)) };

function isClusterTable(table: string): table is keyof typeof clusterTables {
    return table in clusterTables;
}

function isReading(verb: string): boolean {
    return verb === "get" || verb === "list"; // https://learn.microsoft.com/azure/aks/monitor-aks-reference#resource-logs
}

async function readClusterTable(home: string, table: keyof typeof clusterTables, deployed: Stored[]): Promise<Row[]> {
    const cluster = deployed.find(
        ({ type, id }) => type === "azure-native:containerservice:ManagedCluster" && isSent(id, table, deployed),
    );
    if (cluster === undefined) return [];
    const { auditLog } = clusterFiles(clusterFolder(home));
    const events = await readAuditLog(auditLog).catch(unlessMissing<AuditEvent[]>([]));
    return events
        .filter(clusterTables[table])
        .map((event) => completed({ ...auditRow(asAuthenticated(event)) }, cluster.id, table));
}

/** AKS itself knows the users of Entra; here, what stands before the API server says in its own name whose request it is. */
export function asAuthenticated({ impersonatedUser, ...event }: AuditEvent): AuditEvent {
    return impersonatedUser === undefined ? event : { ...event, user: impersonatedUser };
}
