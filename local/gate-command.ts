import { resolve } from "node:path";
import { stderr, stdout } from "node:process";
import { type Command, Option } from "commander";
import { type GateOptions, gate, judgedOf } from "./commands/gate";
import { Interrupted } from "./commands/interruption";
import { exitCodes } from "./exit-codes";
import { Failure } from "./report/failure";
import { type Format, formats, renderGate } from "./report/gate/formats";
import type { GateFailure, GateReport } from "./report/gate/report";
import { verdictOf } from "./report/gate/verdict";
import { openOutput } from "./report/output-file";
import { colorsFor, openTerminal } from "./report/terminal";
import { callersFolder } from "./workspace/callers-folder";
import { projectFolder } from "./workspace/checkout";

interface Options {
    stack?: string;
    policyPackConfig?: string;
    format: Format;
    json?: boolean;
    output?: string;
}

/** Adds the command `gate`, whose options are its own: it works on no session. */
export function addGateCommand(program: Command, finish: (exitCode: number) => void): void {
    program
        .command("gate")
        .description("Let the policy pack judge what exists: an exported state, or what is deployed of a stack.")
        .usage("<state.json> | --stack <name> [options]")
        .argument("[state]", "file that pulumi stack export wrote")
        .showSuggestionAfterError()
        .option("--stack <name>", "judge what is deployed of this stack of the local cloud instead")
        .option(
            "--policy-pack-config <file>",
            "policy configuration (default: stacks/policy.<stack>.json for a stack; none for a file, which is then judged " +
                "as a component, by the thresholds of production)",
        )
        .addOption(
            new Option("--format <format>", "what to print")
                .choices(formats)
                .default("text" satisfies Format)
                .conflicts("json"),
        )
        .option("--json", "the same as --format json")
        .option("--output <file>", "write the document there, and only the verdict to stderr")
        .addHelpText(
            "after",
            "\nExit codes: 0 no mandatory finding, 1 a mandatory finding or not everything judged, 2 wrong usage, " +
                "130 interrupted.",
        )
        .action(async (state: string | undefined, options: Options, command: Command) => {
            if ((state === undefined) === (options.stack === undefined)) {
                command.error("error: give either a state file or --stack <name>", { exitCode: exitCodes.misused });
            }
            finish(await judge(state, options));
        });
}

async function judge(state: string | undefined, options: Options): Promise<number> {
    const format = options.json ? "json" : options.format;
    const absolute = (path?: string) => (path === undefined ? path : resolve(callersFolder(), path));
    const output = absolute(options.output);
    const judged: GateOptions = {
        project: projectFolder(),
        file: absolute(state),
        stack: options.stack,
        policyConfiguration: absolute(options.policyPackConfig),
    };
    let write: ((text: string) => Promise<void>) | undefined;
    const outcome = await outcomeOf(judged, async () => {
        write = output === undefined ? output : await openOutput(output, [judged.file, judged.policyConfiguration]);
        return gate(judged, openTerminal(stderr));
    });
    if (output !== undefined) {
        const delivered = await outcomeOf(judged, async () => {
            await write?.(renderGate(outcome, format, colorsFor({})));
            return outcome;
        });
        stderr.write(`${verdictOf(delivered, colorsFor(stderr))}\n`);
        return exitCodes[delivered.result];
    }
    if ("problems" in outcome && format === "text") {
        stderr.write(renderGate(outcome, format, colorsFor(stderr)));
    } else {
        stdout.write(renderGate(outcome, format, colorsFor(stdout)));
    }
    return exitCodes[outcome.result];
}

/** What came of it; anything but a failure that its user can solve is a bug. */
async function outcomeOf(
    judged: GateOptions,
    action: () => Promise<GateReport | GateFailure>,
): Promise<GateReport | GateFailure> {
    try {
        return await action();
    } catch (error) {
        if (!(error instanceof Failure) && !(error instanceof Interrupted)) {
            throw error;
        }
        const result = error instanceof Failure ? "failed" : "interrupted";
        return { command: "gate", ...judgedOf(judged), result, problems: [{ message: error.message }] };
    }
}
