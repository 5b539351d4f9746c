// npm test: checks, unit tests, long tests, tests on the real engine. npm run test:unit: the unit tests alone.
// The last line is always "N passed, N failed", over all of them; a run that breaks off counts as a failure, too.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
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
const { runMocha, runMochaSideBySide } = require("./mocha");

const onEngine = "test/engine/**/*.test.ts";
/** Those that start processes, or go through all rules or environments. */
const longOnes = "test/**/*.long.test.ts";

/** All others. */
function unitTests() {
    const tests = path.join(root, "test");
    const files = fs.existsSync(tests) ? fs.readdirSync(tests, { recursive: true }).sort() : [];
    return files
        .map((file) => path.posix.join("test", file.replaceAll(path.sep, "/")))
        .filter((file) => file.endsWith(".test.ts") && !file.endsWith(".long.test.ts"))
        .filter((file) => !file.startsWith("test/engine/"));
}

const unit = () => runMochaSideBySide(unitTests());
const long = () => runMocha(longOnes);

/** Engine and API server are built before the tests on them, because a build takes longer than any test may. */
async function engine() {
    const build = ["--import", "tsx", "tools/ensure-built.ts"];
    const { status } = spawnSync(process.execPath, build, { cwd: root, stdio: "inherit" });
    return status === 0 ? runMocha(onEngine) : { passed: 0, failed: 1 };
}

async function main() {
    for (const suite of process.argv[2] === "unit" ? [unit] : [runChecks, unit, long, engine]) {
        results.push(await suite());
    }
}

main();
