// What is checked without running the project: types, lint, generated files, the schema of the components.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { root } = require("./install");

const generators = fs.readdirSync(__dirname).filter((file) => /^generate-.+\.ts$/.test(file));

const checks = [
    {
        name: "types",
        args: ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."],
        fix: "mend what is named above",
    },
    { name: "lint and format", args: ["node_modules/@biomejs/biome/bin/biome", "check", "."], fix: "npm run format" },
    ...generators.map((file) => ({
        name: `output of tools/${file}`,
        args: ["--import", "tsx", `tools/${file}`, "--check"],
        fix: `node --import tsx tools/${file}`,
    })),
    {
        name: "schema of the components",
        args: ["--import", "tsx", "tools/check-schema.ts"],
        fix: "mend what is named above, or, when the change is meant, node --import tsx tools/check-schema.ts --update",
    },
];

/** Runs each check to its end and prints which failed and what mends it. */
function runChecks() {
    const failed = checks.filter(({ name, args }) => {
        console.log(`\nCheck: ${name}`);
        return spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status !== 0;
    });
    for (const { name, fix } of failed) {
        console.log(`\nFailed: ${name}. To fix: ${fix}`);
    }
    return { passed: checks.length - failed.length, failures: failed.map(({ name }) => `Check: ${name}`) };
}

module.exports = { runChecks };
