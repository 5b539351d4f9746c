// Does not prove that every construct of KQL which is not executed is tried here: these are one or more of each group.
import assert from "node:assert/strict";
import { compileQuery, runQuery } from "../../../local/kql/run";
import type { Row } from "../../../local/kql/schema";
import { schema, workspace } from "./query";

/** What is valid KQL, and not executed here: with what the error names, and where. */
const queries: Readonly<Record<string, RegExp>> = {
    "Calls | extend bin(TimeGenerated, 1h)": /^1:9 .*an expression without a name that replaces a column/u,
    "print s = 'a' | parse kind=simple flags=i s with 'a' b": /^1:35 .*flags=i/u,
    "Calls | sample 3": /^1:9 .*SampleOperator/u,
    "Calls | as Named": /^1:9 .*AsOperator/u,
    "Calls | getschema": /^1:9 .*GetSchemaOperator/u,
    "Calls | render timechart": /^1:9 .*RenderOperator/u,
    "Calls | evaluate bag_unpack(Details)": /^1:9 .*EvaluateOperator/u,
    "Calls | make-series count() on TimeGenerated from ago(1d) to now() step 1h": /^1:9 .*MakeSeriesOperator/u,
    "Calls | partition by User (take 1)": /^1:9 .*PartitionOperator/u,
    "Calls | search 'a'": /^1:9 .*SearchOperator/u,
    "find in (Calls) where Count > 1": /^1:1 .*FindOperator/u,
    "Calls | invoke CallsSince()": /InvokeOperator|cannot run/u,
    "Calls | join kind=fullouter withsource=S (Calls) on User": /cannot run|withsource/u,
    "union kind=inner Calls, Calls": /^1:1 .*a union of kind inner/u,
    "Calls | parse kind=regex User with 'a' x": /^1:9 .*parse of kind regex/u,
    "Calls | mv-expand Details to typeof(datetime)": /^1:37 .*the expansion to datetime/u,
    "Calls | mv-expand bagexpansion=array id=TimeGenerated Details": /cannot run|1:9/u,
    "print hash('a')": /^1:7 .*the function hash/u,
    "Calls | summarize hll(Count)": /^1:19 .*the function hll/u,
    "Calls | summarize make_bag(Details, 3)": /^1:19 .*make_bag with a largest size/u,
    "Calls | extend (a, b) = Details": /cannot run|several names/u,
    "print indexof('aa', 'a', 1)": /^1:7 .*indexof with more than 2 arguments/u,
    "print extract_all('(a)(b)', dynamic([1]), 'ab')": /^1:7 .*extract_all with chosen groups/u,
    "print bag_has_key(dynamic({'a': 1}), '$.a')": /^1:7 .*a path of bag_has_key/u,
    "print hash_sha256(1)": /^1:7 .*use tostring/u,
    "print datetime_diff('nanosecond', now(), ago(1h))": /^1:7 .*datetime_diff in 'nanosecond'/u,
    "print format_datetime(now(), 'zz')": /^1:7 .*the format 'zz'/u,
    "print row_number(1, true)": /cannot run|row_number/u,
    "print decimal(1.5)": /^1:7 .*DecimalLiteralExpression/u,
    "Calls | where User matches regex tostring(Details.pattern)": /^1:9|a pattern that is not constant/u,
    "set notruncation; Calls": /^1:1 .*SetOptionStatement/u,
    "Calls; Calls": /a query that is not one expression/u,
    "print dynamic({'a': 1}).a > now()": /cannot run/u,
    "print dynamic({'a': 1}).a == now()": /cannot run|a time beside a dynamic value/u,
    "print a = dynamic([1]) | summarize make_list(a)": /^1:36 .*a list of arrays/u,
    "let f = (n: long) { toscalar(Calls | where Count == n | count) }; Calls | extend q = f(Count)": /1:\d+ .*'n'/u,
    "let f = (n: long) { Calls | where Count == n }; Calls | where Count in (f(Count))": /cannot run|1:\d+/u,
    "range x from 1 to 10 step tolong('0')": /a range whose step is nothing/u,
};

describe("what is not executed of KQL", () => {
    for (const [query, expected] of Object.entries(queries)) {
        it(`refuses ${query}`, () => {
            assert.throws(
                () => runQuery(query, schema, workspace()),
                ({ message }: Error) => expected.test(message),
            );
        });
    }

    it("refuses a query with problems, and says all of them", () => {
        assert.throws(
            () => compileQuery("Calls | where Nobody == 1 | extend a = Nothing", schema),
            /Nobody[\s\S]*Nothing/u,
        );
        assert.throws(() => compileQuery("_GetWatchlist('Nobody')", schema), /There is no watchlist 'Nobody'/u);
    });

    it("says in which saved function it is", () => {
        const functions = [{ name: "Sampled", parameters: "", query: "Calls\n| sample 3" }];
        assert.throws(
            () => compileQuery("Sampled | take 1", { ...schema, functions }),
            /^Error: Sampled 2:3 .*SampleOperator/u,
        );
    });

    it("refuses rows that do not have the types of their table", () => {
        const wrong: Row[] = [
            { Count: "3" },
            { Seconds: "x" },
            { Allowed: "true" },
            { TimeGenerated: "yesterday" },
            { Lasted: 5 },
        ];
        for (const row of wrong) {
            assert.throws(() => runQuery("Calls", schema, workspace([row])), /not a value of the type/u);
        }
    });

    it("refuses whole numbers that a number of JavaScript does not hold", () => {
        const rows = [{ Count: Number.MAX_SAFE_INTEGER }, { Count: 1 }];
        assert.throws(() => runQuery("Calls | summarize sum(Count)", schema, workspace(rows)), /beyond 2\^53/u);
        assert.throws(() => runQuery("Calls | extend a = Count * 3", schema, workspace(rows)), /beyond 2\^53/u);
        assert.throws(() => runQuery("print 9223372036854775807", schema, workspace()), /beyond 2\^53/u);
    });
});
