import type { Command } from "commander";
import type { Stored } from "./azure/cloud";
import { deleteInCloud, listCloud, setInCloud, showInCloud } from "./commands/cloud";
import type { RunAnswer } from "./run-answer";

/** Adds the commands that look at what exists in the local cloud, and change it behind Pulumi's back. */
export function addCloudCommand(program: Command, run: RunAnswer): void {
    const cloud = program
        .command("cloud")
        .description("Look at what exists in the local cloud, or change it by hand, so that a stack drifts.");
    const add = (name: string, description: string) =>
        cloud
            .command(name)
            .description(description)
            .showSuggestionAfterError()
            .option("--json", "print one JSON document on stdout");
    const answer = <T extends object>(
        command: string,
        options: { json?: boolean },
        action: () => Promise<T>,
        text: (found: T) => string,
    ) =>
        run({ command }, options, async () => {
            const found = await action();
            return { document: { command, result: "succeeded", ...found }, text: text(found) };
        });
    add("list", "List everything that exists, by id.").action((options) =>
        answer("cloud list", options, async () => ({ resources: await listCloud() }), renderList),
    );
    add("show", "Show one resource as Azure would answer it.")
        .argument("<id>")
        .action((id: string, options) => answer("cloud show", options, () => showInCloud(id), renderResource));
    add("set", "Change one property of a resource, by the rules of Azure.")
        .argument("<id>")
        .argument("<path>", 'for example properties.publicNetworkAccess or tags["cost-center"]')
        .argument("<value>", "as JSON, without quotes for a text; null removes it")
        .action((id: string, path: string, value: string, options) =>
            answer(
                "cloud set",
                options,
                () => setInCloud(id, path, value),
                (changed) =>
                    `${path} of ${changed.id} is changed. npm start -- refresh shows it, npm start repairs it.`,
            ),
        );
    add("delete", "Delete a resource and what lies in it, by the rules of Azure.")
        .argument("<id>")
        .action((id: string, options) =>
            answer("cloud delete", options, async () => ({ deleted: await deleteInCloud(id) }), renderDeleted),
        );
}

function renderList({ resources }: { resources: Pick<Stored, "type" | "id">[] }): string {
    const width = Math.max(...resources.map(({ type }) => type.length));
    return resources.length === 0
        ? "Nothing exists. npm start deploys dev."
        : resources.map(({ type, id }) => `${type.padEnd(width)}  ${id}`).join("\n");
}

function renderResource({ type, id, body }: Stored): string {
    return `${type}  ${id}\n${JSON.stringify(body, undefined, 2)}`;
}

function renderDeleted({ deleted }: { deleted: Pick<Stored, "type" | "id">[] }): string {
    return [
        "Deleted; npm start -- refresh shows it, npm start repairs it:",
        ...deleted.map(({ id }) => `  ${id}`),
    ].join("\n");
}
