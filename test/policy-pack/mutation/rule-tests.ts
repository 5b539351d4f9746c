import { readdirSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";
import type { Relation, Rule } from "../../../policy-pack/engine";

const folder = join(__dirname, "..");

/** The tests of all rules, loaded once, to be run for changed ones. */
export class RuleTests {
    private readonly suites: readonly Mocha.Suite[];

    private constructor(private readonly mocha: Mocha) {
        this.suites = mocha.suite.suites;
    }

    static async load(): Promise<RuleTests> {
        // the reporter that the others are made from, which prints nothing
        const mocha = new Mocha({ reporter: Mocha.reporters.Base, bail: true, timeout: 0 });
        mocha.cleanReferencesAfterRun(false);
        const handWritten = readdirSync(join(folder, "rules"), { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".test.ts"))
            .map((file) => join("rules", file));
        for (const file of ["rules.test.ts", ...handWritten]) mocha.addFile(join(folder, file));
        // whoever runs this may have loaded them for itself
        await mocha.unloadFiles().loadFilesAsync();
        return new RuleTests(mocha);
    }

    /** Runs the tests that are described by the id of a rule, with the check of another, until one fails. */
    async run(rule: Rule | Relation, { check }: Rule | Relation): Promise<{ passes: number; failures: number }> {
        const original = rule.check;
        Object.assign(rule, { check });
        try {
            this.mocha.suite.suites = this.suites.filter(({ title }) => title === rule.id);
            return await new Promise((resolve) => {
                const runner = this.mocha.run(() => resolve(runner.stats ?? { passes: 0, failures: 0 }));
            });
        } finally {
            Object.assign(rule, { check: original });
        }
    }

    /** Stops listening to errors of this process. */
    dispose(): void {
        this.mocha.dispose();
    }
}
