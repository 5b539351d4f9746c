import { access, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Document, parseDocument } from "yaml";
import { Failure } from "../report/failure";

/** A Pulumi project as it lies in a checkout. It is only ever read. */
export interface Project {
    folder: string;
    name: string;
    /** `Pulumi.yaml`. */
    settings: Document;
    /** The file with the program's entry point, absolute. */
    main: string;
    /** Folder of the stack files, absolute. */
    stackFolder: string;
    /** Names of the stacks that have a stack file, in order. */
    stacks: string[];
}

/** Reads `Pulumi.yaml` and lists the stacks beside it. Throws a {@link Failure} when there is no such project. */
export async function readProject(folder: string): Promise<Project> {
    const settings = await readYaml(join(folder, "Pulumi.yaml"));
    const stackFolder = resolve(folder, (settings.get("stackConfigDir") as string | undefined) ?? ".");
    return {
        folder,
        name: settings.get("name") as string,
        settings,
        main: resolve(folder, (settings.get("main") as string | undefined) ?? "."),
        stackFolder,
        stacks: (await readdir(stackFolder))
            .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
            .filter((name) => name !== undefined)
            .sort(),
    };
}

/** The stack file of a stack, absolute. Throws a {@link Failure} that lists the stacks when there is none. */
export function stackFile(project: Project, stack: string): string {
    if (!project.stacks.includes(stack)) {
        throw new Failure(
            `There is no stack ${JSON.stringify(stack)}: ${project.stackFolder} has ` +
                `${project.stacks.join(", ") || "no stack files"}. Choose one with --stack, or add Pulumi.${stack}.yaml.`,
        );
    }
    return join(project.stackFolder, `Pulumi.${stack}.yaml`);
}

/** The configuration of the policy pack for a stack, absolute. Throws a {@link Failure} when it is missing. */
export async function policyFile(project: Project, stack: string): Promise<string> {
    const file = join(project.stackFolder, `policy.${stack}.json`);
    await access(file).catch(() => {
        throw new Failure(
            `${file} is missing: without it the policy pack does not know what it judges. Add it beside the stack file, ` +
                "as the other stacks have it.",
        );
    });
    return file;
}

/** Parses a YAML file. Throws a {@link Failure} with every syntax error and its place. */
export async function readYaml(file: string): Promise<Document> {
    const document = parseDocument(
        await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
            throw new Failure(`${file} cannot be read: ${error.message}.`);
        }),
    );
    if (document.errors.length > 0) {
        throw new Failure(`${file} is not valid YAML:\n${document.errors.map(({ message }) => message).join("\n")}`);
    }
    return document;
}
