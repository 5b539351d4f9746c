import { dirname, extname } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { type RunningCloud, startCloud } from "../cloud/client";
import { ensureEngine } from "../engine";
import { FaultLog } from "../faults/fault-log";
import { readAgain } from "../recovery/read-again";
import { beginRun, reportUnfinishedRun } from "../recovery/stack-run";
import { asFailure, messageOf } from "../report/failure";
import type { Command, Report } from "../report/report";
import type { Terminal } from "../report/terminal";
import { loadAutomation } from "../workspace/automation";
import { readCatalogue } from "../workspace/catalogue";
import { releaseEngineLocks } from "../workspace/engine-lock";
import { openEnginePipe } from "../workspace/engine-pipe";
import { ensurePassphrase, openHome } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";
import { readPolicyConfiguration } from "../workspace/policy-configuration";
import { policyFile, readProject, stackFile } from "../workspace/project";
import { writeRunFolder } from "../workspace/run-folder";
import { takeRunLock } from "../workspace/run-lock";
import { Interruption } from "./interruption";
import { withoutApiServer } from "./without-api-server";

/** The commands whose runs leave something to settle when they do not end well. */
const changesStack: ReadonlySet<Command> = new Set(["up", "refresh", "destroy"]);

/** What the command line says about a run. */
export interface RunOptions {
    /** Folder of the Pulumi project. */
    project: string;
    stack: string;
    /** Seconds of the local cloud per second. */
    speed: number;
    /** First port of the providers; any free ones when absent. */
    port?: number;
    /** File with faults that are to happen, absolute. */
    faults?: string;
    /** Leaves the objects in the cluster as they are: neither made nor changed, read nor deleted. */
    withoutKubernetes?: boolean;
    /** Leaves everything but them as it is. */
    onlyKubernetes?: boolean;
}

/** One run: a local cloud that is up and a stack that the engine can work on. */
export interface Session {
    command: Command;
    options: RunOptions;
    terminal: Terminal;
    interruption: Interruption;
    stack: Stack;
    /** Configuration of the policy pack for this stack. */
    policyConfig: string;
    /** URNs of resources, with wildcards, that the engine works on, or leaves as they are; all when there are none. */
    selection: { target: string[]; exclude: string[] };
    /** When the run began, in milliseconds since the epoch. */
    started: number;
}

/** Every resource of the Kubernetes provider, and the provider: https://www.pulumi.com/docs/iac/cli/commands/pulumi_up */
const inKubernetes = "**kubernetes:**";

/** Commands that the policy pack judges. */
const judged: Command[] = ["up", "preview"];

/**
 * Runs a command with the home folder locked, the engine found and the local cloud up, and cleans up after it in every
 * case. Everything that can be wrong with the input is checked before anything is started.
 */
export async function withSession<T extends Pick<Report, "operation" | "result">>(
    command: Command,
    given: RunOptions,
    terminal: Terminal,
    body: (session: Session) => Promise<T>,
): Promise<T> {
    const started = Date.now();
    const project = await readProject(given.project);
    stackFile(project, given.stack);
    const policyConfig = await policyFile(project, given.stack);
    const faults = given.faults === undefined ? undefined : await FaultLog.open(given.faults, terminal);
    const home = await openHome(homeFolder());
    const options = await withoutApiServer(command, given, terminal);
    const interruption = new Interruption(terminal);
    const closers: (() => Promise<void>)[] = [async () => interruption.close()];
    try {
        closers.unshift(await takeRunLock(home, { command, stack: options.stack }));
        const runFolder = await writeRunFolder(home.runs, project, options.stack);
        const engine = await interruption.race(asFailure(ensureEngine({ log: (line) => terminal.line(line) })));
        const checking = judged.includes(command) ? checkPolicyConfiguration(policyConfig) : Promise.resolve();
        checking.catch(() => {}); // awaited below, unless something else fails before
        await interruption.race(releaseEngineLocks(home));
        await ensurePassphrase(home);
        const { pipe, close } = await openEnginePipe(home);
        closers.unshift(close);
        const { attachProviders, openStack } = loadAutomation();
        let opening: Promise<Stack> | undefined;
        const open = () => {
            opening ??= openStack({
                home,
                runFolder,
                stack: options.stack,
                engine,
                control: { force: interruption.force, pipe },
            });
            return opening;
        };
        const thisRun = { cloud: home.cloud, stack: options.stack, project: project.name, command, terminal };
        const run = changesStack.has(command)
            ? await asFailure(beginRun(thisRun, open))
            : await asFailure(reportUnfinishedRun(thisRun));
        closers.unshift(async () => run?.close());
        const starting = asFailure(
            startCloud({
                home: home.cloud,
                speed: options.speed,
                firstPort: options.port,
                lazyCluster: options.withoutKubernetes,
                folder: extname(project.main) === "" ? project.main : dirname(project.main),
                log: (line) => terminal.line(line),
                faults,
            }),
        );
        closers.unshift(() => stopCloud(starting, terminal).then(() => faults?.close()));
        const [stack, { providers }] = await interruption.race(Promise.all([open(), starting, checking]));
        attachProviders(stack, home, providers);
        const selection = {
            target: options.onlyKubernetes ? [inKubernetes] : [],
            exclude: options.withoutKubernetes ? [inKubernetes] : [],
        };
        const session = { command, options, terminal, interruption, stack, policyConfig, selection, started };
        if (run?.recovered && command !== "refresh") {
            await readAgain(session);
        }
        return await (run?.watch(body(session)) ?? body(session));
    } finally {
        for (const closer of closers) {
            await closer();
        }
    }
}

async function checkPolicyConfiguration(file: string): Promise<void> {
    await readPolicyConfiguration(file, await readCatalogue());
}

/** A cloud that crashed is why an operation failed: its last words belong to the answer, not in place of it. */
async function stopCloud(starting: Promise<RunningCloud>, terminal: Terminal): Promise<void> {
    const cloud = await starting.catch(() => undefined);
    await cloud?.stop().catch((error: unknown) => terminal.line(messageOf(error)));
}
