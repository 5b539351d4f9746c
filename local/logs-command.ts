import { stdout } from "node:process";
import { type Command, Option } from "commander";
import { followLog, logs, renderLogs } from "./commands/logs";
import type { RunAnswer } from "./run-answer";

interface Options {
    follow?: boolean;
    json?: boolean;
}

/** Adds the command `logs`. */
export function addLogsCommand(program: Command, run: RunAnswer): void {
    program
        .command("logs")
        .description("Print what the local cloud wrote: when it started, and errors inside it.")
        .showSuggestionAfterError()
        .addOption(new Option("--follow", "go on with what is added, until Ctrl-C").conflicts("json"))
        .option("--json", "print one JSON document on stdout")
        .addHelpText(
            "after",
            "\nThe log is one file in the home folder (npm start -- status names it), a second one holds what came before. " +
                "Each run adds\nat most 1 MB, and a file of 1 MB is put aside at the next start. Inputs and outputs of " +
                "resources are not in it.",
        )
        .action(async (options: Options) => {
            if (options.follow) {
                const ended = new AbortController();
                process.once("SIGINT", () => ended.abort()).once("SIGTERM", () => ended.abort());
                await followLog((await logs()).file, (bytes) => stdout.write(bytes), ended.signal);
            } else {
                await run({ command: "logs" }, options, async () => {
                    const found = await logs();
                    return { document: { command: "logs", ...found }, text: renderLogs(found) };
                });
            }
        });
}
