// Plain JavaScript without dependencies: it runs before there are any.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const root = path.dirname(__dirname);
const lock = path.join(root, ".install.lock");

/**
 * Runs `npm ci` unless node_modules holds what package-lock.json asks for; of two at once, the second waits.
 * Ends the process with one clear message when that is not possible. Prints to stderr only.
 */
function ensureDependencies() {
    requireNode();
    if (isInstalled()) {
        return;
    }
    takeLock();
    try {
        if (!isInstalled()) {
            console.error("Installing the dependencies (npm ci) ...");
            const { status } = spawnSync("npm", ["ci", "--loglevel=notice"], { cwd: root, stdio: ["ignore", 2, 2] });
            if (status !== 0) {
                fail("npm ci failed: its message is above. Nothing was started.");
            }
        }
    } finally {
        fs.rmSync(lock, { force: true });
    }
}

function requireNode() {
    const minimum = readJson("package.json").engines.node.replace(">=", "");
    if (process.versions.node.localeCompare(minimum, "en", { numeric: true }) < 0) {
        fail(`Node.js ${minimum} or newer is needed; this is ${process.versions.node}.`);
    }
}

/** npm writes its own copy of the lock file last, so an installation that was killed has none. */
function isInstalled() {
    const copy = "node_modules/.package-lock.json";
    if (!fs.existsSync(path.join(root, copy))) {
        return false;
    }
    const present = readJson(copy).packages;
    const { "": _project, ...wanted } = readJson("package-lock.json").packages;
    return Object.entries(wanted).every(([folder, { version, optional }]) =>
        folder in present ? present[folder].version === version : optional,
    );
}

function takeLock() {
    for (let told = false; ; told = true) {
        try {
            fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
            return;
        } catch (error) {
            if (error.code !== "EEXIST") {
                fail(`The dependencies cannot be installed: ${error.message}.`);
            }
        }
        if (!isHeld()) {
            fs.rmSync(lock, { force: true });
            continue;
        }
        if (!told) {
            console.error("Another start is installing the dependencies; waiting for it ...");
        }
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
}

function isHeld() {
    try {
        process.kill(Number(fs.readFileSync(lock, "utf8")), 0);
        return true;
    } catch (error) {
        return error.code === "EPERM";
    }
}

function readJson(file) {
    return JSON.parse(fs.readFileSync(path.join(root, file), "utf8"));
}

function fail(message) {
    console.error(message);
    fs.rmSync(lock, { force: true });
    process.exit(1);
}

module.exports = { ensureDependencies, root };
