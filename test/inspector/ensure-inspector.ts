import { copyFile } from "node:fs/promises";
import path from "node:path";
import { cacheFolder } from "../../local/engine/cache-folder";
import { buildOnce } from "../../local/go-build/build-once";
import { isExecutable } from "../../local/go-build/is-executable";
import { recipeKey } from "../../local/go-build/recipe";
import { run } from "../../local/go-build/run";
import packages from "./packages/package.json";

/** What MCP Inspector is started with. */
export interface Inspector {
    /** A Node.js that is new enough for it. */
    node: string;
    script: string;
}

const title = "MCP Inspector";
const recipe = { name: "inspector", folder: path.join(__dirname, "packages") };

/**
 * MCP Inspector and a Node.js for it: from the cache folder, else installed there. They are no dependencies of the project,
 * as it would have more than a hundred packages more, and Inspector wants a newer Node.js than the project does.
 */
export async function ensureInspector(env: NodeJS.ProcessEnv, log: (line: string) => void): Promise<Inspector> {
    const root = path.join(cacheFolder(env), "inspector", recipeKey([recipe]));
    const find = async () => findInspector(root);
    const found = await find();
    if (found !== undefined) return found;
    log(`Installing ${title} once, into ${root}.`);
    return buildOnce({ title, root, find, make: (folder) => install(folder, env) }, { env, log });
}

function findInspector(root: string): Inspector | undefined {
    const modules = path.join(root, "node_modules");
    const script = path.join(modules, "@modelcontextprotocol/inspector/clients/launcher/build/index.js");
    const node = runsInspector(process.versions.node) ? process.execPath : path.join(modules, ownNode(), "bin", "node");
    return isExecutable(script) && isExecutable(node) ? { node, script } : undefined;
}

function runsInspector(version: string): boolean {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    return major > 22 || (major === 22 && minor >= 19);
}

/** Name of the package that holds Node.js for this machine. */
function ownNode(): string {
    const name = Object.keys(packages.optionalDependencies).find((each) =>
        each.endsWith(`-${process.platform}-${process.arch}`),
    );
    if (name === undefined) {
        throw new Error(`${title} needs Node.js 22.19 or newer, and no package brings it for this machine.`);
    }
    return name;
}

async function install(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
    for (const file of ["package.json", "package-lock.json"]) {
        await copyFile(path.join(recipe.folder, file), path.join(folder, file));
    }
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    const { code, stderr } = await run("npm", ["ci", ...options], { cwd: folder, env });
    if (code !== 0) throw new Error(`${title} could not be installed: npm ci ended with ${code}.\n${stderr}`);
}
