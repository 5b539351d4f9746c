import { stderr } from "node:process";
import type { Command } from "commander";
import { resetAll } from "./commands/reset-all";
import { type Removed, resetStack } from "./commands/reset-stack";
import { openTerminal } from "./report/terminal";
import type { RunAnswer } from "./run-answer";
import { projectFolder } from "./workspace/checkout";

interface Options {
    stack: string;
    all?: boolean;
    yes: boolean;
    json?: boolean;
}

/** Adds the command `reset`, which needs neither an engine nor a local cloud that runs. */
export function addResetCommand(program: Command, run: RunAnswer): void {
    program
        .command("reset")
        .description("Empty one environment: what it has in the local cloud, the names it keeps there, and its state.")
        .showSuggestionAfterError()
        .option("--stack <name>", "stack to empty: one of those with a file in stacks/", "dev")
        .option("--all", "remove the local cloud and the state of all stacks instead")
        .option("--yes", "do not ask", false)
        .option("--json", "print one JSON document on stdout")
        .addHelpText(
            "after",
            "\nWhat belongs to a stack is known from its state and the history of that: what lies at those ids and below " +
                "them.\nWithout a state nothing is known to be the stack's; --all removes that, too.",
        )
        .action((options: Options, command: Command) => {
            if (options.all && command.getOptionValueSource("stack") === "cli") {
                command.error("error: option '--all' cannot be used with option '--stack <name>'", { exitCode: 2 });
            }
            return options.all ? removeEverything(options, run) : emptyStack(options, run);
        });
}

function removeEverything(options: Options, run: RunAnswer): Promise<void> {
    return run({ command: "reset" }, options, async () => {
        const done = await resetAll(options);
        return {
            document: { command: "reset", result: done ? "succeeded" : "declined" },
            text: done ? "The local cloud and the state of all stacks are removed." : "Nothing was removed.",
        };
    });
}

function emptyStack(options: Options, run: RunAnswer): Promise<void> {
    const { stack } = options;
    return run({ command: "reset", stack }, options, async () => {
        const { line } = openTerminal(stderr);
        const removed = await resetStack({ ...options, project: projectFolder() }, line);
        const result = removed ? "succeeded" : "declined";
        return { document: { command: "reset", stack, result, removed }, text: renderRemoved(stack, removed) };
    });
}

export function renderRemoved(stack: string, removed: Removed): string {
    if (removed === undefined) {
        return "Nothing was removed.";
    }
    const { resources, deletedNames } = removed;
    if (resources + deletedNames === 0) {
        return (
            `The local cloud has nothing that the state of ${stack} names; the state, if there was any, is removed. Should ` +
            "npm start find resources all the same, npm start -- reset --all removes everything of every stack."
        );
    }
    return (
        `${stack} is empty: ${count(resources, "resource")} and ${count(deletedNames, "name")} that deleted ones kept are ` +
        "removed from the local cloud, with its state and its run folder. Other stacks are as they were."
    );
}

function count(number: number, noun: string): string {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
