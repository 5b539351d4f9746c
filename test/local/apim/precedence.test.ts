// Does not prove that tree-sitter-c-sharp reads anything wrong but what stands here.
import assert from "node:assert/strict";
import { misreadNodes } from "../../../local/apim/csharp/precedence";
import { loadCSharp, type ReadCSharp, type Syntax } from "../../../local/apim/csharp/syntax";

const leaf = (text: string): Syntax => ({ kind: "identifier", named: true, start: 0, text, children: [] });
const token = (text: string): Syntax => ({ kind: text, named: false, start: 0, text, children: [] });
const binary = (left: Syntax, operator: string, right: Syntax): Syntax => ({
    kind: "binary_expression",
    named: true,
    start: 0,
    text: `${left.text} ${operator} ${right.text}`,
    children: [left, token(operator), right],
});
const [a, b, c] = [leaf("a"), leaf("b"), leaf("c")];

describe("The order in which code is read", () => {
    let read: ReadCSharp;
    before(async () => {
        read = await loadCSharp();
    });

    const misread: [code: string, node: string][] = [
        ["a is B && c", "a is B && c"],
        ["a as B + c", "a as B + c"],
        ["a == b as C * d", "b as C * d"],
        ["!a?.b", "!a?.b"],
    ];
    for (const [code, node] of misread) {
        it(`is another one than that of C# in ${code}`, () => {
            const found = misreadNodes(read(code, "expression"));
            assert.deepEqual(
                found.map(({ text }) => text),
                [node],
            );
        });
    }

    const right = [
        "a && b || c && d",
        "a - b - c * d",
        "a ?? b ?? c",
        "(string)a ?? b",
        "(string)a[0] == b.C(d)",
        "!a == b",
        "a as B ?? c as D ?? e",
        "a == b ? c : d ? e : f",
        "(a is B) && c",
        "(a as B) + c",
    ];
    for (const code of right) {
        it(`is that of C# in ${code}`, () => {
            assert.deepEqual(misreadNodes(read(code, "expression")), []);
        });
    }

    it("begins at the left, but for ??", () => {
        const isMisread = (node: Syntax) => misreadNodes(node).length > 0;
        assert.deepEqual(
            {
                "(a - b) - c": isMisread(binary(binary(a, "-", b), "-", c)),
                "a - (b - c)": isMisread(binary(a, "-", binary(b, "-", c))),
                "(a ?? b) ?? c": isMisread(binary(binary(a, "??", b), "??", c)),
                "a ?? (b ?? c)": isMisread(binary(a, "??", binary(b, "??", c))),
                "(a || b) && c": isMisread(binary(binary(a, "||", b), "&&", c)),
                "(a * b) + c": isMisread(binary(binary(a, "*", b), "+", c)),
            },
            {
                "(a - b) - c": false,
                "a - (b - c)": true,
                "(a ?? b) ?? c": true,
                "a ?? (b ?? c)": false,
                "(a || b) && c": true,
                "(a * b) + c": false,
            },
        );
    });
});
