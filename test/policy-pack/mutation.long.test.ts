// Does not prove that the numbers, texts, lists and patterns of a rule are tested: it changes conditions only.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type ts from "typescript";
import { rules } from "../../policy-pack/rules";
import { judgedConditions } from "./mutation/judged-conditions";
import { loadRule } from "./mutation/load-rule";
import { RuleTests } from "./mutation/rule-tests";
import { survivors } from "./mutation/survivors";

const root = join(__dirname, "..", "..");
const folder = join(root, "policy-pack", "rules");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .sort()
    .map((file) => join(folder, file));
const ruleIn = new Map(
    files.flatMap((file) => rules.filter(({ id }) => basename(file) === `${id}.ts`).map((rule) => [file, rule])),
);

describe("the tests of the rules", function () {
    this.timeout(120_000);

    let users: Map<ts.Expression, string[]>;
    let tests: RuleTests;
    before(async () => {
        users = judgedConditions([...ruleIn.keys()], folder);
        tests = await RuleTests.load();
    });
    after(() => tests.dispose());

    it("pass on an unchanged copy of each rule, which decides on something", async () => {
        const found = new Set([...ruleIn.values()].map(({ id }) => id));
        assert.deepEqual(found, new Set(rules.map(({ id }) => id)), "A rule's file is named after its id.");
        const judging = new Set([...users.values()].flat());
        for (const [file, rule] of ruleIn) {
            const copy = loadRule(file, folder, { file, text: readFileSync(file, "utf8") });
            const { passes, failures } = await tests.run(rule, copy);
            assert.ok(passes > 0 && failures === 0, `${rule.id}: ${passes} tests pass, ${failures} fail`);
            assert.ok(judging.has(file), `${rule.id}: no condition was found in its check`);
        }
    });

    for (const file of files)
        it(`notice each changed condition in ${relative(root, file)}`, async () => {
            const conditions = [...users.keys()]
                .filter((condition) => condition.getSourceFile().fileName === file)
                .sort((one, other) => one.pos - other.pos);
            const unnoticed = await survivors(conditions, async (condition, text) => {
                for (const user of users.get(condition) ?? []) {
                    const rule = ruleIn.get(user);
                    const copy = loadRule(user, folder, { file, text });
                    if (rule && (await tests.run(rule, copy)).failures > 0) return true;
                }
                return false;
            });
            if (unnoticed.length > 0)
                assert.fail(
                    `No test fails when a condition is changed:\n${unnoticed.join("\n")}\n` +
                        "Add an example to a rule that decides on it, or a case to the rule's own test, that needs the " +
                        "condition as it is. If none can, remove it.",
                );
        });
});
