import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import { findRunningCloud } from "../local/cloud/running-cloud";
import { ensureEngine } from "../local/engine";
import { residentBytes } from "../local/process-memory";
import { closedEnvironment } from "../local/workspace/closed-environment";
import { engineCommand } from "../local/workspace/engine-command";
import { compare, render } from "./paired";
import { type Surroundings, withCloud } from "./with-cloud";

const root = path.dirname(__dirname);

/** Each has fifteen resources. */
const zones = 20;

/** What the rules of the local cloud cost: an `up` that changes nothing, against a provider that echoes its inputs. */
export async function localCloud(rounds: number): Promise<void> {
    const echo = await startEcho();
    try {
        await withCloud(100_000, (surroundings) => compareWithEcho(rounds, echo.port, surroundings));
    } finally {
        echo.stop();
    }
}

async function compareWithEcho(rounds: number, echo: number, { folder, home, cloud }: Surroundings): Promise<void> {
    const upOn = async (name: string, port: number) => {
        const stack = await openStack(folder, name, closedEnvironment(home, { "azure-native": port }));
        await stack.up();
        return async () => {
            const start = performance.now();
            const { summary } = await stack.up();
            const { same, ...changed } = summary.resourceChanges ?? {};
            if (same !== zones * 15 + 1 || Object.keys(changed).length > 0) {
                throw new Error(`${name} is not what it was: ${JSON.stringify(summary.resourceChanges)}`);
            }
            return (performance.now() - start) / 1000;
        };
    };
    const variants = [
        { name: "a provider that echoes", measure: await upOn("echo", echo) },
        { name: "the local cloud", measure: await upOn("cloud", cloud.providers["azure-native"] as number) },
    ];
    const noChange = await compare(variants, { rounds, unit: "s" });
    console.log(render(`up of ${zones * 15} resources that changes nothing`, noChange));
    const running = await findRunningCloud(home.cloud);
    const bytes = running && (await residentBytes(running.pid));
    console.log(`  memory of the local cloud after that: ${bytes && Math.round(bytes / 1e6)} MB`);
}

async function openStack(folder: string, name: string, envVars: Record<string, string>): Promise<Stack> {
    const workDir = path.join(folder, name);
    await mkdir(workDir);
    const project = {
        name: "bench",
        main: path.join(__dirname, "programs", "landing-zones.ts"),
        runtime: { name: "nodejs", options: { typescript: false, nodeargs: "--import tsx" } },
    };
    await writeFile(path.join(workDir, "Pulumi.yaml"), JSON.stringify(project));
    const workspace = await LocalWorkspace.create({
        workDir,
        pulumiCommand: await engineCommand(await ensureEngine({ log: console.error })),
        envVars: { ...envVars, BENCH_ZONES: String(zones) },
    });
    return Stack.create(name, workspace);
}

/** A process of its own, as the local cloud is. */
async function startEcho(): Promise<{ port: number; stop(): void }> {
    const script = path.join(__dirname, "programs", "echo-provider.ts");
    const child = spawn(process.execPath, ["--import", "tsx", script], {
        cwd: root,
        stdio: ["pipe", "pipe", "inherit"],
    });
    const [port] = await once(child.stdout, "data");
    return { port: Number(port), stop: () => child.stdin.end() };
}
