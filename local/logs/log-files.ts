import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { isWithin, parentOf, sameId } from "../azure/arm-id";
import type { Stored } from "../azure/cloud";
import { objectsAt, textAt } from "../provider/values";
import type { LogSink } from "./log-sink";

/** What sends the rows of a table to a workspace. */
interface Source {
    category: string;
    /** Type of the diagnostic settings that select it: those of the resource, or that of its subscription. */
    setting: string;
}

const resourceSetting = "azure-native:monitor:DiagnosticSetting";
const subscriptionSetting = "azure-native:monitor:SubscriptionDiagnosticSetting";

/** By the table that the rows come to, as Microsoft's page of each table says. */
const sources: Readonly<Record<string, Source>> = {
    AKSAudit: { category: "kube-audit", setting: resourceSetting },
    AKSAuditAdmin: { category: "kube-audit-admin", setting: resourceSetting },
    AGWAccessLogs: { category: "ApplicationGatewayAccessLog", setting: resourceSetting },
    AGWFirewallLogs: { category: "ApplicationGatewayFirewallLog", setting: resourceSetting },
    AZKVAuditLogs: { category: "AuditEvent", setting: resourceSetting },
    ApiManagementGatewayLogs: { category: "GatewayLogs", setting: resourceSetting },
    ContainerAppConsoleLogs: { category: "ContainerAppConsoleLogs", setting: resourceSetting },
    AzureActivity: { category: "Administrative", setting: subscriptionSetting },
};

/** Where the log of a cloud lies in its folder. */
export function tablesFolder(home: string): string {
    return join(home, "tables");
}

/** Log files, which have to be closed. */
export interface LogFiles extends LogSink {
    /** Waits until all rows are on disk. */
    close(): Promise<void>;
}

/**
 * The log of a cloud as files: each table is a file of JSON lines in a folder, named by the table. A resource writes what
 * its diagnostic settings send to a workspace, and nothing else.
 *
 * @param folder - Made when it is not there.
 * @param deployed - Everything that is deployed at the moment.
 */
export async function openLogFiles(folder: string, deployed: () => Stored[]): Promise<LogFiles> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const files = new Map<string, WriteStream>();
    return {
        write(resourceId, table, row) {
            if (!isSent(resourceId, table, deployed())) return;
            const file =
                files.get(table) ?? createWriteStream(join(folder, `${table}.jsonl`), { flags: "a", mode: 0o600 });
            files.set(table, file);
            file.write(`${JSON.stringify(completed(row, resourceId, table))}\n`);
        },
        async close() {
            await Promise.all([...files.values()].map((file) => finished(file.end())));
        },
    };
}

/** With the columns that Azure Monitor adds: https://learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns */
export function completed<R extends object>(row: R, resourceId: string, table: string) {
    return { ...row, _ResourceId: resourceId.toLowerCase(), Type: table };
}

/** Whether a diagnostic setting sends what the resource writes to a table. */
export function isSent(resourceId: string, table: string, deployed: Stored[]): boolean {
    const source = sources[table];
    if (source === undefined) throw new Error(`No category of diagnostic settings fills the table ${table}.`);
    const { category, setting } = source;
    const isOf = setting === subscriptionSetting ? isWithin : sameId;
    return deployed.some(
        ({ type, id, body }) =>
            type === setting &&
            isOf(resourceId, parentOf(id)) &&
            textAt(body, "workspaceId") !== undefined &&
            objectsAt(body, "logs").some(
                (log) => log.enabled === true && (log.category === category || log.categoryGroup === "allLogs"),
            ),
    );
}
