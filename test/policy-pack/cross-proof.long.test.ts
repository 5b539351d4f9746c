// Does not prove that an engine sends what is captured here: test/engine/local-cloud.test.ts runs one with the pack.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../policy-pack/rules";
import { JudgedEnvironment } from "./environment";
import { mutantsOf } from "./mutants";

const locks = join(__dirname, "..", "locks");

function assertLocked(file: string, lines: string[], explanation: string): void {
    const lock = join(locks, file);
    const text = lines.map((line) => `${line}\n`).join("");
    if (process.env.UPDATE_LOCKS === "1") writeFileSync(lock, text);
    assert.equal(
        text,
        existsSync(lock) ? readFileSync(lock, "utf8") : "",
        `${explanation} Accept the change with: UPDATE_LOCKS=1 npx mocha test/policy-pack/cross-proof.long.test.ts`,
    );
}

for (const name of ["dev", "staging", "prod"]) {
    describe(`the environment ${name}`, function () {
        this.timeout(180_000); // on a machine that does much else at the same time

        let deployed: JudgedEnvironment;

        before(async () => {
            deployed = await JudgedEnvironment.capture(name);
        });

        it("breaks no mandatory rule, and leaves none undecided once it is deployed", () => {
            const broken = deployed
                .judge(rules)
                .filter(({ rule: { level }, outcome }) => level === "mandatory" && outcome.findings.length > 0)
                .map(({ rule, resource, outcome }) => [rule.id, resource.name, ...outcome.findings]);
            assert.deepEqual(broken, []);
            const undecided = deployed.judge(rules).filter(({ outcome }) => outcome.undecided.length > 0);
            assert.deepEqual(undecided, []);
        });

        it("leaves undecided in its first preview what it did before", async () => {
            const preview = await JudgedEnvironment.capture(name, { preview: true });
            const undecided = preview
                .judge(rules)
                .filter(({ outcome }) => outcome.undecided.length > 0)
                .map(({ rule, resource, outcome }) => `${rule.id} ${resource.name}: ${outcome.undecided.join(", ")}`);
            assertLocked(
                `undecided.${name}.txt`,
                undecided,
                `What a first preview of ${name} cannot decide is not what test/locks/undecided.${name}.txt says.`,
            );
        });

        it("would break a rule if any property that a rule reads were another", () => {
            const lines = mutantsOf(deployed, rules).map(
                ({ resource, place, change, breaks }) =>
                    `${resource} ${place} ${change}: ${breaks.join(" ") || "NOTHING"}`,
            );
            assert.deepEqual(
                lines.filter((line) => line.endsWith("NOTHING")),
                [],
                "A rule reads these, but whatever stands there passes.",
            );
            assertLocked(
                `mutants.${name}.txt`,
                lines,
                `The rules that a changed property of ${name} breaks are not those of test/locks/mutants.${name}.txt.`,
            );
        });
    });
}
