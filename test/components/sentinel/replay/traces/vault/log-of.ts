import type { Row } from "../../../../../../local/kql/schema";
import { completed } from "../../../../../../local/logs/log-files";
import type { ServedHome } from "../../../../../local/private-endpoints/served-home";
import type { Log } from "../../log";

/** What the vault has written, as a row is written and read again. */
export function logOf(home: ServedHome): Log {
    const rows = home.rows.filter(({ table }) => table === "AZKVAuditLogs");
    return {
        AZKVAuditLogs: rows.map(
            ({ resourceId, table, row }): Row => JSON.parse(JSON.stringify(completed(row, resourceId, table))),
        ),
    };
}
