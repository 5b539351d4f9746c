import assert from "node:assert/strict";
import { readDetections } from "../../../../components/sentinel/read-detections";
import { compileQuery } from "../../../../local/kql/run";
import type { Row } from "../../../../local/kql/schema";
import { type Log, now, watchlists } from "./sample-rows";
import { workspaceSchema } from "./workspace-schema";

/** A detection that can be tried on several logs. */
export function detection(id: string): (log: Log) => Row[] {
    const { query } = readDetections().find((each) => each.id === id) ?? assert.fail(`There is no detection ${id}.`);
    const run = compileQuery(query, workspaceSchema);
    return (log) =>
        run({
            rows: (table) => log[table] ?? [],
            watchlist: (alias) => watchlists[alias] ?? assert.fail(alias),
            now,
            random: () => 0,
        });
}
