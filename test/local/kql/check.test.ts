// Does not prove that Azure's own service agrees: it has the same language service, perhaps of another version.
import assert from "node:assert/strict";
import { checkFunction, checkQuery } from "../../../local/kql/check";
import type { Schema } from "../../../local/kql/schema";

const schema: Schema = {
    tables: {
        Calls: { TimeGenerated: "datetime", User: "string", Count: "long", Details: "dynamic", _ResourceId: "string" },
        Other: { User: "string" },
    },
    functions: [
        {
            name: "Busy",
            parameters: "since: datetime, limit: long = 5",
            query: "Calls\n| where TimeGenerated > since\n| summarize count() by User\n| where count_ > limit // a comment at its end",
        },
        {
            name: "BusyToday",
            parameters: "",
            query: "Busy(ago(1d)) | where User in (_GetWatchlist('Clients') | project Name)",
        },
        { name: "Wrong", parameters: "", query: "Calls\n| where Nobody == 1" },
    ],
    watchlists: { Clients: ["ClientId", "Name"] },
};

const problemsOf = (query: string) => checkQuery(query, schema).problems;

describe("checking a query", () => {
    it("gives columns with their types, in order, by the names that Kusto gives them", () => {
        const { problems, columns } = checkQuery(
            "Calls | summarize count(), dcount(Count), Last = max(TimeGenerated), make_set(User) by User, bin(TimeGenerated, 1h)",
            schema,
        );
        assert.deepEqual(problems, []);
        assert.deepEqual(columns, [
            { name: "User", type: "string" },
            { name: "TimeGenerated", type: "datetime" },
            { name: "count_", type: "long" },
            { name: "dcount_Count", type: "long" },
            { name: "Last", type: "datetime" },
            { name: "set_User", type: "dynamic" },
        ]);
    });

    it("finds tables, functions and watchlists, also inside of saved functions", () => {
        const { problems, tables, functions, watchlists } = checkQuery("Other | join (BusyToday) on User", schema);
        assert.deepEqual(problems, []);
        assert.deepEqual(tables, ["Calls", "Other"]);
        assert.deepEqual(functions, ["Busy", "BusyToday"]);
        assert.deepEqual(watchlists, ["Clients"]);
    });

    it("says where a column, a table or a function is not known", () => {
        assert.deepEqual(problemsOf("Calls\n| where Nobody == 1"), [
            "2:9 The name 'Nobody' does not refer to any known column, table, variable or function. (KS142)",
        ]);
        assert.match(problemsOf("Nothing | take 1").join(), /^1:1 The name 'Nothing' .*KS204/u);
        assert.match(problemsOf("Calls | where nothing(User)").join(), /^1:15 .*'nothing'.*KS211/u);
        assert.match(problemsOf("Calls | where Count has 'a'").join(), /^1:21 The operator 'has'.*KS106/u);
        assert.match(problemsOf("Calls | summarize count() by").join(), /^1:29 /u);
    });

    it("says it of the body of a saved function that the query calls, with the name of the function", () => {
        for (const query of ["Wrong", "Wrong()", "Wrong() | union (Wrong())", "BusyToday | join (Wrong) on User"]) {
            assert.deepEqual(problemsOf(query), [
                "Wrong 2:9 The name 'Nobody' does not refer to any known column, table, variable or function. (KS142)",
            ]);
        }
    });

    it("knows the columns of a watchlist by its alias, which has to be a text", () => {
        assert.deepEqual(
            problemsOf("_GetWatchlist('Clients') | project SearchKey, ClientId, Name, LastUpdatedTimeUTC"),
            [],
        );
        assert.match(problemsOf("_GetWatchlist('Clients') | project Tool").join(), /'Tool' does not refer/u);
        assert.deepEqual(problemsOf("_GetWatchlist('Nobody')"), ["1:1 There is no watchlist 'Nobody'."]);
        assert.match(problemsOf("let f = (a: string) { _GetWatchlist(a) }; f('Clients')").join(), /^1:23 The alias/u);
    });

    it("holds the limits of a scheduled query", () => {
        assert.match(problemsOf("").join(), /cannot be empty/u);
        assert.match(problemsOf("search * | take 1").join(), /'search \*'/u);
        assert.match(problemsOf("union * | where User == 'a'").join(), /'union \*'/u);
        assert.deepEqual(problemsOf(`Calls // ${"x".repeat(10_000 - 9)}`), []);
        assert.match(problemsOf(`Calls // ${"x".repeat(10_000 - 8)}`).join(), /10,000 characters, and this has 10001/u);
    });
});

describe("checking a saved function", () => {
    const checked = (name: string) => {
        const saved = schema.functions.find((candidate) => candidate.name === name);
        assert.ok(saved);
        return checkFunction(saved, schema);
    };

    it("checks it although nothing calls it, with its parameters", () => {
        assert.deepEqual(checked("Busy"), {
            problems: [],
            columns: [
                { name: "User", type: "string" },
                { name: "count_", type: "long" },
            ],
            tables: ["Calls"],
            functions: [],
            watchlists: [],
        });
        assert.deepEqual(checked("BusyToday").functions, ["Busy"]);
        assert.match(checked("Wrong").problems.join(), /^2:9 The name 'Nobody'/u);
    });

    it("does not let it call itself", () => {
        const saved = { name: "Again", parameters: "", query: "Again() | take 1" };
        assert.match(checkFunction(saved, { ...schema, functions: [saved] }).problems.join(), /'Again'/u);
    });
});
