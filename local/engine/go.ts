import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { isOlder } from "./installed";
import { type Recipe, recipeFolder } from "./recipe";
import { run } from "./run";

const reportEvery = 15_000;

/** Throws why Go cannot build the recipe; a Go that fetches the toolchain it is asked for counts as new enough. */
export async function checkGo(recipe: Recipe, minimum: string, env: NodeJS.ProcessEnv): Promise<void> {
    const { code, stdout, stderr } = await run("go", ["env", "GOVERSION"], { cwd: recipeFolder(recipe), env });
    const version = stdout.trim().replace(/^go/, "");
    if (code === -1) {
        throw new Error("Go, which would build it, is not on PATH either.");
    }
    if (code !== 0) {
        throw new Error(`Go, which would build it, cannot be used: ${stderr.trim()}.`);
    }
    if (isOlder(version, minimum)) {
        throw new Error(`Go, which would build it, is version ${version}; ${minimum} or newer is needed.`);
    }
}

/** Builds the recipe's program into `output`, telling every 15 seconds how far it is. */
export async function goBuild(
    recipe: Recipe,
    output: string,
    linkerFlags: string,
    env: NodeJS.ProcessEnv,
    log: (line: string) => void,
): Promise<void> {
    log(`Building ${recipe.name} from Go modules, about ${minutes(recipe.minutes)} on two cores ...`);
    const args = ["build", "-v", "-mod=readonly", "-buildvcs=false", "-ldflags", linkerFlags, "-o", output];
    const go = spawn("go", [...args, recipe.package], {
        cwd: recipeFolder(recipe),
        env: { ...env, GOWORK: "off" },
        stdio: ["ignore", "ignore", "pipe"],
    });
    const seen = { modules: 0, packages: 0, messages: [] as string[] };
    createInterface(go.stderr).on("line", (line) => {
        if (line.startsWith("go: downloading ")) {
            seen.modules++;
        } else if (/^[\w.~/-]+$/.test(line)) {
            seen.packages++;
        } else {
            seen.messages.push(line);
        }
    });
    const start = Date.now();
    const progress = () =>
        `${seen.modules} modules downloaded, ${seen.packages} packages compiled, ${elapsed(Date.now() - start)}`;
    const timer = setInterval(() => log(`  ${recipe.name}: ${progress()} so far`), reportEvery);
    const code = await new Promise((resolve, reject) => go.on("error", reject).on("close", resolve)).finally(() =>
        clearInterval(timer),
    );
    if (code !== 0) {
        throw new Error(
            [`Building ${recipe.name} failed after ${progress()}:`, ...seen.messages.slice(-20)].join("\n"),
        );
    }
    log(`  ${recipe.name}: built, ${progress()}`);
}

function minutes(count: number): string {
    return count === 1 ? "1 minute" : `${count} minutes`;
}

function elapsed(milliseconds: number): string {
    const seconds = Math.round(milliseconds / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
