// Mocha's usual report, and as JSON in the file that TEST_TOTALS names how many tests passed and what each failure was.
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class TotalsReporter extends reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        runner.once("end", () => {
            const failures = this.failures.map(
                (test) => `${test.fullTitle()}: ${String(test.err.message).split("\n", 1)[0]}`,
            );
            writeFileSync(process.env.TEST_TOTALS, JSON.stringify({ passed: this.stats.passes, failures }));
        });
    }
};
