// Does not prove that a page looks well: nothing here renders it.
import assert from "node:assert/strict";
import { prose, table } from "../../../tools/rule-docs/markdown";

describe("prose", () => {
    const cases: [text: string, markdown: string][] = [
        ["Set properties.sku.name to it.", "Set `properties.sku.name` to it."],
        ["Remove rules[].value and ipRules[].", "Remove `rules[].value` and `ipRules[]`."],
        ["In networking.k8s.io/v1 only.", "In `networking.k8s.io/v1` only."],
        ["See https://learn.microsoft.com/a.b of TLS 1.3.", "See https://learn.microsoft.com/a.b of TLS 1.3."],
        ["No * for <name> in `x`", "No \\* for \\<name> in \\`x\\`"],
    ];
    for (const [text, markdown] of cases) it(`makes of ${text}`, () => assert.equal(prose(text), markdown));
});

describe("table", () => {
    it("keeps a cell with bars in one piece", () => {
        assert.equal(
            table([
                ["a", "b"],
                ["x|y", "z"],
            ]),
            "| a | b |\n| --- | --- |\n| x\\|y | z |",
        );
    });
});
