import type { Row } from "../../../../../../local/kql/schema";
import type { Log } from "../../log";
import type { Trace } from "../../trace";

export const now = Date.UTC(2026, 10, 27, 9);

/** A row of a table that nothing local writes. */
export function row(minutesAgo: number, columns: Row): Row {
    return { TimeGenerated: new Date(now - minutesAgo * 60_000).toISOString(), ...columns };
}

/** Rows of one table, of which the last one is needed. */
export function rowsOf(table: string, rows: Row[], found: Row): Trace {
    const log: Log = { [table]: rows };
    return { log, almost: { [table]: rows.slice(0, -1) }, now, found };
}
