// npm test: checks, unit tests, tests on the real engine. npm run test:unit: the unit tests alone.
// The last line is always "N passed, N failed", over all of them.
const { spawnSync } = require("node:child_process");
const { ensureDependencies, root } = require("./install");

const unit = () => runMocha("test/**/*.test.ts", "--ignore", "test/engine/**");

/** The engine is built before its tests, because a build takes longer than any test may. */
function engine() {
    const build = ["--import", "tsx", "tools/ensure-engine.ts"];
    const { status } = spawnSync(process.execPath, build, { cwd: root, stdio: "inherit" });
    return status === 0 ? runMocha("test/engine/**/*.test.ts") : { passed: 0, failed: 1 };
}

ensureDependencies();
const { runChecks } = require("./checks");
const { runMocha } = require("./mocha");

const suites = process.argv[2] === "unit" ? [unit] : [runChecks, unit, engine];
const results = suites.map((run) => run());
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
process.exitCode = total("failed") === 0 ? 0 : 1;
console.log(`\n${total("passed")} passed, ${total("failed")} failed`);
