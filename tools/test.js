// npm test: checks, unit tests, long tests, tests on the real engine. npm run test:unit: the unit tests alone.
// The last line is always "N passed, N failed", over all of them; a run that breaks off counts as a failure, too.
const { spawnSync } = require("node:child_process");
const { availableParallelism } = require("node:os");
const { ensureDependencies, root } = require("./install");

const results = [];
process.on("exit", (code) => {
    const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
    const failed = total("failed") + (code === 0 ? 0 : 1);
    process.exitCode = failed === 0 ? 0 : 1;
    console.log(`\n${total("passed")} passed, ${failed} failed`);
});

ensureDependencies();
const { runChecks } = require("./checks");
const { runMocha } = require("./mocha");

const everything = "test/**/*.test.ts";
const onEngine = "test/engine/**/*.test.ts";
/** Those that start processes, or go through all rules or environments. */
const longOnes = "test/**/*.long.test.ts";

/** Most of their time is loading and computing, which occupies a process. */
const sideBySide = ["--parallel", "--jobs", String(availableParallelism())];
const unit = () => runMocha(everything, "--ignore", onEngine, "--ignore", longOnes, ...sideBySide);
const long = () => runMocha(longOnes);

/** Engine and API server are built before the tests on them, because a build takes longer than any test may. */
function engine() {
    const build = ["--import", "tsx", "tools/ensure-built.ts"];
    const { status } = spawnSync(process.execPath, build, { cwd: root, stdio: "inherit" });
    return status === 0 ? runMocha(onEngine) : { passed: 0, failed: 1 };
}

for (const suite of process.argv[2] === "unit" ? [unit] : [runChecks, unit, long, engine]) {
    results.push(suite());
}
