// Makes the package schema of all components and compares it with test/locks/components.json:
// node --import tsx tools/check-schema.ts [--update]
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureEngine } from "../local/engine";
import { packageSchema } from "./package-schema";
import { differences, lockOf } from "./schema-lock";

const root = join(__dirname, "..");
const lockFile = join(root, "test", "locks", "components.json");

async function main(): Promise<void> {
    refuseOtherVersions();
    const engine = await ensureEngine({ log: console.error });
    const current = lockOf(await packageSchema(engine, join(root, "components")));
    if (process.argv.includes("--update")) {
        writeFileSync(lockFile, `${JSON.stringify(current, undefined, 4)}\n`);
        console.log(`Wrote ${lockFile}.`);
        return;
    }
    const changes = differences(readJson(lockFile), current);
    if (changes.length > 0) {
        throw new Error(
            [
                "The components' arguments or outputs differ from test/locks/components.json:",
                ...changes.map((line) => `  ${line}`),
                "A line that begins with - breaks the programs of adopters. To accept all of it, run",
                "  node --import tsx tools/check-schema.ts --update",
                "and say so in the change log.",
            ].join("\n"),
        );
    }
    console.log(`${Object.keys(current).length} components and types are packaged as locked.`);
}

/** The components are installed on their own from components/package.json: with what they were tested with. */
function refuseOtherVersions(): void {
    const project = readJson(join(root, "package.json"));
    const components = readJson(join(root, "components", "package.json"));
    const tested = { ...project.dependencies, ...project.devDependencies };
    const wanted = [
        ...(["name", "version", "license"] as const).map((key) => [key, project[key], components[key]]),
        ...Object.entries(components.dependencies).map(([name, version]) => [name, tested[name], version]),
    ];
    const wrong = wanted.filter(([, expected, found]) => expected !== found);
    if (wrong.length > 0) {
        const list = wrong.map(([key, expected, found]) => `  ${key} is ${found}; package.json says ${expected}`);
        throw new Error(["components/package.json differs from package.json:", ...list].join("\n"));
    }
}

// biome-ignore lint/suspicious/noExplicitAny: shape of a file
function readJson(file: string): any {
    return JSON.parse(readFileSync(file, "utf8"));
}

main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
});
