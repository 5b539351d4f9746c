import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseDocument } from "yaml";
import { findType } from "../local/azure/registry";
import { startCloud } from "../local/cloud/client";
import { ensureEngine } from "../local/engine";
import { attachProviders, openStack } from "../local/workspace/open-stack";
import { readProject } from "../local/workspace/project";
import { writeRunFolder } from "../local/workspace/run-folder";
import { criticalPath, secondsOf, type Task } from "./critical-path";
import { ownHome } from "./own-home";
import { compare, render } from "./paired";

/** Seconds of the local cloud per second: slow enough that the engine's own work is a twentieth of it at most. */
const speed = 10;

interface StateResource {
    urn: string;
    type: string;
    custom?: boolean;
    parent?: string;
    dependencies?: string[];
}

/** How long the first deployment of `prod` takes, against the longest chain of resources that need each other. */
export async function firstDeployment(rounds: number): Promise<void> {
    let bound: Task[] = [];
    let measured = 0;
    const deploy = async () => {
        const { seconds, resources } = await deployProd();
        bound = criticalPath(resources.map(taskOf));
        measured = seconds * speed;
        return secondsOf(bound);
    };
    const comparison = await compare(
        [
            { name: "critical path", measure: deploy },
            { name: "first resource to last", measure: () => measured },
        ],
        { rounds, unit: "s" },
    );
    console.log(render(`First deployment of prod, in seconds of the cloud (${speed} of them a second)`, comparison));
    console.log(bound.map(({ name, seconds }) => `  ${String(seconds).padStart(5)} s  ${name}`).join("\n"));
}

/** A resource that the local cloud does not know as Azure's takes no time. */
function taskOf({ urn, type, parent, dependencies = [] }: StateResource): Task {
    const after = parent === undefined ? dependencies : [parent, ...dependencies];
    return { name: urn, seconds: findType(type)?.seconds.create ?? 0, after };
}

async function deployProd(): Promise<{ seconds: number; resources: StateResource[] }> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "bench-first-deployment-"));
    const home = await ownHome(path.join(folder, "home"));
    const cloud = await startCloud({ home: home.cloud, speed });
    try {
        const project = await readProject(path.dirname(__dirname));
        const runFolder = await writeRunFolder(home.runs, project, "prod");
        await unlockStorage(path.join(runFolder, "Pulumi.prod.yaml"));
        const engine = await ensureEngine({ log: console.error });
        const stack = await openStack({ home, runFolder, stack: "prod", engine });
        attachProviders(stack, home, cloud.providers);
        const times: number[] = [];
        await stack.up({
            parallel: 1_000, // wider than the graph
            onEvent: ({ resourcePreEvent, resOutputsEvent }) => {
                if ((resourcePreEvent ?? resOutputsEvent)?.metadata.type.startsWith("azure-native:")) {
                    times.push(performance.now());
                }
            },
        });
        const { deployment } = await stack.exportStack();
        return {
            seconds: (Math.max(...times) - Math.min(...times)) / 1000,
            resources: deployment.resources,
        };
    } finally {
        await cloud.stop();
        await rm(folder, { recursive: true, force: true });
    }
}

/** Azure creates no storage that is locked already. */
async function unlockStorage(stackFile: string): Promise<void> {
    const settings = parseDocument(await readFile(stackFile, "utf8"));
    settings.setIn(["config", "zero-trust-mcp:auditArchive", "forensicLock"], "Unlocked");
    await writeFile(stackFile, settings.toString());
}
