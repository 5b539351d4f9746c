// Does not prove that every condition is found: judged-conditions.test.ts looks for them.
import assert from "node:assert/strict";
import ts from "typescript";
import { changesOf } from "./changes";

/** The changes of a condition, or of one in it. */
function changes(text: string, part = text): string[] {
    const source = ts.createSourceFile("file.ts", text, ts.ScriptTarget.ES2023, true);
    const find = (node: ts.Node): ts.Expression | undefined =>
        ts.isExpression(node) && node.getText() === part ? node : ts.forEachChild(node, find);
    const condition = find(source);
    assert.ok(condition);
    return changesOf(condition).map(({ piece, text }) => `${piece.getText()} -> ${text}`);
}

describe("changesOf", () => {
    it("makes any condition true, false and the opposite", () => {
        assert.deepEqual(changes("a()"), ["a() -> (a(), true)", "a() -> (a(), false)", "a() -> !(a())"]);
    });

    it("turns a constant over", () => {
        assert.deepEqual(changes("true"), ["true -> !true"]);
        assert.deepEqual(changes("false"), ["false -> !false"]);
    });

    it("leaves out an operand of && or ||, and changes no operand of ! twice", () => {
        assert.deepEqual(changes("a && b", "a"), ["a -> (a, true)", "a -> !(a)"]);
        assert.deepEqual(changes("a || b", "a"), ["a -> (a, false)", "a -> !(a)"]);
        assert.deepEqual(changes("!a", "a"), []);
        assert.deepEqual(changes("!a.some(b)", "a.some(b)"), ["some -> every"]);
    });

    it("takes any value that is there for the right one, or any but none for the wrong one", () => {
        for (const condition of ["a === b", "a < b", "a >= b"])
            assert.ok(changes(condition).includes(`${condition} -> a !== undefined`), condition);
        assert.ok(changes("a !== b").includes("a !== b -> a === undefined"));
        assert.equal(changes("b.includes(a ?? c)").at(-1), "b.includes(a ?? c) -> ((a ?? c) !== undefined)");
        assert.deepEqual(changes("!b.includes(a)", "b.includes(a)"), ["b.includes(a) -> ((a) !== undefined)"]);
        assert.equal(changes("a === undefined").length, 3);
    });

    it("moves a boundary by one", () => {
        for (const [one, other] of Object.entries({ "<": "<=", "<=": "<", ">": ">=", ">=": ">" }))
            assert.equal(changes(`a ${one} b`).at(-1), `${one} -> ${other}`);
    });

    it("takes all for one, and one for all", () => {
        assert.equal(changes("a.some(b)").at(-1), "some -> every");
        assert.equal(changes("a?.every(b)").at(-1), "every -> some");
        assert.equal(changes("some(a, b)").at(-1), "some -> ((list, holds) => list.every(holds))");
    });
});
