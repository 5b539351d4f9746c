import { type Change, countByOperation, type Operation } from "./changes";
import { duration } from "./duration";
import { countFindings, renderFindings } from "./findings";
import type { Problem } from "./problems";
import type { Command, Report } from "./report";
import { label } from "./resource";
import type { Colors } from "./terminal";

/** Said wherever the local cloud reports success. */
export const testDouble =
    "The local cloud is a test double: the engine, the program and the policy pack are real, Azure is not. " +
    "It does not prove that Azure accepts this deployment.";

/** What happened to a resource, or in a preview would happen. */
const words: Record<Command, Record<Operation, string>> = {
    preview: {
        create: "to create",
        update: "to update",
        replace: "to replace",
        delete: "to delete",
        unchanged: "unchanged",
    },
    up: past(),
    destroy: past(),
    refresh: { ...past(), update: "drifted", delete: "gone" },
};

function past(): Record<Operation, string> {
    return { create: "created", update: "updated", replace: "replaced", delete: "deleted", unchanged: "unchanged" };
}

/** The closing text of a command. */
export function renderReport(report: Report, colors: Colors): string {
    return [
        renderChanges(report),
        renderFindings(report.findings, colors),
        renderProblems(report.problems, colors),
        renderHeadline(report, colors),
        renderFacts(report),
        renderOutputs(report),
        renderNext(report),
        report.result === "succeeded" ? colors.dim(testDouble) : "",
    ]
        .filter((section) => section !== "")
        .join("\n\n");
}

function renderHeadline({ command, operation, stack, result, changes }: Report, colors: Colors): string {
    switch (result) {
        case "blocked":
            return colors.red(
                operation === "preview"
                    ? `The policy pack blocks ${stack}: nothing was changed.`
                    : `${stack} was changed, but violates the policy pack: see the mandatory findings above.`,
            );
        case "failed":
            return colors.red(
                operation === command
                    ? `${command} of ${stack} failed.`
                    : `${operation} of ${stack} failed: nothing was changed.`,
            );
        case "interrupted":
            return colors.yellow(
                operation === "preview"
                    ? `${command} of ${stack} was interrupted: nothing was changed.`
                    : `${command} of ${stack} was interrupted; what was done is saved in its state.`,
            );
        case "succeeded":
            return colors.green(
                {
                    up: `${stack} is deployed to the local cloud.`,
                    preview: `Preview of ${stack}: nothing was changed.`,
                    refresh: changes.every(isUnchanged)
                        ? `${stack} has not drifted.`
                        : `${stack} has drifted; its state now says what the cloud says.`,
                    destroy: `${stack} is destroyed.`,
                }[command],
            );
    }
}

/** Creations in an update and deletions in a destruction are what was asked for; everything else is named. */
function renderChanges({ changes, command, operation }: Report): string {
    if (operation !== command) {
        return "";
    }
    const expected = ({ up: "create", destroy: "delete", preview: "unchanged", refresh: "unchanged" } as const)[
        operation
    ];
    const notable = changes.filter((change) => !isUnchanged(change) && change.operation !== expected);
    return notable
        .map((change) => {
            const word = words[operation][change.operation].padEnd(10);
            const properties = change.properties.length > 0 ? `: ${change.properties.join(", ")}` : "";
            return `${word}  ${label(change)}${properties}`;
        })
        .join("\n");
}

function renderFacts({ operation, result, changes, findings, seconds, cloudSeconds }: Report): string {
    const counts = Object.entries(countByOperation(changes)) as [Operation, number][];
    const always: Operation[] =
        operation === "refresh" ? ["update", "delete", "unchanged"] : ["create", "update", "delete", "unchanged"];
    const shown = counts.filter(([kind, count]) => count > 0 || always.includes(kind));
    const clock = operation === "preview" ? "" : `, ${duration(cloudSeconds)} on the clock of the local cloud`;
    const resources = `Resources  ${shown.map(([kind, count]) => `${count} ${words[operation][kind]}`).join(", ")}\n`;
    const judged = ["preview", "up"].includes(operation) && ["succeeded", "blocked"].includes(result);
    const verdict = `Policy     ${countFindings(findings)}\n`;
    return `${changes.length === 0 ? "" : resources}${judged ? verdict : ""}Took       ${duration(seconds)}${clock}`;
}

function isUnchanged({ operation }: Change): boolean {
    return operation === "unchanged";
}

function renderProblems(problems: Problem[], colors: Colors): string {
    return problems
        .map(({ resource, message }) => {
            const [first, ...rest] = message.split("\n");
            const subject = resource === undefined ? "" : `${label(resource)}: `;
            return [`${colors.red("error")}  ${subject}${first}`, ...rest.map((line) => `       ${line}`)].join("\n");
        })
        .join("\n");
}

function renderOutputs({ outputs, result, command }: Report): string {
    const entries = Object.entries(outputs);
    if (entries.length === 0 || result !== "succeeded" || command !== "up") {
        return "";
    }
    const width = Math.max(...entries.map(([name]) => name.length));
    return [
        "Outputs",
        ...entries.map(
            ([name, value]) => `  ${name.padEnd(width)}  ${typeof value === "string" ? value : JSON.stringify(value)}`,
        ),
    ].join("\n");
}

function renderNext({ command, operation, stack, result, changes }: Report): string {
    const run = (name: string) => `npm start -- ${name} --stack ${stack}`;
    const drifted = changes.some((change) => !isUnchanged(change));
    const next: Record<string, string[]> = {
        "up succeeded": [`${run("status")}   what is deployed`, `${run("destroy")}   remove it`],
        "up blocked": ["Change the program or the configuration as the findings say, then run it again."],
        "up failed":
            operation === "preview" ? [] : [`${run("up")}   continues where it stopped, once the cause is gone`],
        "up interrupted": [`${run("up")}   continues where it stopped`],
        "preview succeeded": [`${run("up")}   deploys it`],
        "refresh succeeded": drifted ? [`${run("up")}   brings the cloud back to what the program says`] : [],
        "destroy succeeded": [`${run("reset")}   frees the names that deleted vaults keep, which up would need`],
        "destroy interrupted": [`${run("destroy")}   continues where it stopped`],
    };
    const lines = next[`${command} ${result}`] ?? [];
    return lines.length === 0 ? "" : ["Next", ...lines.map((line) => `  ${line}`)].join("\n");
}
