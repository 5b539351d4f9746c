import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(__dirname, "..");

/** What a generator makes. */
export interface Generated {
    /** Texts by path from the root of the project. */
    files: Readonly<Record<string, string>>;
    /** A folder that holds nothing else. */
    folder?: string;
}

/** Brings the files of a generator up to date, and deletes superfluous ones; with `--check` it only says which are stale. */
export function writeOrCheck(generator: string, generated: Generated, project = root): void {
    if (!process.argv.includes("--check")) {
        write(project, generated);
        return;
    }
    const problems = staleness(project, generated);
    if (problems.length > 0) {
        console.error([...problems, `To fix: node --import tsx ${generator}`].join("\n"));
        process.exitCode = 1;
    }
}

/** What is wrong with the files in a project, one sentence for each. */
function staleness(project: string, generated: Generated): string[] {
    const wrong = Object.entries(generated.files).flatMap(([file, text]) => {
        const present = read(join(project, file));
        if (present === undefined) return [`${file} is missing.`];
        return present === text ? [] : [`${file} is stale.`];
    });
    return [...wrong, ...superfluous(project, generated).map((file) => `${file} is superfluous.`)];
}

/** Writes the files, and deletes what is superfluous. */
function write(project: string, generated: Generated): void {
    for (const file of superfluous(project, generated)) rmSync(join(project, file), { recursive: true });
    for (const [file, text] of Object.entries(generated.files)) {
        mkdirSync(dirname(join(project, file)), { recursive: true });
        writeFileSync(join(project, file), text);
    }
}

function superfluous(project: string, { files, folder }: Generated): string[] {
    if (folder === undefined) return [];
    return names(join(project, folder))
        .map((name) => `${folder}/${name}`)
        .filter((file) => !Object.hasOwn(files, file));
}

function names(folder: string): string[] {
    return whenPresent(() => readdirSync(folder).sort()) ?? [];
}

function read(file: string): string | undefined {
    return whenPresent(() => readFileSync(file, "utf8"));
}

function whenPresent<T>(get: () => T): T | undefined {
    try {
        return get();
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
    }
}
