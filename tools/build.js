// npm run build: the components and the policy pack as JavaScript in dist/, for programs and packs without tsx.
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
fs.cpSync(path.join(root, "policy-pack"), path.join(dist, "policy-pack"), {
    recursive: true,
    filter: (file) => !file.endsWith(".ts") && path.basename(file) !== "node_modules",
});
console.log(`Built ${path.relative(root, dist)}/components and ${path.relative(root, dist)}/policy-pack`);
