import { join } from "node:path";
import type { UpdateSummary } from "@pulumi/pulumi/automation";
import { logFileOf } from "../cloud/log-file";
import { cloudTime, findRunningCloud } from "../cloud/running-cloud";
import { ensureEngine } from "../engine";
import { residentBytes } from "../process-memory";
import { ComponentTree } from "../report/component-tree";
import { isCloudResource, type Resource } from "../report/resource";
import type { Terminal } from "../report/terminal";
import { loadAutomation } from "../workspace/automation";
import { type Home, homePaths } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";
import { readProject, stackFile } from "../workspace/project";
import { findRunFolder } from "../workspace/run-folder";
import { type Holder, readHolder } from "../workspace/run-lock";
import { readVersions, type Versions } from "../workspace/versions";

/** What is known about a stack without asking the cloud. */
export interface Status {
    stack: string;
    /** Stacks that have a stack file. */
    stacks: string[];
    /** Absent when nothing was ever deployed. */
    lastUpdate?: Pick<UpdateSummary, "kind" | "result" | "endTime">;
    components: { component: Resource; resources: number }[];
    /** Number of resources of the cloud by type token, in the order of the tokens. */
    types: Record<string, number>;
    versions: Versions;
    /** The local cloud that runs in this home folder; it is up as long as a command needs it. */
    cloud?: RunningCloud;
    /** The run that is under way in this home folder. */
    running?: Holder;
    home: Home;
}

/** All but the process id is absent while it is still starting. */
export interface RunningCloud {
    pid: number;
    /** Absent, too, when the system does not tell. */
    residentBytes?: number;
    /** Port on 127.0.0.1 by package name. */
    ports?: Record<string, number>;
    /** Seconds of cloud time for each second. */
    speed?: number;
    /** What its clock says. */
    time?: string;
}

/** Reads the state of a stack. Starts no cloud and takes no lock, so it answers during a run, too. */
export async function status(options: { project: string; stack: string }, terminal: Terminal): Promise<Status> {
    const project = await readProject(options.project);
    stackFile(project, options.stack);
    const home = homePaths(homeFolder());
    return {
        stack: options.stack,
        stacks: project.stacks,
        versions: await readVersions(),
        cloud: await readCloud(home),
        running: await readHolder(home),
        home,
        ...(await readState(home, options.stack, terminal)),
    };
}

async function readCloud(home: Home): Promise<RunningCloud | undefined> {
    const found = await findRunningCloud(home.cloud);
    if (found === undefined) {
        return undefined;
    }
    const { pid, providers, since, speed } = found;
    return {
        pid,
        residentBytes: await residentBytes(pid),
        ports: providers,
        speed,
        time: since && speed ? cloudTime({ since, speed }).toISOString() : undefined,
    };
}

async function readState(
    home: Home,
    name: string,
    terminal: Terminal,
): Promise<Pick<Status, "lastUpdate" | "components" | "types">> {
    const runFolder = await findRunFolder(home.runs, name);
    if (runFolder === undefined) {
        return { components: [], types: {} };
    }
    const stack = await loadAutomation().findStack({
        home,
        runFolder,
        stack: name,
        engine: await ensureEngine({ log: (line) => terminal.line(line) }),
    });
    if (stack === undefined) {
        return { components: [], types: {} };
    }
    const [last] = await stack.history(1);
    const { deployment } = await stack.exportStack();
    return {
        lastUpdate: last && { kind: last.kind, result: last.result, endTime: last.endTime },
        components: countByComponent(deployment.resources ?? []),
        types: countByType(deployment.resources ?? []),
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

/** Number of resources of the cloud of each type. */
export function countByType(resources: { type: string; custom: boolean }[]): Status["types"] {
    const counts = new Map<string, number>();
    for (const { type } of resources.filter(isCloudResource)) {
        counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

export function renderStatus(status: Status): string {
    const { stack, stacks, lastUpdate, components, types, versions, cloud, running, home } = status;
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
        ["By type", Object.keys(types).length === 0 ? "none" : ""],
        ...Object.entries(types).map(([type, resources]): [string, string] => [`  ${type}`, String(resources)]),
        ["Drift", `unknown; npm start -- refresh --stack ${stack} compares the state with the cloud`],
        [
            "Running",
            running ? `${running.command} of ${running.stack}, process ${running.pid}, since ${running.since}` : "no",
        ],
        ...cloudRows(cloud),
        ["Versions", `project ${versions.project}, Node.js ${versions.node}`],
        ["  engine", versions.engine ?? "none yet: the first npm start finds or builds one"],
        ...Object.entries(versions.sdk).map(([name, version]): [string, string] => [`  ${name}`, version]),
        ["Home", home.folder],
        ["  cloud", home.cloud],
        ["  log", logFileOf(home.cloud)],
        ["  state", home.backend],
        ["  run folder", join(home.runs, stack)],
    ];
    const width = Math.max(...rows.map(([name]) => name.length)) + 2;
    return rows.map(([name, value]) => `${name.padEnd(width)}${value}`.trimEnd()).join("\n");
}

/** The clock is that of a cloud: none runs, no time passes. */
function cloudRows(cloud: RunningCloud | undefined): [string, string][] {
    if (cloud === undefined) {
        return [
            ["Local cloud", "not running: it is up while a command works on it"],
            ["Clock", "none: each run starts at the present, 60 times as fast unless --speed says otherwise"],
        ];
    }
    const { pid, residentBytes, ports, speed, time } = cloud;
    const memory = residentBytes === undefined ? "memory unknown" : `${Math.round(residentBytes / 1024 / 1024)} MB`;
    return [
        ["Local cloud", `process ${pid}, ${memory}${ports ? "" : ", starting"}`],
        ...Object.entries(ports ?? {}).map(([name, port]): [string, string] => [`  ${name}`, `127.0.0.1:${port}`]),
        ["Clock", time ? `${time}, ${speed} times as fast as real time` : "not known before it has started"],
    ];
}
