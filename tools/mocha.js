const { spawn } = require("node:child_process");
const { once } = require("node:events");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { root } = require("./install");
const { addUp } = require("./totals");

/**
 * Runs mocha with the given arguments and returns how many tests passed and a line for each failure. A run that crashes,
 * ends early or has no tests counts as one failure.
 */
async function runMocha(...args) {
    const { status, totals, title } = await run(args, true);
    return counted(status, totals, title);
}

/**
 * The same of files, in as many processes side by side as there are cores: most of what unit tests take is loading and
 * computing. Not by mocha's own --parallel, which takes no notice of a process that crashes after its last test.
 */
async function runMochaSideBySide(files) {
    const lanes = files.length > 0 ? lanesOf(files) : [["test"]];
    const runs = await Promise.all(lanes.map((lane, index) => run(lane, index === 0)));
    for (const { output } of runs) {
        process.stdout.write(output);
    }
    return addUp(runs.map(({ status, totals, title }) => counted(status, totals, title)));
}

/** Files of one folder stay together, because they may share what they start, or import each other. */
function lanesOf(files) {
    const folders = [...new Set(files.map((file) => path.dirname(file)))].map((folder) => {
        const inside = files.filter((file) => path.dirname(file) === folder);
        return { files: inside, size: inside.reduce((sum, file) => sum + fs.statSync(path.join(root, file)).size, 0) };
    });
    folders.sort((one, other) => other.size - one.size);
    const lanes = folders.splice(0, os.availableParallelism());
    for (const folder of folders) {
        const shortest = lanes.reduce((one, other) => (other.size < one.size ? other : one));
        shortest.size += folder.size;
        shortest.files.push(...folder.files);
    }
    return lanes.map((lane) => lane.files);
}

/**
 * Megabytes for young objects. With V8's default of 16, tests spend a fifth of their time copying what lives a moment
 * longer: https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib
 */
const roomForTheYoung = ["min-semi-space-size=64", "max-semi-space-size=128"].flatMap((option) => ["-n", option]);

/** @param shown - Whether its output is seen as it comes, not when all is done. */
async function run(args, shown) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "test-totals-"));
    const file = path.join(folder, "totals.json");
    const command = [
        "node_modules/mocha/bin/mocha.js",
        ...roomForTheYoung,
        "--reporter",
        "tools/totals-reporter.js",
        ...args,
    ];
    const env = { ...process.env, TEST_TOTALS: file };
    const stdio = ["inherit", shown ? "inherit" : "pipe", shown ? "inherit" : "pipe"];
    const child = spawn(process.execPath, command, { cwd: root, stdio, env });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) {
        stream?.on("data", (chunk) => chunks.push(chunk));
    }
    const [status] = await once(child, "close");
    const totals = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : { passed: 0, failures: [] };
    fs.rmSync(folder, { recursive: true });
    return { status, totals, output: Buffer.concat(chunks), title: args.slice(0, 3).join(" ") };
}

function counted(status, totals, title) {
    if (totals.failures.length === 0 && (status !== 0 || totals.passed === 0)) {
        const failure = `mocha ${title}: ended with status ${status} after ${totals.passed} tests`;
        return { passed: totals.passed, failures: [failure] };
    }
    return totals;
}

module.exports = { runMocha, runMochaSideBySide };
