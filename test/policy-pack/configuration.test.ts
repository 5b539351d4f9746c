// Does not prove that an engine accepts the files: test/engine/policy-pack.test.ts gives it one.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policy-pack/engine/pack";
import { rules } from "../../policy-pack/rules";
import { surroundings } from "./engine/sdk";

const schemas = new Map(
    policies(rules, surroundings()).map(({ name, configSchema }) => [name, configSchema?.properties ?? {}]),
);

for (const environment of ["dev", "staging", "prod"]) {
    describe(`stacks/policy.${environment}.json`, () => {
        const file = join(__dirname, "..", "..", "stacks", `policy.${environment}.json`);
        const { pack, ...configured }: Record<string, object> = JSON.parse(readFileSync(file, "utf8"));

        it("judges its environment as a whole", () => {
            assert.deepEqual(pack, { environment, stackRole: "environment" });
        });

        it("sets parameters that exist", () => {
            for (const [rule, parameters] of Object.entries(configured))
                assert.deepEqual(
                    Object.keys(parameters).filter((name) => !(name in (schemas.get(rule) ?? {}))),
                    [],
                    rule,
                );
        });

        it("keeps the thresholds of production, but for the retention of dev", () => {
            const expected = environment === "dev" ? { "kv-recoverable": { minimumRetentionDays: 7 } } : {};
            assert.deepEqual(configured, expected);
        });
    });
}
