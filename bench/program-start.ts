import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { compare, render, run } from "./paired";

const root = path.dirname(__dirname);
const stack = "dev";

interface Start {
    seconds: number;
    megabytes: number;
}

/** Time to the first resource and peak memory of the program of `dev`: the ecosystem's usual set-up against ours. */
export async function programStart(rounds: number): Promise<void> {
    const folder = mkdtempSync(path.join(os.tmpdir(), "bench-start-"));
    try {
        const usual = withRootImports(path.join(folder, "usual"));
        const compiled = compile(path.join(folder, "compiled"));
        const starts = {
            "ts-node, root imports": start(["--require", "ts-node/register"], usual),
            "tsx, deep imports": start(["--import", "tsx"], root),
            "compiled, deep imports": start([], compiled),
        };
        await report("Program start, to the first resource", "s", starts, rounds, ({ seconds }) => seconds);
        await report("Program start, peak memory", "MB", starts, rounds, ({ megabytes }) => megabytes);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

async function report(
    title: string,
    unit: string,
    starts: Record<string, () => Start>,
    rounds: number,
    figure: (start: Start) => number,
): Promise<void> {
    const variants = Object.entries(starts).map(([name, measure]) => ({ name, measure: () => figure(measure()) }));
    console.log(render(title, await compare(variants, { rounds, unit })));
}

function start(loader: string[], folder: string): () => Start {
    const { config } = parse(readFileSync(path.join(root, "stacks", `Pulumi.${stack}.yaml`), "utf8"));
    const texts = Object.entries(config).map(([key, value]) => [
        key,
        typeof value === "object" ? JSON.stringify(value) : String(value),
    ]);
    const configuration = JSON.stringify(Object.fromEntries(texts));
    const program = path.join(folder, "infra");
    const script = path.join(folder, "bench", "programs", "first-resource.cjs");
    return () => JSON.parse(run(process.execPath, [...loader, script, program, stack, configuration], { cwd: folder }));
}

/** A copy of the program that imports azure-native from its root, as the provider's documentation shows it. */
function withRootImports(folder: string): string {
    copySources(folder);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    for (const file of files) {
        const source = readFileSync(path.join(folder, file), "utf8");
        const rooted = source
            .replace(
                /import \* as (\w+) from "@pulumi\/azure-native\/(\w+)";/g,
                'import { $2 as $1 } from "@pulumi/azure-native";',
            )
            .replace(/from "@pulumi\/azure-native\/provider"/g, 'from "@pulumi/azure-native"');
        writeFileSync(path.join(folder, file), rooted);
    }
    writeFileSync(
        path.join(folder, "tsconfig.json"),
        JSON.stringify({
            compilerOptions: {
                strict: true,
                target: "es2022",
                module: "commonjs",
                moduleResolution: "node10",
                ignoreDeprecations: "6.0",
                esModuleInterop: true,
                resolveJsonModule: true,
                skipLibCheck: true,
            },
        }),
    );
    return folder;
}

function compile(folder: string): string {
    copySources(folder);
    const options = [
        "--outDir",
        ".",
        "--noEmit",
        "false",
        "--rootDir",
        ".",
        "--target",
        "es2023",
        "--module",
        "node20",
    ];
    const checks = ["--esModuleInterop", "--resolveJsonModule", "--skipLibCheck", "--ignoreConfig", "--types", "node"];
    run(process.execPath, ["node_modules/typescript/bin/tsc", ...options, ...checks, "infra/index.ts"], {
        cwd: folder,
    });
    return folder;
}

function copySources(folder: string): void {
    mkdirSync(folder);
    for (const part of ["infra", "components", "stacks", "bench/programs", "package.json"]) {
        const sources = {
            recursive: true,
            filter: (file: string) => !/node_modules|components.package\.json/.test(file),
        };
        cpSync(path.join(root, part), path.join(folder, part), sources);
    }
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "dir");
}
