import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { rules } from "../policy-pack/rules";
import { capture } from "../test/support/capture";
import { environmentStack, gate } from "./environment-stack";
import { compare, render, run } from "./paired";
import { withCloud } from "./with-cloud";

const root = path.dirname(__dirname);
const counts = [100, 1_000, 10_000];

/**
 * What the policy pack costs: its share in the preview of an environment, each resource as a stack grows, and its start
 * against a pack like the SDK's template.
 */
export async function policyPack(rounds: number): Promise<void> {
    await share(rounds);
    const folder = mkdtempSync(path.join(os.tmpdir(), "bench-policy-pack-"));
    try {
        const list = path.join(folder, "resources.json");
        writeFileSync(list, JSON.stringify(await vaults()));
        const evaluation = await compare(
            [
                ...counts.map((count) => ({
                    name: `of ${count} resources`,
                    measure: () => judge(list, { BENCH_COUNT: String(count) }),
                })),
                {
                    name: "of 1000, inputs read for every policy",
                    measure: () => judge(list, { BENCH_COUNT: "1000", BENCH_INPUTS: "each" }),
                },
            ],
            { rounds, unit: "s" },
        );
        console.log(render(`Policy pack with ${rules.length} rules, each resource`, evaluation));

        const template = templatePack(path.join(folder, "template"));
        const runPack = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
        const start = await compare(
            [
                {
                    name: "like the template",
                    measure: () => portAfter(template, process.execPath, [runPack, engine, template]),
                },
                {
                    name: "this pack",
                    measure: () => portAfter(os.tmpdir(), path.join(root, "policy-pack", "run"), [engine]),
                },
            ],
            { rounds, unit: "s" },
        );
        console.log(render("Policy pack, until it listens", start));
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

async function share(rounds: number): Promise<void> {
    await withCloud(100_000, async ({ folder, cloud }) => {
        const stack = await environmentStack(root, { homeFolder: path.join(folder, "dev"), cloud });
        const secondsWith = async (options: Partial<typeof gate>) => {
            const start = performance.now();
            await stack.preview(options);
            return (performance.now() - start) / 1000;
        };
        const previews = await compare(
            [
                { name: "with the policy pack", measure: () => secondsWith(gate) },
                { name: "without", measure: () => secondsWith({}) },
            ],
            { rounds, unit: "s" },
        );
        console.log(render("Preview of dev", previews));
        console.log(`  share of the policy pack: ${(100 * (1 - (previews.ratios.without ?? 0))).toFixed(0)} %`);
    });
}

/** No engine is there: a pack does not call it before it listens. */
const engine = "127.0.0.1:1";

/** Fifteen vaults as the component makes them, about a hundred resources. */
async function vaults(): Promise<object[]> {
    Object.assign(process.env, { BENCH_COUNT: "15", BENCH_ALIASES: "keep", BENCH_STACKS: "keep" });
    const { resources } = await capture(() => require("./programs/vaults"));
    return resources.map(({ urn, type, name, inputs, propertyDependencies }) => ({
        urn,
        type,
        name,
        inputs,
        propertyDependencies,
    }));
}

function judge(list: string, env: Record<string, string>): number {
    const script = path.join(__dirname, "programs", "judge.ts");
    return Number(
        run(process.execPath, ["--import", "tsx", script], { cwd: root, env: { BENCH_RESOURCES: list, ...env } }),
    );
}

/** As many policies as this pack has, written as `pulumi policy new azure-typescript` shows it. */
function templatePack(folder: string): string {
    const policy = ({ id, title, reads }: (typeof rules)[number]) => `{
        name: "${id}",
        description: ${JSON.stringify(title)},
        enforcementLevel: "mandatory",
        validateResource: validateResourceOfType(azure.keyvault.Vault, (vault, args, reportViolation) => {
            if ((vault as any)["${reads[0]}"] === undefined) reportViolation("${id}");
        }),
    }`;
    const program = [
        'import * as azure from "@pulumi/azure-native";',
        'import { PolicyPack, validateResourceOfType } from "@pulumi/policy";',
        `new PolicyPack("template", { policies: [${rules.map(policy).join(", ")}] });`,
    ];
    mkdirSync(folder);
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(path.join(folder, "index.ts"), program.join("\n"));
    writeFileSync(path.join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "template", version: "0.0.0" }));
    const compilerOptions = {
        strict: true,
        target: "es2020",
        module: "commonjs",
        moduleResolution: "node10",
        ignoreDeprecations: "6.0",
        skipLibCheck: true,
        types: [],
    };
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    return folder;
}

async function portAfter(cwd: string, command: string, args: string[]): Promise<number> {
    const start = performance.now();
    const pack = spawn(command, args, { cwd, stdio: ["pipe", "pipe", "inherit"] });
    const [port] = await Promise.race([once(pack.stdout, "data"), once(pack, "exit").then(() => [""])]);
    const seconds = (performance.now() - start) / 1000;
    pack.kill();
    if (!/^\d+\n$/.test(String(port))) throw new Error(`${command} ${args.join(" ")} does not listen: ${port}`);
    return seconds;
}
