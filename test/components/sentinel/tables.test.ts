// Does not prove that a table is what the word means: a column or variable of the same name counts as the table.
import assert from "node:assert/strict";
import { tablesOf } from "../../../components/sentinel/tables";

const tables = ["SigninLogs", "AzureActivity", "AuditLogs"];
const read = (query: string, functions: { name: string; query: string }[] = []) =>
    tablesOf({ query, functions }, tables);

describe("tablesOf", () => {
    const cases: [string, string, string[]][] = [
        ["a table that begins the query", "SigninLogs | count", ["SigninLogs"]],
        [
            "tables in unions, joins and lets",
            "let a = AzureActivity;\nunion a, (AuditLogs)",
            ["AuditLogs", "AzureActivity"],
        ],
        ["none in other names", "MySigninLogs | extend SigninLogs_x = 1, xAuditLogs = 2", []],
        ["none in comments", "T // SigninLogs\n| count // AuditLogs", []],
        ["none in texts", `T | where a == "SigninLogs" or b == 'AuditLogs' or c == @"\\AzureActivity"`, []],
        [
            "what follows a text that looks like a comment",
            'T | where u == "https://x" | join AuditLogs on b',
            ["AuditLogs"],
        ],
        ["what follows a text with a quote in it", 'T | where u == "a\\"b" | join AuditLogs on b', ["AuditLogs"]],
        [
            "what follows a verbatim text with a backslash at its end",
            'T | where u == @"c:\\" | join AuditLogs on b',
            ["AuditLogs"],
        ],
        [
            "what follows a verbatim text with a quote in it",
            'T | where u == @"a""b" | join AuditLogs on b',
            ["AuditLogs"],
        ],
    ];
    for (const [what, query, expected] of cases) {
        it(`finds ${what}`, () => assert.deepEqual(read(query), expected));
    }

    it("finds tables in functions that are called, also by functions", () => {
        const functions = [
            { name: "Outer", query: "Inner(now()) | where true" },
            { name: "Inner", query: "SigninLogs | join Outer on a" },
            { name: "Other", query: "AuditLogs" },
        ];
        assert.deepEqual(read("Outer | count", functions), ["SigninLogs"]);
        assert.deepEqual(read('T | where a == "Outer"', functions), []);
    });
});
