import type { Value } from "../provider/provider";

/** Types of KQL: https://learn.microsoft.com/kusto/query/scalar-data-types/ */
export const scalarTypes = [
    "bool",
    "datetime",
    "decimal",
    "dynamic",
    "guid",
    "int",
    "long",
    "real",
    "string",
    "timespan",
] as const;
export type ScalarType = (typeof scalarTypes)[number];

/** Columns by name. */
export type Columns = Readonly<Record<string, ScalarType>>;

/** A function that is saved in a workspace. */
export interface SavedFunction {
    name: string;
    /** As a saved search has them, for example `since: datetime, limit: long = 5`; empty for none. */
    parameters: string;
    query: string;
}

/** What a query can refer to. */
export interface Schema {
    tables: Readonly<Record<string, Columns>>;
    functions: readonly SavedFunction[];
    /** Columns of watchlists, by alias; all of them are texts. */
    watchlists: Readonly<Record<string, readonly string[]>>;
}

/** A row of a table or of a result as JSON has it: times in RFC 3339, spans as KQL writes them. Absent is null. */
export type Row = Readonly<Record<string, Value>>;

/** What is in the workspace when a query runs. */
export interface WorkspaceData {
    rows(table: string): readonly Row[];
    watchlist(alias: string): readonly Row[];
    /** What `now()` is, in milliseconds since the epoch. */
    now: number;
    /** What `rand()` gives next, from 0 to 1. */
    random(): number;
}
