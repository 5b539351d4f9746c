// Does not prove that Azure reads the content as it is meant.
import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { cellProblem, csvOf, sizeProblem } from "../../../components/sentinel/watchlist-content";

describe("The content of a watchlist", () => {
    it("is one line for the columns and one for each row", () => {
        assert.equal(csvOf(["Server", "Tool"], [["orders", "get"]]), '"Server","Tool"\n"orders","get"\n');
    });

    it("gives back every text that was put in", () => {
        const row = fc.array(fc.string(), { minLength: 2, maxLength: 2 });
        fc.assert(
            fc.property(fc.array(row, { minLength: 1 }), (rows) => {
                assert.deepEqual(parse(csvOf(["A", "B"], rows)), [["A", "B"], ...rows]);
            }),
            { seed: 11, numRuns: 200 },
        );
    });

    it("has a row with an id of nobody when there is none, so that queries find the columns", () => {
        const nobody = "00000000-0000-0000-0000-000000000000";
        assert.equal(csvOf(["ObjectId"], []), `"ObjectId"\n"${nobody}"\n`);
        assert.equal(csvOf(["A", "B"], []), `"A","B"\n"${nobody}","${nobody}"\n`);
    });

    for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "a\nb", "\ta", ""]) {
        it(`may not be ${JSON.stringify(text)}`, () => {
            assert.equal(
                cellProblem(text, "egressFqdns[0]"),
                `egressFqdns[0] is ${JSON.stringify(text)}; it must be text on one line that does not begin with =, +, - or @, which spreadsheets take for a formula.`,
            );
        });
    }

    for (const text of ["*.monitoring.azure.com", "get-order", 'a "b", c', "ä"]) {
        it(`may be ${text}`, () => assert.equal(cellProblem(text, "x"), undefined));
    }

    it("is as large as Azure takes at most", () => {
        assert.equal(sizeProblem("x".repeat(3_800_000), "McpTools"), undefined);
        assert.equal(
            sizeProblem(`ä${"x".repeat(3_799_999)}`, "McpTools"),
            "The watchlist McpTools has 3800001 bytes; Azure takes 3800000 at most.",
        );
    });
});
