import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Recipe } from "./recipe";
import { run } from "./run";
import { isOlder } from "./version";

/** What is needed to work with Go. */
export interface GoOptions {
    env: NodeJS.ProcessEnv;
    log(line: string): void;
    /** Optional. Ends what is under way when it is aborted. */
    signal?: AbortSignal;
}

/** A program whose recipe is a module of its own. */
export interface Program extends Recipe {
    package: string;
    linkerFlags: string;
    /** Optional. Whether it needs a C compiler. Default: as Go decides. */
    cgo?: false;
    /** How long the build takes on two cores with nothing cached. */
    minutes: number;
}

const reportEvery = 15_000;

/** Throws why Go cannot build the recipe; a Go that fetches the toolchain it is asked for counts as new enough. */
export async function checkGo({ folder }: Recipe, minimum: string, env: NodeJS.ProcessEnv): Promise<void> {
    const { code, stdout, stderr } = await run("go", ["env", "GOVERSION"], { cwd: folder, env });
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

/** Builds the program into `output`, telling every 15 seconds how far it is. */
export async function goBuild(program: Program, output: string, { env, log, signal }: GoOptions): Promise<void> {
    const { name, folder, linkerFlags } = program;
    log(`Building ${name} from Go modules, about ${minutes(program.minutes)} on two cores ...`);
    const args = ["build", "-v", "-mod=readonly", "-buildvcs=false", "-ldflags", linkerFlags, "-o", output];
    const go = spawn("go", [...args, program.package], {
        cwd: folder,
        env: { ...env, GOWORK: "off", ...(program.cgo === false && { CGO_ENABLED: "0" }) },
        stdio: ["ignore", "ignore", "pipe"],
        signal,
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
    const timer = setInterval(() => log(`  ${name}: ${progress()} so far`), reportEvery);
    const code = await new Promise((resolve, reject) => go.on("error", reject).on("close", resolve)).finally(() =>
        clearInterval(timer),
    );
    if (code !== 0) {
        throw new Error([`Building ${name} failed after ${progress()}:`, ...seen.messages.slice(-20)].join("\n"));
    }
    log(`  ${name}: built, ${progress()}`);
}

/** Downloads the modules that a recipe requires and returns the folder of each by its path. */
export async function goDownload(
    { name, folder }: Recipe,
    modules: string[],
    { env, log, signal }: GoOptions,
): Promise<Record<string, string>> {
    log(`Downloading ${name} from Go modules ...`);
    const { code, stdout, stderr } = await run("go", ["mod", "download", "-json", ...modules], {
        cwd: folder,
        env: { ...env, GOWORK: "off", GOFLAGS: "-mod=readonly" },
        signal,
    });
    signal?.throwIfAborted();
    // a sequence of objects, which is no JSON document
    const found: { Path: string; Dir?: string; Error?: string }[] = JSON.parse(
        `[${stdout.trim().replaceAll(/^\}\n\{$/gm, "},{")}]`,
    );
    const problems = found.flatMap(({ Error: problem }) => problem ?? []);
    if (code !== 0 || problems.length > 0) {
        throw new Error([`Downloading ${name} failed:`, ...problems, stderr.trim()].join("\n").trim());
    }
    return Object.fromEntries(found.map(({ Path, Dir = "" }) => [Path, Dir]));
}

function minutes(count: number): string {
    return count === 1 ? "1 minute" : `${count} minutes`;
}

function elapsed(milliseconds: number): string {
    const seconds = Math.round(milliseconds / 1000);
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
