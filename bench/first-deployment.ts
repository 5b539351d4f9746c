import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseDocument } from "yaml";
import { findType } from "../local/azure/registry";
import { ensureEngine } from "../local/engine";
import { attachProviders, openStack } from "../local/workspace/open-stack";
import { readProject } from "../local/workspace/project";
import { writeRunFolder } from "../local/workspace/run-folder";
import { criticalPath, secondsOf, type Task } from "./critical-path";
import { comparison, render } from "./paired";
import { type Surroundings, withCloud } from "./with-cloud";

/** Seconds of the local cloud per second: slow enough that the engine's own work is a twentieth of it at most. */
const speed = 30;

interface StateResource {
    urn: string;
    type: string;
    parent?: string;
    dependencies?: string[];
}

/** How long the first deployment of `prod` takes, against the longest chain of resources that need each other. */
export async function firstDeployment(rounds: number): Promise<void> {
    const deployments: Deployed[] = [];
    while (deployments.length < rounds)
        await withCloud(speed, async (it) => void deployments.push(await deployProd(it)));
    const figures = {
        "critical path": deployments.map(({ path }) => secondsOf(path)),
        "first resource to last": deployments.map(({ seconds }) => seconds),
    };
    const title = `First deployment of prod, in seconds of the cloud (${speed} of them a second)`;
    console.log(render(title, comparison(figures, "s")));
    const longest = deployments.at(-1)?.path ?? [];
    console.log(longest.map(({ name, seconds }) => `  ${String(seconds).padStart(5)} s  ${name}`).join("\n"));
}

interface Deployed {
    /** Seconds of the cloud from the first resource to the last. */
    seconds: number;
    path: Task[];
}

/** A resource that the local cloud does not know as Azure's takes no time. */
function taskOf({ urn, type, parent, dependencies = [] }: StateResource): Task {
    const after = parent === undefined ? dependencies : [parent, ...dependencies];
    return { name: urn, seconds: findType(type)?.seconds.create ?? 0, after };
}

async function deployProd({ home, cloud }: Surroundings): Promise<Deployed> {
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
    const resources: StateResource[] = deployment.resources;
    return {
        seconds: ((Math.max(...times) - Math.min(...times)) / 1000) * speed,
        path: criticalPath(resources.map(taskOf)),
    };
}

/** Azure creates no storage that is locked already. */
async function unlockStorage(stackFile: string): Promise<void> {
    const settings = parseDocument(await readFile(stackFile, "utf8"));
    settings.setIn(["config", "zero-trust-mcp:auditArchive", "forensicLock"], "Unlocked");
    await writeFile(stackFile, settings.toString());
}
