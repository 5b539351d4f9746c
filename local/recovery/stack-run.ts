import type { Stack } from "@pulumi/pulumi/automation";
import { openHomeJournal } from "../cloud/home-journal";
import { Interrupted } from "../commands/interruption";
import { Failure, messageOf } from "../report/failure";
import type { Report } from "../report/report";
import type { Terminal } from "../report/terminal";
import { recover } from "./recover";
import { beginning, ending, type UnfinishedRun, unfinishedRun, urnPrefix } from "./unfinished-run";

/** Whose run it is, and where. */
export interface RunOfStack {
    /** Folder of the cloud. */
    cloud: string;
    stack: string;
    project: string;
    command: string;
    terminal: Terminal;
}

/** A run that changes a stack. */
export interface StackRun {
    /** Whether an earlier run had left the stack unsettled: what it was updating and deleting has to be read again. */
    recovered: boolean;
    /** Waits for what the run is about, and remembers whether it ended well. */
    watch<T extends Pick<Report, "operation" | "result">>(body: Promise<T>): Promise<T>;
    /** To be called when the cloud is down: a run that ended well leaves no question to the next one. */
    close(): Promise<void>;
}

/**
 * Notes in the cloud that a run is about to change a stack, after it has settled what an earlier one may have left. To
 * be called while neither an engine nor the cloud runs.
 *
 * @param open - Opens the stack; only called when there is something to settle.
 */
export async function beginRun(run: RunOfStack, open: () => Promise<Stack>): Promise<StackRun> {
    const { cloud, terminal } = run;
    const prefix = urnPrefix(run);
    const journal = await openHomeJournal(cloud);
    let recovered = false;
    try {
        const begin = beginning(prefix, { command: run.command, since: new Date().toISOString() });
        const unfinished = unfinishedRun(journal, prefix);
        if (unfinished === undefined) {
            await journal.write([begin]);
        } else {
            terminal.line(`${described(run, unfinished)}: its state is compared with the cloud.`);
            const writes = await recover(await open(), journal, prefix, run);
            await journal.write([...writes, ...ending(journal, prefix), begin]);
            recovered = true;
        }
    } finally {
        await journal.close();
    }
    let endedWell = false;
    return {
        recovered,
        async watch(body) {
            try {
                const report = await body;
                endedWell = report.result === "succeeded" || report.operation === "preview";
                return report;
            } catch (error) {
                endedWell = error instanceof Failure || error instanceof Interrupted; // before anything was begun
                throw error;
            }
        },
        async close() {
            if (endedWell) {
                await end(cloud, prefix).catch((error: unknown) => terminal.line(messageOf(error)));
            }
        },
    };
}

/** Says that the next run which changes the stack has something to settle first. */
export async function reportUnfinishedRun(run: RunOfStack): Promise<void> {
    const journal = await openHomeJournal(run.cloud);
    const unfinished = unfinishedRun(journal, urnPrefix(run));
    await journal.close();
    if (unfinished !== undefined) {
        run.terminal.line(
            `${described(run, unfinished)}: what it left is shown as the state has it. The next up, refresh or destroy ` +
                "compares the state with the cloud first.",
        );
    }
}

async function end(cloud: string, prefix: string): Promise<void> {
    const journal = await openHomeJournal(cloud);
    try {
        await journal.write(ending(journal, prefix));
    } finally {
        await journal.close();
    }
}

function described({ stack }: RunOfStack, { command, since }: UnfinishedRun): string {
    return `The ${command} of ${stack} that began ${since} did not end well`;
}
