import { stderr } from "node:process";
import { type Command, InvalidArgumentError } from "commander";
import {
    approve,
    detect,
    findIncident,
    listIncidents,
    renderIncident,
    renderIncidents,
    renderResponses,
} from "./commands/incidents";
import { openTerminal } from "./report/terminal";
import type { RunAnswer } from "./run-answer";

interface Options {
    json?: boolean;
}

/** Adds the commands of an analyst: `detect`, `incidents` and `approve`. */
export function addIncidentCommands(program: Command, run: RunAnswer): void {
    const command = (name: string, description: string) =>
        program
            .command(name)
            .description(description)
            .showSuggestionAfterError()
            .option("--json", "print one JSON document on stdout; progress stays on stderr");

    command(
        "detect",
        "Run the deployed detections on the log at once, and the playbooks that their incidents start.",
    ).action((options: Options) =>
        run({ command: "detect" }, options, async () => {
            const responses = await detect(openTerminal(stderr).line);
            return { document: { command: "detect", responses }, text: renderResponses(responses) };
        }),
    );
    command("incidents", "List the incidents, or show one.")
        .argument("[number]", "number of an incident (default: all)", wholeNumber)
        .action((number: number | undefined, options: Options) =>
            run({ command: "incidents" }, options, async () => {
                if (number === undefined) {
                    const incidents = await listIncidents();
                    return { document: { command: "incidents", incidents }, text: renderIncidents(incidents) };
                }
                const incident = await findIncident(number);
                return { document: { command: "incidents", incidents: [incident] }, text: renderIncident(incident) };
            }),
        );
    command("approve", "Approve a playbook for an incident, as an analyst does with a label; it runs.")
        .argument("<number>", "number of the incident", wholeNumber)
        .argument("<playbook>", "a playbook that needs approval, such as isolate-namespace")
        .action((number: number, playbook: string, options: Options) =>
            run({ command: "approve" }, options, async () => {
                const response = await approve(number, playbook, openTerminal(stderr).line);
                return { document: { command: "approve", ...response }, text: renderResponses([response]) };
            }),
        );
}

function wholeNumber(text: string): number {
    if (!/^[1-9][0-9]*$/.test(text)) throw new InvalidArgumentError("It must be a whole number, for example 1.");
    return Number(text);
}
