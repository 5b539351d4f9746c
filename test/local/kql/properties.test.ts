// Does not prove anything of other operators than these, which are compared with plain JavaScript over random rows.
import assert from "node:assert/strict";
import fc from "fast-check";
import { compileQuery, type Query } from "../../../local/kql/run";
import type { Row } from "../../../local/kql/schema";
import { schema, workspace } from "./query";

const row = fc.record({
    User: fc.constantFrom("alice", "bob", "carol", ""),
    Count: fc.option(fc.integer({ min: -20, max: 20 })),
});
type Call = { User: string; Count: number | null };
const rows = fc.array(row, { maxLength: 30 });

/** Compiles when a test begins, because it loads the language service. */
function asserting(query: string, expected: (calls: Call[]) => Row[]): () => void {
    return () => {
        const run: Query = compileQuery(query, schema);
        fc.assert(
            fc.property(rows, (calls) => {
                assert.deepEqual(run(workspace(calls)), expected(calls));
            }),
            { seed: 11, numRuns: 200 },
        );
    };
}

function grouped(calls: Call[]): [string, Call[]][] {
    const groups = new Map<string, Call[]>();
    for (const call of calls) {
        groups.set(call.User, [...(groups.get(call.User) ?? []), call]);
    }
    return [...groups];
}

const counts = (calls: Call[]) => calls.map(({ Count }) => Count).filter((count) => count !== null);

describe("queries of KQL beside plain JavaScript", () => {
    it(
        "filters as JavaScript does",
        asserting("Calls | where Count between (-5 .. 5) or User startswith 'A' | project User, Count", (calls) =>
            calls
                .filter(({ User, Count }) => (Count !== null && Math.abs(Count) <= 5) || User.startsWith("a"))
                .map(({ User, Count }) => ({ User, Count })),
        ),
    );

    it(
        "sums up as JavaScript does",
        asserting(
            "Calls | summarize n = count(), s = sum(Count), lo = min(Count), hi = max(Count), d = dcount(Count), p = countif(Count > 0) by User",
            (calls) =>
                grouped(calls).map(([User, group]) => {
                    const known = counts(group);
                    return {
                        User,
                        n: group.length,
                        s: known.reduce((sum, count) => sum + count, 0),
                        lo: known.length === 0 ? null : Math.min(...known),
                        hi: known.length === 0 ? null : Math.max(...known),
                        d: new Set(known).size,
                        p: known.filter((count) => count > 0).length,
                    };
                }),
        ),
    );

    it(
        "joins as JavaScript does",
        asserting(
            "Calls | where Count > 0 | join kind=inner (Calls | where Count < 0) on User | project User, Count, Count1",
            (calls) =>
                calls
                    .filter(({ Count }) => Count !== null && Count > 0)
                    .flatMap(({ User, Count }) =>
                        calls
                            .filter((other) => other.User === User && other.Count !== null && other.Count < 0)
                            .map((other) => ({ User, Count, Count1: other.Count })),
                    ),
        ),
    );

    it(
        "sorts as JavaScript does",
        asserting("Calls | sort by Count asc, User desc | project User, Count", (calls) =>
            calls
                .toSorted(
                    (a, b) =>
                        (a.Count ?? Number.NEGATIVE_INFINITY) - (b.Count ?? Number.NEGATIVE_INFINITY) ||
                        (a.User < b.User ? 1 : a.User > b.User ? -1 : 0),
                )
                .map(({ User, Count }) => ({ User, Count })),
        ),
    );

    it(
        "bins and divides as JavaScript does",
        asserting("Calls | where isnotnull(Count) | project b = bin(Count, 7), q = Count / 3, m = Count % 3", (calls) =>
            counts(calls).map((count) => ({
                b: Math.floor(count / 7) * 7 + 0,
                q: Math.trunc(count / 3) + 0,
                m: ((count % 3) + 3) % 3,
            })),
        ),
    );

    it("goes over 20,000 rows without analysing anything for each of them", () => {
        const many = Array.from({ length: 20_000 }, (_, index) => ({
            TimeGenerated: new Date(Date.UTC(2026, 0, 2) - index * 1000).toISOString(),
            User: `user ${index % 100}`,
            Count: index % 7,
            Details: [{ tool: `tool ${index % 9}` }],
        }));
        const run = compileQuery(
            "Calls | mv-expand Detail = Details | extend Tool = tostring(Detail.tool) | where Tool != 'tool 3' | summarize n = count(), dcount(Tool), avg(Count) by User, bin(TimeGenerated, 1h) | join kind=leftouter (Calls | summarize total = count() by User) on User | where n > 0",
            schema,
        );
        // Generous, because other tests run at the same time: it takes a fifth of a second alone.
        const started = performance.now();
        assert.ok(run(workspace(many)).length > 100);
        assert.ok(performance.now() - started < 5000);
    });
});
