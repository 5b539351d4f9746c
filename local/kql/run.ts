import { checkAnalysis } from "./check";
import { analyse } from "./language";
import type { Table } from "./plan";
import type { Row, Schema, WorkspaceData } from "./schema";
import { bodyWithLets, compileTable } from "./table";
import { cellToJson } from "./values/convert";
import { ticksOf } from "./values/datetime";

/** Runs a query over what is in the workspace. */
export interface Query {
    (data: WorkspaceData): Row[];
    /** Tables that it reads, also inside of saved functions. */
    readonly tables: readonly string[];
}

/**
 * Checks a query and makes of it what can run any number of times. What is wrong with it, and what it has that is not
 * executed here, is an error; nothing of it is left out.
 */
export function compileQuery(query: string, schema: Schema): Query {
    const analysis = analyse(query, schema);
    const { problems, tables } = checkAnalysis(analysis, schema);
    if (problems.length > 0) {
        throw new Error(`This query cannot run:\n${problems.join("\n")}`);
    }
    const { expression, scope } = bodyWithLets(analysis.root, { names: new Map(), columns: [], perRow: false });
    const table = compileTable(expression, scope);
    return Object.assign((data: WorkspaceData) => rowsOf(table, data), { tables });
}

/** Compiles a query and runs it once. */
export function runQuery(query: string, schema: Schema, data: WorkspaceData): Row[] {
    return compileQuery(query, schema)(data);
}

function rowsOf(table: Table, data: WorkspaceData): Row[] {
    const rows = table.rows({ data, now: ticksOf(data.now), kept: new Map() });
    return rows.map((row) =>
        Object.fromEntries(table.columns.map(({ name, type }, index) => [name, cellToJson(row[index] ?? null, type)])),
    );
}
