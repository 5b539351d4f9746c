import { join } from "node:path";
import type { UpdateSummary } from "@pulumi/pulumi/automation";
import { ensureEngine } from "../engine";
import { ComponentTree } from "../report/component-tree";
import { isCloudResource, type Resource } from "../report/resource";
import type { Terminal } from "../report/terminal";
import { loadAutomation } from "../workspace/automation";
import { type Home, homePaths } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";
import { readProject, stackFile } from "../workspace/project";
import { findRunFolder } from "../workspace/run-folder";
import { type Holder, readHolder } from "../workspace/run-lock";

/** What is known about a stack without asking the cloud. */
export interface Status {
    stack: string;
    /** Stacks that have a stack file. */
    stacks: string[];
    /** Absent when nothing was ever deployed. */
    lastUpdate?: Pick<UpdateSummary, "kind" | "result" | "endTime">;
    components: { component: Resource; resources: number }[];
    /** The run that is under way in this home folder. */
    running?: Holder;
    home: Home;
}

/** Reads the state of a stack. Starts no cloud and takes no lock, so it answers during a run, too. */
export async function status(options: { project: string; stack: string }, terminal: Terminal): Promise<Status> {
    const project = await readProject(options.project);
    stackFile(project, options.stack);
    const home = homePaths(homeFolder());
    return {
        stack: options.stack,
        stacks: project.stacks,
        running: await readHolder(home),
        home,
        ...(await readState(home, options.stack, terminal)),
    };
}

async function readState(
    home: Home,
    name: string,
    terminal: Terminal,
): Promise<Pick<Status, "lastUpdate" | "components">> {
    const runFolder = await findRunFolder(home.runs, name);
    if (runFolder === undefined) {
        return { components: [] };
    }
    const stack = await loadAutomation().findStack({
        home,
        runFolder,
        stack: name,
        engine: await ensureEngine({ log: (line) => terminal.line(line) }),
    });
    if (stack === undefined) {
        return { components: [] };
    }
    const [last] = await stack.history(1);
    const { deployment } = await stack.exportStack();
    return {
        lastUpdate: last && { kind: last.kind, result: last.result, endTime: last.endTime },
        components: countByComponent(deployment.resources ?? []),
    };
}

/** Number of resources of the cloud in each component, in the order of the state. */
export function countByComponent(
    resources: { urn: string; type: string; custom: boolean; parent?: string }[],
): Status["components"] {
    const tree = new ComponentTree();
    const counts = new Map<string, { component: Resource; resources: number }>();
    for (const { urn, parent } of resources) {
        tree.add(urn, parent);
    }
    for (const resource of resources.filter(isCloudResource)) {
        const component = tree.componentOf(resource.urn);
        const entry = counts.get(component.urn) ?? { component, resources: 0 };
        entry.resources += 1;
        counts.set(component.urn, entry);
    }
    return [...counts.values()];
}

export function renderStatus(status: Status): string {
    const { stack, stacks, lastUpdate, components, running, home } = status;
    const total = components.reduce((sum, { resources }) => sum + resources, 0);
    const rows: [string, string][] = [
        ["Stack", `${stack} (of ${stacks.join(", ")})`],
        [
            "Last update",
            lastUpdate
                ? `${lastUpdate.kind} ${lastUpdate.result}, ${lastUpdate.endTime.toISOString()}`
                : "none: it was never deployed to this local cloud",
        ],
        ["Resources", String(total)],
        ...components.map(({ component, resources }): [string, string] => [`  ${component.name}`, String(resources)]),
        ["Drift", `unknown; npm start -- refresh --stack ${stack} compares the state with the cloud`],
        [
            "Running",
            running ? `${running.command} of ${running.stack}, process ${running.pid}, since ${running.since}` : "no",
        ],
        ["Home", home.folder],
        ["  cloud", home.cloud],
        ["  state", home.backend],
        ["  run folder", join(home.runs, stack)],
    ];
    const width = Math.max(...rows.map(([name]) => name.length)) + 2;
    return rows.map(([name, value]) => `${name.padEnd(width)}${value}`).join("\n");
}
