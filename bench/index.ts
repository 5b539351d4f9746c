import { InvalidArgumentError, Option, program } from "commander";
import { detections } from "./detections";
import { firstDeployment } from "./first-deployment";
import { gateway } from "./gateway";
import { localCloud } from "./local-cloud";
import { policyPack } from "./policy-pack";
import { preview } from "./preview";
import { programStart } from "./program-start";
import { serverGrowth } from "./server-growth";

const benchmarks: Record<string, (rounds: number) => Promise<void>> = {
    "program-start": programStart,
    preview,
    "policy-pack": policyPack,
    "local-cloud": localCloud,
    "first-deployment": firstDeployment,
    "server-growth": serverGrowth,
    gateway,
    detections,
};

program
    .name("npm run bench --")
    .description("Measures each claim of docs/performance.md as a ratio of two figures taken in one run.")
    .argument("[names...]", `what to measure: ${Object.keys(benchmarks).join(", ")} (default: all)`)
    .addOption(new Option("--rounds <n>", "how often each figure is taken").default(5).argParser(count))
    .action(async (names: string[], { rounds }: { rounds: number }) => {
        const unknown = names.filter((name) => !(name in benchmarks));
        if (unknown.length > 0) program.error(`There is no benchmark ${unknown.join(", ")}.`, { exitCode: 2 });
        for (const [name, measure] of Object.entries(benchmarks)) {
            if (names.length === 0 || names.includes(name)) await measure(rounds);
        }
    })
    .parseAsync();

function count(text: string): number {
    const value = Number(text);
    if (Number.isInteger(value) && value > 0) return value;
    throw new InvalidArgumentError("It must be a whole number greater than 0.");
}
