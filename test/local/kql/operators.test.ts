// Does not prove in which order Kusto gives rows that no operator orders: here they stay in their order.
import assert from "node:assert/strict";
import type { Row } from "../../../local/kql/schema";
import { column, run } from "./query";

const call = (User: string, Count: number, more: Row = {}): Row => ({ User, Count, ...more });

const calls: readonly Row[] = [
    call("alice", 1, { TimeGenerated: "2026-01-02T10:10:00Z", Details: { tags: ["a", "b"], tool: "read" } }),
    call("bob", 2, { TimeGenerated: "2026-01-02T10:50:00Z", Details: { tags: [], tool: "write" } }),
    call("alice", 4, { TimeGenerated: "2026-01-02T11:10:00Z", Details: null, Seconds: 0.5 }),
];

const values = (rows: readonly Row[]) => rows.map((row) => Object.values(row));

describe("operators of KQL on columns and rows", () => {
    it("filters by what is true, and leaves out what is null", () => {
        assert.deepEqual(column("Calls | where Seconds > 0.1", "Count", calls), [4]);
        assert.deepEqual(column("Calls | where User == 'alice' and Count < 3", "Count", calls), [1]);
    });

    it("extends with what the input has, and replaces a column at its place", () => {
        const rows = run(
            "Calls | project User, Count | extend Count = Count * 10, Old = Count, strcat(User, '!')",
            calls,
        );
        assert.deepEqual(rows[0], { User: "alice", Count: 10, Old: 1, Column1: "alice!" });
        assert.deepEqual(Object.keys(run("Calls | project Details | extend Details.tool", calls)[0] ?? {}), [
            "Details",
            "Details_tool",
        ]);
    });

    it("selects, renames and reorders columns", () => {
        const names = (operators: string) => Object.keys(run(`Calls | ${operators}`, calls)[0] ?? {});
        assert.deepEqual(names("project User, N = Count"), ["User", "N"]);
        assert.deepEqual(names("project-keep Us*, Count"), ["User", "Count"]);
        assert.deepEqual(names("project-keep User, Count | project-away C*"), ["User"]);
        assert.deepEqual(names("project-keep User, Count | project-rename Who = User"), ["Who", "Count"]);
        assert.deepEqual(names("project-keep User, Count | project-reorder Count"), ["Count", "User"]);
        assert.deepEqual(values(run("Calls | project User, Count | project-reorder Count | take 1", calls)), [
            [1, "alice"],
        ]);
    });

    it("sorts downwards unless it says otherwise, null and NaN together at one end (sort-operator)", () => {
        const numbers = "datatable(x: real)[5.0, real(nan), real(null), real(-inf), 0.0, real(+inf), -5.0]";
        const sorted = (by: string) => column(`${numbers} | sort by x ${by}`, "x");
        const [up, down] = [
            ["-Infinity", -5, 0, 5, "Infinity"],
            ["Infinity", 5, 0, -5, "-Infinity"],
        ];
        assert.deepEqual(sorted(""), [...down, "NaN", null]);
        assert.deepEqual(sorted("asc"), [null, "NaN", ...up]);
        assert.deepEqual(sorted("asc nulls last"), [...up, "NaN", null]);
        assert.deepEqual(sorted("desc nulls first"), [null, "NaN", ...down]);
    });

    it("sorts by several columns, and keeps the order of what is equal", () => {
        assert.deepEqual(column("Calls | order by User asc, Count", "Count", calls), [4, 1, 2]);
        assert.deepEqual(column("Calls | sort by User asc", "Count", calls), [1, 4, 2]);
        assert.deepEqual(column("Calls | top 2 by Count", "Count", calls), [4, 2]);
        assert.deepEqual(column("Calls | top 1 by Count asc", "Count", calls), [1]);
    });

    it("takes, counts and tells apart", () => {
        assert.deepEqual(column("Calls | take 2", "Count", calls), [1, 2]);
        assert.deepEqual(run("Calls | count", calls), [{ Count: 3 }]);
        assert.deepEqual(run("Calls | distinct User", calls), [{ User: "alice" }, { User: "bob" }]);
        assert.equal(run("union Calls, Calls | project User, Count | distinct *", calls).length, 3);
    });
});

describe("summarize", () => {
    it("gives a row for each group, in the order in which they begin", () => {
        assert.deepEqual(run("Calls | summarize count(), sum(Count), Last = max(TimeGenerated) by User", calls), [
            { User: "alice", count_: 2, sum_Count: 5, Last: "2026-01-02T11:10:00Z" },
            { User: "bob", count_: 1, sum_Count: 2, Last: "2026-01-02T10:50:00Z" },
        ]);
        assert.deepEqual(values(run("Calls | summarize count() by Hour = bin(TimeGenerated, 1h)", calls)), [
            ["2026-01-02T10:00:00Z", 2],
            ["2026-01-02T11:00:00Z", 1],
        ]);
    });

    it("gives one row of no rows without by, with its defaults, and none with by (summarize-operator)", () => {
        const aggregates =
            "count(), countif(Count > 0), dcount(Count), sum(Count), sumif(Count, Count > 0), stdev(Count), avg(Count), max(Count), take_any(Count), percentile(Count, 55), make_set(Count), make_list(User), arg_max(Count, User)";
        assert.deepEqual(values(run(`Calls | summarize ${aggregates}`)), [
            [0, 0, 0, 0, 0, 0, "NaN", null, null, null, [], [], null, ""],
        ]);
        assert.deepEqual(run("Calls | summarize count() by User"), []);
    });

    it("does not count null in, except in count (summarize-operator)", () => {
        const rows = run(
            "range x from 1 to 4 step 1 | extend y = iff(x == 1, real(null), real(5)) | summarize sum(y), avg(y), count(), dcount(y), make_set(y), make_list(y)",
        );
        assert.deepEqual(values(rows), [[15, 5, 4, 1, [5], [5, 5, 5]]]);
    });

    it("averages and deviates as a sample does", () => {
        const rows = run(
            "datatable(x: long)[2, 4, 4, 4, 5, 5, 7, 9] | summarize avg(x), round(stdev(x), 4), stdevp(x), round(variance(x), 4), percentile(x, 50), percentiles(x, 0, 100)",
        );
        assert.deepEqual(values(rows), [[5, 2.1381, 2, 4.5714, 4, 2, 9]]);
        assert.deepEqual(values(run("datatable(x: long)[7] | summarize stdev(x)")), [[0]]);
        assert.deepEqual(values(run("datatable(x: timespan)[1h, 3h] | summarize avg(x), sum(x), min(x)")), [
            ["02:00:00", "04:00:00", "01:00:00"],
        ]);
    });

    it("passes over hints about where it is computed", () => {
        assert.deepEqual(run("Calls | summarize hint.strategy=shuffle count() by User | count", calls), [{ Count: 2 }]);
    });

    it("takes aggregates into expressions", () => {
        assert.deepEqual(run("Calls | summarize Share = round(100.0 * countif(User == 'alice') / count(), 1)", calls), [
            { Share: 66.7 },
        ]);
        assert.deepEqual(
            run("Calls | summarize Many = iff(count() > 1, strcat(count(), ' calls'), 'one') by User", calls),
            [
                { User: "alice", Many: "2 calls" },
                { User: "bob", Many: "one" },
            ],
        );
    });

    it("finds the row in which something is largest, with all its columns or some", () => {
        assert.deepEqual(run("Calls | project User, Count, Seconds | summarize arg_max(Count, *) by User", calls), [
            { User: "alice", Count: 4, Seconds: 0.5 },
            { User: "bob", Count: 2, Seconds: null },
        ]);
        assert.deepEqual(run("Calls | summarize First = arg_min(TimeGenerated, Count)", calls), [
            { First: "2026-01-02T10:10:00Z", Count: 1 },
        ]);
        assert.deepEqual(run("print x = 1 | union (print x = 1, y = 'later') | summarize arg_max(x, y)"), [
            { x: 1, y: "" },
        ]);
        assert.deepEqual(run("Calls | summarize take_any(Seconds)", calls), [{ Seconds: 0.5 }]);
    });

    it("makes sets and lists, as large as they may be", () => {
        assert.deepEqual(
            run("Calls | summarize make_set(User), make_list(Count, 2), make_set_if(User, Count > 3)", calls),
            [{ set_User: ["alice", "bob"], list_Count: [1, 2], set_User1: ["alice"] }],
        );
        assert.deepEqual(run("Calls | summarize make_bag(bag_pack(User, Count))", calls), [
            { bag_: { alice: 1, bob: 2 } },
        ]);
    });

    it("puts the elements of arrays into a set (make-set-aggregation-function)", () => {
        assert.deepEqual(run("Calls | summarize make_set(Details.tags)", calls), [{ set_Details_tags: ["a", "b"] }]);
    });

    it("tells groups apart whose values only look alike when they stand side by side", () => {
        const rows = run(
            "datatable(a: string, b: string)['x,', 'y', 'x', ',y', 'x\",\"', ''] | summarize count() by a, b",
        );
        assert.equal(rows.length, 3);
    });
});

describe("join", () => {
    const left = "datatable(k: string, l: long)['a', 1, 'a', 2, 'b', 3, 'd', 4]";
    const right = "datatable(k: string, r: long)['a', 10, 'a', 20, 'c', 30, 'd', 40]";
    const joined = (kind: string) => values(run(`${left} | join ${kind} (${right}) on k`));

    it("takes one row of each key of the left unless it says otherwise (join-operator)", () => {
        const expected = [
            ["a", 1, "a", 10],
            ["a", 1, "a", 20],
            ["d", 4, "d", 40],
        ];
        assert.deepEqual(joined(""), expected);
        assert.deepEqual(joined("kind=innerunique"), expected);
        assert.equal(joined("kind=inner").length, 5);
    });

    it("gives what has no partner an empty text, and null elsewhere", () => {
        assert.deepEqual(joined("kind=leftouter").at(-2), ["b", 3, "", null]);
        assert.deepEqual(joined("kind=rightouter").at(-1), ["", null, "c", 30]);
        assert.deepEqual(
            [joined("kind=leftouter"), joined("kind=rightouter"), joined("kind=fullouter")].map((rows) => rows.length),
            [6, 6, 7],
        );
    });

    it("keeps the rows of one side that have a partner, or that have none", () => {
        assert.deepEqual(joined("kind=leftsemi"), [
            ["a", 1],
            ["a", 2],
            ["d", 4],
        ]);
        assert.deepEqual(joined("kind=leftanti"), [["b", 3]]);
        assert.deepEqual(joined("kind=anti"), [["b", 3]]);
        assert.deepEqual(joined("kind=rightsemi"), [
            ["a", 10],
            ["a", 20],
            ["d", 40],
        ]);
        assert.deepEqual(joined("kind=rightanti"), [["c", 30]]);
    });

    it("compares columns of different names, and several of them; null is equal to nothing", () => {
        const query = (condition: string) =>
            `datatable(a: string, b: long)['x', 1, 'y', long(null)] | join kind=inner (datatable(c: string, b: long)['x', 1, 'y', long(null)]) on ${condition}`;
        assert.deepEqual(values(run(query("$left.a == $right.c, b"))), [["x", 1, "x", 1]]);
        assert.deepEqual(values(run(query("$left.a == $right.c"))).length, 2);
        assert.deepEqual(values(run(query("$left.a == $right.c and $left.b == $right.b"))).length, 1);
    });

    it("looks up without repeating the key (lookup-operator)", () => {
        assert.deepEqual(run(`${left} | where l > 2 | lookup (${right}) on k`), [
            { k: "b", l: 3, r: null },
            { k: "d", l: 4, r: 40 },
        ]);
        assert.deepEqual(run(`${left} | lookup kind=inner (${right}) on k | count`), [{ Count: 5 }]);
    });
});

describe("union", () => {
    it("has the columns of all tables, empty where a table has none", () => {
        assert.deepEqual(run("union (print a = 1, b = 'x'), (print a = 2, c = 3)"), [
            { a: 1, b: "x", c: null },
            { a: 2, b: "", c: 3 },
        ]);
    });

    it("keeps a column apart for each of its types", () => {
        assert.deepEqual(run("union (print a = 1), (print a = 'x')"), [
            { a_long: 1, a_string: "" },
            { a_long: null, a_string: "x" },
        ]);
    });

    it("says where a row comes from", () => {
        assert.deepEqual(column("union withsource = Table Calls, (print User = 'x')", "Table", calls), [
            "Calls",
            "Calls",
            "Calls",
            "union_arg1",
        ]);
    });
});

describe("mv-expand and mv-apply", () => {
    it("gives a row for each element, one for null and none for an empty array (mv-expand-operator)", () => {
        assert.deepEqual(values(run("Calls | mv-expand tag = Details.tags | project Count, tag", calls)), [
            [1, "a"],
            [1, "b"],
            [4, null],
        ]);
    });

    it("expands bags, also to pairs", () => {
        const bag = 'print b = dynamic({"p": 1, "q": 2})';
        assert.deepEqual(column(`${bag} | mv-expand b`, "b"), [{ p: 1 }, { q: 2 }]);
        assert.deepEqual(column(`${bag} | mv-expand kind=array b`, "b"), [
            ["p", 1],
            ["q", 2],
        ]);
    });

    it("expands several side by side, casts without converting, numbers and limits", () => {
        const two = 'print b = dynamic([1, "x", 3]), c = dynamic([5, 4])';
        assert.deepEqual(values(run(`${two} | mv-expand b, c`)), [
            [1, 5],
            ["x", 4],
            [3, null],
        ]);
        assert.deepEqual(column(`${two} | mv-expand b to typeof(long)`, "b"), [1, null, 3]);
        assert.deepEqual(column(`${two} | mv-expand b to typeof(string)`, "b"), ["1", "x", "3"]);
        assert.deepEqual(values(run(`${two} | mv-expand with_itemindex=i b limit 2 | project i, b`)), [
            [0, 1],
            [1, "x"],
        ]);
    });

    it("runs a query for each row, which may refer to its columns", () => {
        const rows = run(
            "Calls | mv-apply tag = Details.tags to typeof(string) on (where tag != 'a' and Count > 0 | summarize n = count()) | project Count, n",
            calls,
        );
        assert.deepEqual(values(rows), [
            [1, 1],
            [2, 0],
            [4, 1],
        ]);
        assert.deepEqual(
            values(run("Calls | mv-apply tag = Details.tags on (top 1 by tostring(tag)) | project Count, tag", calls)),
            [
                [1, "b"],
                [4, null],
            ],
        );
    });
});

describe("parse", () => {
    const text = "datatable(s: string)['Event: id=5, name=foo, rest', 'Event: id=x, name=bar, rest', 'other']";

    it("reads what stands between texts, and nothing unless all of it fits (parse-operator)", () => {
        const query = (operator: string) =>
            `${text} | ${operator} s with * 'id=' id: long ', name=' name ',' * | project id, name`;
        assert.deepEqual(values(run(query("parse"))), [
            [5, "foo"],
            [null, ""],
            [null, ""],
        ]);
        assert.deepEqual(values(run(query("parse-where"))), [[5, "foo"]]);
        assert.deepEqual(values(run(query("parse kind=relaxed"))), [
            [5, "foo"],
            [null, "bar"],
            [null, ""],
        ]);
    });

    it("gives nothing if one value does not have its type", () => {
        assert.deepEqual(values(run("print s = 'a=x,b=y' | parse s with 'a=' a: real ',b=' b | project a, b")), [
            [null, ""],
        ]);
    });

    it("gives the last column the rest of the text, and takes texts as they are", () => {
        assert.deepEqual(values(run("print s = 'a.b: c (d)' | parse s with x '.' y ': ' z | project x, y, z")), [
            ["a", "b", "c (d)"],
        ]);
        assert.deepEqual(values(run("print s = 'axb' | parse s with x '.' y | project x, y")), [["", ""]]);
    });
});

describe("statements of KQL", () => {
    it("names values, tables and functions", () => {
        const query = `let limit = 2;
            let many = Calls | where Count >= limit;
            let twice = (n: long, factor: real = 2.0) { let m = n + 1; m * factor };
            let callsOf = (t: (User: string, Count: long), who: string) { t | where User == who };
            callsOf(many, "alice") | project a = twice(Count), b = twice(Count, factor = 1.0)`;
        assert.deepEqual(run(query, calls), [{ a: 10, b: 5 }]);
    });

    it("calls saved functions, with and without parameters", () => {
        assert.deepEqual(column("CallsSince(datetime(2026-01-02 10:30)) | project Count", "Count", calls), [2, 4]);
        assert.deepEqual(column("CallsSince(datetime(2026-01-02), limit = 1)", "Count", calls), [1]);
        assert.deepEqual(column("CallsSince(datetime(2026-01-02), 2)", "Count", calls), [1, 2]);
        assert.deepEqual(column("Today | where Count > 1", "Count", calls), [2, 4]);
        assert.deepEqual(column("Today() | count", "Count", calls), [3]);
    });

    it("does not let a name of the caller into a saved function", () => {
        assert.deepEqual(column("let since = now(); let limit = 0; CallsSince(ago(1d))", "Count", calls), [1, 2, 4]);
    });

    it("takes a table for a value or a set", () => {
        assert.deepEqual(column("Calls | where Count > toscalar(Calls | summarize avg(Count))", "Count", calls), [4]);
        assert.deepEqual(
            column("Calls | where User in ((Calls | where Count == 2 | project User))", "Count", calls),
            [2],
        );
        assert.deepEqual(
            column("Calls | where User !in (_GetWatchlist('Clients') | project SearchKey)", "Count", calls),
            [2],
        );
        assert.deepEqual(
            column(
                "Calls | join kind=inner (_GetWatchlist('Clients')) on $left.User == $right.ClientId | project Name",
                "Name",
                calls,
            ),
            ["Client of Alice", "Client of Alice"],
        );
    });

    it("keeps a table that is materialized", () => {
        assert.deepEqual(
            run("let t = materialize(Calls | where Count > 1); union t, t | summarize sum(Count)", calls),
            [{ sum_Count: 12 }],
        );
    });

    it("makes tables of nothing but the query", () => {
        assert.deepEqual(column("range x from 1 to 7 step 3", "x"), [1, 4, 7]);
        assert.deepEqual(column("range t from ago(2h) to now() step 1h", "t"), [
            "2026-01-02T10:00:00Z",
            "2026-01-02T11:00:00Z",
            "2026-01-02T12:00:00Z",
        ]);
        assert.deepEqual(
            run("datatable(a: string, b: datetime, c: real)['x', datetime(2026-01-01), 1, 'y', datetime(null), 2]"),
            [
                { a: "x", b: "2026-01-01T00:00:00Z", c: 1 },
                { a: "y", b: null, c: 2 },
            ],
        );
    });
});
