import { access } from "node:fs/promises";
import type { Stack } from "@pulumi/pulumi/automation";
import { type RunningCloud, startCloud } from "../cloud/client";
import { ensureEngine } from "../engine";
import { Failure, messageOf } from "../report/failure";
import type { Command } from "../report/report";
import type { Terminal } from "../report/terminal";
import { loadAutomation } from "../workspace/automation";
import { releaseEngineLocks } from "../workspace/engine-lock";
import { openHome } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";
import { policyFile, readProject, stackFile } from "../workspace/project";
import { writeRunFolder } from "../workspace/run-folder";
import { takeRunLock } from "../workspace/run-lock";
import { Interruption } from "./interruption";

/** What the command line says about a run. */
export interface RunOptions {
    /** Folder of the Pulumi project. */
    project: string;
    stack: string;
    /** Seconds of the local cloud per second. */
    speed: number;
    /** First port of the providers; any free ones when absent. */
    port?: number;
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
    /** When the run began, in milliseconds since the epoch. */
    started: number;
}

/**
 * Runs a command with the home folder locked, the engine found and the local cloud up, and cleans up after it in every
 * case. Everything that can be wrong with the input is checked before anything is started.
 */
export async function withSession<T>(
    command: Command,
    options: RunOptions,
    terminal: Terminal,
    body: (session: Session) => Promise<T>,
): Promise<T> {
    const started = Date.now();
    const project = await readProject(options.project);
    stackFile(project, options.stack);
    const policyConfig = policyFile(project, options.stack);
    await access(policyConfig).catch(() => {
        throw new Failure(
            `${policyConfig} is missing: without it the policy pack does not know what it judges. Add it beside the ` +
                "stack file, as the other stacks have it.",
        );
    });
    const home = await openHome(homeFolder());
    const interruption = new Interruption(terminal);
    const closers: (() => Promise<void>)[] = [async () => interruption.close()];
    try {
        closers.unshift(await takeRunLock(home, { command, stack: options.stack }));
        const runFolder = await writeRunFolder(home.runs, project, options.stack);
        const engine = await interruption.race(asFailure(ensureEngine({ log: (line) => terminal.line(line) })));
        const starting = asFailure(startCloud({ home: home.cloud, speed: options.speed, firstPort: options.port }));
        closers.unshift(() => stopCloud(starting, terminal));
        // While the local cloud starts.
        const { openStack } = loadAutomation();
        await interruption.race(releaseEngineLocks(home));
        const { providers } = await interruption.race(starting);
        const stack = await interruption.race(
            openStack({
                home,
                runFolder,
                stack: options.stack,
                engine,
                providers,
                force: interruption.force,
            }),
        );
        return await body({ command, options, terminal, interruption, stack, policyConfig, started });
    } finally {
        for (const close of closers) {
            await close();
        }
    }
}

/** A cloud that crashed is why an operation failed: its last words belong to the answer, not in place of it. */
async function stopCloud(starting: Promise<RunningCloud>, terminal: Terminal): Promise<void> {
    const cloud = await starting.catch(() => undefined);
    await cloud?.stop().catch((error: unknown) => terminal.line(messageOf(error)));
}

/** What engine and cloud report are problems of this machine, with the cure in the message. */
async function asFailure<T>(promise: Promise<T>): Promise<T> {
    try {
        return await promise;
    } catch (error) {
        throw new Failure(messageOf(error));
    }
}
