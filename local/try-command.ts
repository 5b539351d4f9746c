import { stderr, stdout } from "node:process";
import type { Command } from "commander";
import { tryDeployment } from "./commands/try";
import { exitCodes } from "./exit-codes";
import { colorsFor, openTerminal } from "./report/terminal";
import { isPassed, renderTrials, trialsDocument } from "./try/render-trials";

/** Answers a command: prints what its action says, or why it fails. */
type Answering = (
    subject: { command: string },
    options: { json?: boolean },
    action: () => Promise<number>,
) => Promise<void>;

/** Adds the command `try`. */
export function addTryCommand(program: Command, answer: Answering): void {
    program
        .command("try")
        .description("Call what is deployed with a client of the official SDK, as people and attackers do.")
        .showSuggestionAfterError()
        .option("--json", "print one JSON document on stdout; progress stays on stderr")
        .addHelpText("after", "\nExit codes: 0 everything happened as expected, 1 something did not.")
        .action((options: { json?: boolean }) => answer({ command: "try" }, options, () => tryAndPrint(options)));
}

/**
 * Tries what is deployed, and prints what happened.
 *
 * @param isTried - Optional. Which endpoints are tried. Default: all.
 * @returns the exit code.
 */
export async function tryAndPrint(
    options: { json?: boolean },
    isTried?: (endpoint: string) => boolean,
): Promise<number> {
    const trials = await tryDeployment(openTerminal(stderr).line, isTried);
    const text = options.json
        ? JSON.stringify(trialsDocument(trials), undefined, 2)
        : renderTrials(trials, colorsFor(stdout));
    stdout.write(`${text}\n`);
    return isPassed(trials) ? exitCodes.succeeded : exitCodes.failed;
}
