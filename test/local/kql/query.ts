import assert from "node:assert/strict";
import { runQuery } from "../../../local/kql/run";
import type { Row, Schema, WorkspaceData } from "../../../local/kql/schema";
import type { Value } from "../../../local/provider/provider";

/** A table with a column of each type. */
export const schema: Schema = {
    tables: {
        Calls: {
            TimeGenerated: "datetime",
            User: "string",
            Count: "long",
            Seconds: "real",
            Allowed: "bool",
            Lasted: "timespan",
            Details: "dynamic",
        },
    },
    functions: [
        {
            name: "CallsSince",
            parameters: "since: datetime, limit: long = 10",
            query: "Calls | where TimeGenerated >= since | take limit // of any user",
        },
        { name: "Today", parameters: "", query: "CallsSince(ago(1d))" },
    ],
    watchlists: { Clients: ["ClientId", "Name"] },
};

export const now = Date.parse("2026-01-02T12:00:00Z");

export function workspace(rows: readonly Row[] = []): WorkspaceData {
    return {
        rows: () => rows,
        watchlist: () => [{ ClientId: "alice", Name: "Client of Alice", SearchKey: "alice" }],
        now,
        random: () => 0.25,
    };
}

/** Runs a query over rows of the table. */
export function run(query: string, rows: readonly Row[] = []): Row[] {
    return runQuery(query, schema, workspace(rows));
}

/** What is in a column of the result, from top to bottom. */
export function column(query: string, name: string, rows: readonly Row[] = []): (Value | undefined)[] {
    return run(query, rows).map((row) => row[name]);
}

/** Asserts what expressions give, in one query. */
export function assertValues(expected: Readonly<Record<string, Value>>): void {
    const expressions = Object.keys(expected);
    const [row] = run(`print ${expressions.map((expression, index) => `c${index} = ${expression}`).join(",\n")}`);
    const found = Object.fromEntries(expressions.map((expression, index) => [expression, row?.[`c${index}`]]));
    assert.deepEqual(found, expected);
}
