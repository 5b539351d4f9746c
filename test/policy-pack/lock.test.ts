// Does not prove that the conditions of the rules are unchanged: rules.test.ts judges their examples.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policy-pack/engine/pack";
import { isRelation } from "../../policy-pack/engine/rule";
import { rules } from "../../policy-pack/rules";
import { surroundings } from "./engine/sdk";

describe("the policy pack", () => {
    it("has the rules that it had before", () => {
        const [, ...judging] = policies(rules, surroundings());
        const contract = Object.fromEntries(
            rules.map((rule, index) => [
                rule.id,
                {
                    severity: rule.severity,
                    level: judging[index]?.enforcementLevel,
                    practices: rule.practices,
                    references: rule.references,
                    types: rule.types,
                    reads: rule.reads,
                    ...(rule.optional && { optional: rule.optional }),
                    ...(isRelation(rule)
                        ? { related: rule.related }
                        : {
                              ...(rule.readsOptions && { readsOptions: rule.readsOptions }),
                              ...(rule.ignores && { ignores: rule.ignores }),
                          }),
                    ...(rule.presence && { presence: true }),
                    ...(rule.parameters && { parameters: rule.parameters }),
                },
            ]),
        );
        const lock = join(__dirname, "..", "locks", "policy-pack.json");
        if (process.env.UPDATE_LOCKS === "1") writeFileSync(lock, `${JSON.stringify(contract, null, 4)}\n`);
        assert.deepEqual(
            contract,
            existsSync(lock) ? JSON.parse(readFileSync(lock, "utf8")) : {},
            "The rules are not those of test/locks/policy-pack.json. Whoever uses the pack relies on their ids, levels, " +
                "practices and parameters, and an id is never used again. Accept the change with: " +
                "UPDATE_LOCKS=1 npx mocha test/policy-pack/lock.test.ts",
        );
    });
});
