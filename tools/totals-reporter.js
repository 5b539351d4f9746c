// Mocha's usual report, and the totals as JSON in the file that TEST_TOTALS names.
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class TotalsReporter extends reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        const { stats } = this;
        runner.once("end", () =>
            writeFileSync(process.env.TEST_TOTALS, JSON.stringify({ passed: stats.passes, failed: stats.failures })),
        );
    }
};
