import { resolve } from "node:path";
import { stderr, stdout } from "node:process";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { addCloudCommand } from "./cloud-command";
import { destroy } from "./commands/destroy";
import { Interrupted } from "./commands/interruption";
import { preview } from "./commands/preview";
import { refresh } from "./commands/refresh";
import { type RunOptions, type Session, withSession } from "./commands/session";
import { renderStatus, status } from "./commands/status";
import { up } from "./commands/up";
import { exitCodes } from "./exit-codes";
import { addGateCommand } from "./gate-command";
import { addIncidentCommands } from "./incidents-command";
import { addLogsCommand } from "./logs-command";
import { Failure } from "./report/failure";
import { jsonReport } from "./report/json-report";
import type { Command as Operation, Report } from "./report/report";
import { renderReport } from "./report/summary";
import { colorsFor, openTerminal } from "./report/terminal";
import { addResetCommand } from "./reset-command";
import type { RunAnswer } from "./run-answer";
import { addServeCommand } from "./serve-command";
import { addTryCommand, tryAndPrint } from "./try-command";
import { callersFolder } from "./workspace/callers-folder";
import { projectFolder } from "./workspace/checkout";

/** Seconds of the local cloud per second: a deployment takes about half a minute instead of half an hour. */
const defaultSpeed = 60;

type OperationOptions = Omit<RunOptions, "project"> & { json?: boolean };

const operations: Record<Operation, { description: string; body: (session: Session) => Promise<Report> }> = {
    up: {
        description: "Deploy the stack: preview, policy pack, deployment. Without a command, try follows.",
        body: up,
    },
    preview: {
        description: "Show what up would change and what the policy pack says; change nothing.",
        body: preview,
    },
    refresh: {
        description: "Show how the cloud differs from the state, and bring the state up to date; up then repairs it.",
        body: refresh,
    },
    destroy: {
        description: "Delete everything that the stack deployed.",
        body: destroy,
    },
};

/**
 * Runs what the command line says, `up` and then `try` when it names no command. Results go to stdout, everything else to
 * stderr.
 *
 * @param args - What follows `npm start --`.
 * @returns the exit code: 0 success, 1 failure or blocked by the policy pack, 2 wrong usage, 130 interrupted.
 */
export async function runCommandLine(args: string[]): Promise<number> {
    let exitCode = exitCodes.succeeded;
    const helps = args[0] === "--help" || args[0] === "-h";
    const namesCommand = args[0] !== undefined && (!args[0].startsWith("-") || helps);
    const program = commandLine(
        (code) => {
            exitCode = code;
        },
        { triesAfterUp: !namesCommand },
    );
    try {
        await program.parseAsync(namesCommand ? args : ["up", ...args], { from: "user" });
        return exitCode;
    } catch (error) {
        if (error instanceof CommanderError) {
            return error.exitCode === 0 ? exitCodes.succeeded : exitCodes.misused;
        }
        throw error;
    }
}

function commandLine(finish: (exitCode: number) => void, { triesAfterUp }: { triesAfterUp: boolean }): Command {
    const program = new Command("npm start --")
        .description("Runs the real program on the real Pulumi engine against a local stand-in for Azure.")
        .usage("[command] [options]")
        .showHelpAfterError("Add --help to see what there is.")
        .showSuggestionAfterError(false) // "deploy" is nearest to "destroy"
        .exitOverride();
    for (const [name, { description }] of Object.entries(operations)) {
        const command = withStack(program.command(name).description(description))
            .option("--speed <n>", "seconds of the local cloud per second", positiveNumber, defaultSpeed)
            .option("--port <first>", "first port of the cloud's providers (default: any free ones)", portNumber)
            .option("--only-kubernetes", "leave everything else as it is: what a job in the network may do");
        if (name !== "destroy") {
            command.addOption(
                new Option(
                    "--without-kubernetes",
                    "leave what is in the cluster as it is, as who cannot reach it has to",
                ).conflicts("onlyKubernetes"),
            );
        }
        if (name !== "preview") {
            command.option("--faults <file>", "what goes wrong in the cloud: a plan as in docs/local-cloud.md");
        }
        command.action(async (options: OperationOptions) =>
            finish(await operate(name as Operation, options, triesAfterUp)),
        );
    }
    addGateCommand(program, finish);
    const run: RunAnswer = async (subject, options, action) =>
        finish(
            await answer(subject, options, async () => {
                const { document, text } = await action();
                print(options, document, () => text);
                return exitCodes.succeeded;
            }),
        );
    addCloudCommand(program, run);
    addServeCommand(program, run);
    addIncidentCommands(program, run);
    addTryCommand(program, async (subject, options, action) => finish(await answer(subject, options, action)));
    withStack(
        program.command("status").description("Show what is up, what is deployed, and where its state is."),
    ).action(({ stack, ...options }: OperationOptions) =>
        run({ command: "status", stack }, options, async () => {
            const found = await status({ stack, project: projectFolder() }, openTerminal(stderr));
            return { document: found, text: renderStatus(found) };
        }),
    );
    addLogsCommand(program, run);
    addResetCommand(program, run);
    return program;
}

function withStack(command: Command): Command {
    return command
        .showSuggestionAfterError()
        .option("--stack <name>", "stack to work on: one of those with a file in stacks/", "dev")
        .option("--json", "print one JSON document on stdout; progress stays on stderr");
}

async function operate(command: Operation, options: OperationOptions, triesAfterwards: boolean): Promise<number> {
    const terminal = openTerminal(stderr);
    return answer({ command, stack: options.stack }, options, async () => {
        const faults = options.faults && resolve(callersFolder(), options.faults);
        const run = { ...options, faults, project: projectFolder() };
        const report = await withSession(command, run, terminal, operations[command].body);
        print(options, jsonReport(report), () => renderReport(report, colorsFor(stdout)));
        const { endpoints } = report.outputs;
        const served = Object.values(typeof endpoints === "object" && endpoints !== null ? endpoints : {});
        // a document is one of one command
        if (!triesAfterwards || options.json || report.result !== "succeeded" || served.length === 0) {
            return exitCodes[report.result];
        }
        stdout.write("\n");
        return tryAndPrint(options, (endpoint) => served.includes(endpoint));
    });
}

/** Turns what a command throws into its answer; anything but a failure that its user can solve is a bug. */
async function answer(
    subject: { command: string; stack?: string },
    options: { json?: boolean },
    action: () => Promise<number>,
): Promise<number> {
    try {
        return await action();
    } catch (error) {
        if (!(error instanceof Failure) && !(error instanceof Interrupted)) {
            throw error;
        }
        const result = error instanceof Failure ? "failed" : "interrupted";
        if (options.json) {
            print(options, { ...subject, result, problems: [{ message: error.message }] }, () => "");
        } else {
            stderr.write(`${error instanceof Failure ? "error  " : ""}${error.message}\n`);
        }
        return exitCodes[result];
    }
}

function print(options: { json?: boolean }, document: object, text: () => string): void {
    stdout.write(`${options.json ? JSON.stringify(document, undefined, 2) : text()}\n`);
}

function positiveNumber(value: string): number {
    const number = Number(value);
    if (!(number > 0) || !Number.isFinite(number)) {
        throw new InvalidArgumentError("It must be a number above 0, for example 60.");
    }
    return number;
}

function portNumber(value: string): number {
    const number = Number(value);
    if (!Number.isInteger(number) || number < 1024 || number > 65000) {
        throw new InvalidArgumentError("It must be a whole number from 1024 to 65000.");
    }
    return number;
}
