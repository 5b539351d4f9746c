// npm run build: the components and the policy pack as packages of plain JavaScript in dist/, which need no compiler.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { ensureDependencies, root } = require("./install");

const dist = path.join(root, "dist");

ensureDependencies();
fs.rmSync(dist, { recursive: true, force: true });
const compile = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"];
const { status } = spawnSync(process.execPath, compile, { cwd: root, stdio: "inherit" });
if (status !== 0) {
    process.exit(1);
}
// The components are imported by the name that says what they are.
const entries = { components: { exports: { "./components": "./index.js", "./package.json": "./package.json" } } };
for (const name of ["components", "policy-pack"]) {
    const source = require(`../${name}/package.json`);
    const { tsx, typescript, "ts-node": tsNode, ...dependencies } = source.dependencies;
    const manifest = { ...source, main: "index.js", ...entries[name], dependencies };
    fs.writeFileSync(path.join(dist, name, "package.json"), `${JSON.stringify(manifest, undefined, 4)}\n`);
}
for (const file of ["PulumiPolicy.yaml", "run"]) {
    fs.copyFileSync(path.join(root, "policy-pack", file), path.join(dist, "policy-pack", file));
}
// Programs that containers run, and queries with what is said of them, which are read as text.
const components = path.join(root, "components");
for (const file of fs.readdirSync(components, { recursive: true })) {
    if (path.dirname(file) !== "." && /\.(kql|mjs|yaml)$/.test(file)) {
        fs.cpSync(path.join(components, file), path.join(dist, "components", file));
    }
}
// In place of the entry that runs the sources. The SDK reads the version of the pack in the working directory.
fs.writeFileSync(path.join(dist, "policy-pack", "index.js"), `process.chdir(__dirname);\nrequire("./main.js");\n`);
console.log("Built dist/components and dist/policy-pack.");
