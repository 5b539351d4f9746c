import assert from "node:assert/strict";
import { readDetections } from "../../../../components/sentinel/read-detections";
import { milliseconds } from "../../../../local/duration";
import { checkQuery } from "../../../../local/kql/check";
import { compileQuery, type Query } from "../../../../local/kql/run";
import type { Row, ScalarType } from "../../../../local/kql/schema";
import { writtenBetween } from "../../../../local/logs/read-log";
import { tableSchemas } from "../../../../local/logs/table-schemas";
import { workspaceSchema } from "../detections/workspace-schema";
import { watchlists } from "./environment";

/** Rows by table. */
export type Log = Readonly<Record<string, readonly Row[]>>;

const detections = readDetections();
const compiled = new Map<string, Query>();

/**
 * What a detection finds as Sentinel runs it: in the rows of its period up to a time in milliseconds since the epoch.
 *
 * @throws when a row has a column that Microsoft's page of the table has not, or a value of another type.
 */
export function detect(id: string, log: Log, now: number): Row[] {
    const { query, period } = detections.find((each) => each.id === id) ?? assert.fail(`There is no detection ${id}.`);
    const run = compiled.get(id) ?? compileQuery(query, workspaceSchema);
    compiled.set(id, run);
    return run({
        rows: (table) => writtenBetween(log[table] ?? [], now - milliseconds(period), now),
        watchlist: (alias) => watchlists[alias] ?? assert.fail(`There is no watchlist ${alias}.`),
        now,
        random: () => 0,
    });
}

/** Tables that a detection reads. */
export function tablesOf(id: string): string[] {
    const { query } = detections.find((each) => each.id === id) ?? assert.fail(`There is no detection ${id}.`);
    return checkQuery(query, workspaceSchema).tables;
}

/** Both logs in one. */
export function together(...logs: Log[]): Log {
    const tables = new Set(logs.flatMap((log) => Object.keys(log)));
    return Object.fromEntries([...tables].map((table) => [table, logs.flatMap((log) => log[table] ?? [])]));
}

/** Says what of a log could not be in a workspace. */
export function assertPossible(log: Log): void {
    for (const [table, rows] of Object.entries(log)) {
        const columns = tableSchemas()[table] ?? assert.fail(`There is no table ${table}.`);
        for (const row of rows) {
            assert.ok(!Number.isNaN(Date.parse(String(row.TimeGenerated))), `${table}: no TimeGenerated`);
            for (const [column, value] of Object.entries(row)) {
                const type = columns[column] ?? assert.fail(`${table} has no column ${column}.`);
                assert.ok(
                    value === null || value === undefined || fits[type](value),
                    `${table}.${column} is ${type}, and not ${JSON.stringify(value)}.`,
                );
            }
        }
    }
}

const isText = (value: unknown) => typeof value === "string";
const isNumber = (value: unknown) => typeof value === "number";
const isWhole = (value: unknown) => Number.isInteger(value);

const fits: Record<ScalarType, (value: unknown) => boolean> = {
    bool: (value) => typeof value === "boolean",
    datetime: (value) => isText(value) && !Number.isNaN(Date.parse(String(value))),
    decimal: isNumber,
    dynamic: () => true,
    guid: isText,
    int: isWhole,
    long: isWhole,
    real: isNumber,
    string: isText,
    timespan: isText,
};
