// npm test: checks, unit tests, long tests, tests on the real engine. npm run test:unit: the unit tests alone.
// The last line is always "N passed, N failed", over all of them; a run that breaks off counts as a failure, too. Before
// it stands what failed, because reports of an hour are seldom kept whole.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { ensureDependencies, root } = require("./install");
const { addUp } = require("./totals");

const results = [];
process.on("exit", (code) => {
    const { passed, failures } = addUp(results);
    if (code !== 0) {
        failures.push(`npm test: ended with status ${code}`);
    }
    process.exitCode = failures.length === 0 ? 0 : 1;
    console.log(["", ...failures.map((failure) => `Failed: ${failure}`)].join("\n"));
    console.log(`${passed} passed, ${failures.length} failed`);
});

ensureDependencies();
const { runChecks } = require("./checks");
const { runMocha, runMochaSideBySide } = require("./mocha");

const onEngine = "test/engine/**/*.test.ts";

/** Those that start processes, or go through all rules or environments, have names of their own. */
const isLong = (file) => file.endsWith(".long.test.ts");

/** All tests but those on the engine. */
function tests() {
    const folder = path.join(root, "test");
    const files = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }).sort() : [];
    return files
        .map((file) => path.posix.join("test", file.replaceAll(path.sep, "/")))
        .filter((file) => file.endsWith(".test.ts") && !file.startsWith("test/engine/"));
}

const unit = () => runMochaSideBySide(tests().filter((file) => !isLong(file)));
const long = () => runMochaSideBySide(tests().filter(isLong));

/** Engine and API server are built before the tests on them, because a build takes longer than any test may. */
async function engine() {
    const build = ["--import", "tsx", "tools/ensure-built.ts"];
    const { status } = spawnSync(process.execPath, build, { cwd: root, stdio: "inherit" });
    return status === 0 ? runMocha(onEngine) : { passed: 0, failures: ["the engine could not be built"] };
}

async function main() {
    for (const suite of process.argv[2] === "unit" ? [unit] : [runChecks, unit, long, engine]) {
        results.push(await suite());
    }
}

main();
