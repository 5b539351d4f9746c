// Does not prove that conditions of another form are found: a switch, a loop, a fallback or a pattern is none.
import assert from "node:assert/strict";
import { join } from "node:path";
import { judgedConditions } from "./judged-conditions";

describe("judgedConditions", () => {
    it("finds every condition that a rule decides on, and none that makes its data", () => {
        const rule = join(__dirname, "sample-rule.ts");
        const conditions = [...judgedConditions([rule], __dirname)];
        assert.deepEqual(
            conditions.map(([condition]) => condition.getText()),
            [
                "inputs.inIf",
                "false",
                "list.some((one: string) => names.includes(one) && inputs.operand)",
                "names.includes(one) && inputs.operand",
                "names.includes(one)",
                "inputs.operand",
                "inputs.argument",
                "isKept && !inputs.list.every(isSafe)",
                "isKept",
                "!inputs.list.every(isSafe)",
                "inputs.list.every(isSafe)",
                "inputs.flag === true ? isSafe(inputs) : inputs.not()",
                "inputs.flag === true",
                "isSafe(inputs)",
                "inputs.not()",
                'name !== "data"',
                "size > 3 || isLabelled(label)",
                "size > 3",
                "isLabelled(label)",
                'label?.startsWith("safe") ?? false',
                'label?.startsWith("safe")',
                "false",
            ],
        );
        for (const [, users] of conditions) assert.deepEqual(users, [rule]);
    });
});
