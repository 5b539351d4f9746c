import { writeFile } from "node:fs/promises";
import path from "node:path";
import { capture } from "../test/support/capture";
import { withEngine } from "./engine-run";
import { compare, render } from "./paired";

const root = path.dirname(__dirname);

/** How many vaults: enough that resources, not the start of processes, are what is measured. */
const vaults = 50;

/** What a preview costs on the real engine: an empty program, each resource, and the levers on both. */
export async function preview(rounds: number): Promise<void> {
    // a capture of components has no stack that could leave out aliases, and it does not list them
    Object.assign(process.env, { BENCH_COUNT: String(vaults), BENCH_ALIASES: "keep", BENCH_STACKS: "keep" });
    const { resources } = await capture(() => require("./programs/vaults"));
    const custom = resources.filter(({ custom }) => custom);

    await withEngine(async (preview, folder) => {
        const list = path.join(folder, "resources.json");
        await writeFile(list, JSON.stringify(custom.map(({ type, name, inputs }) => ({ type, name, inputs }))));
        const bare = () => preview({ program: "replay", env: { BENCH_RESOURCES: list } });
        const components = (env = {}) => preview({ program: "vaults", env: { BENCH_COUNT: String(vaults), ...env } });

        const empty = await compare(
            [
                { name: "ts-node", measure: () => preview({ program: "empty", env: usualLoader }) },
                { name: "tsx", measure: () => preview({ program: "empty" }) },
            ],
            { rounds, unit: "s" },
        );
        console.log(render("Preview of an empty program", empty));

        const perResource = (count: number, seconds: () => Promise<number>) => async () =>
            ((await seconds()) - (await preview({ program: "empty" }))) / count;
        const resource = await compare(
            [
                { name: `${custom.length} bare resources`, measure: perResource(custom.length, bare) },
                { name: `the same as components`, measure: perResource(resources.length, components) },
            ],
            { rounds, unit: "s" },
        );
        console.log(render("Preview, each resource, start not counted", resource));

        const levers = await compare(
            [
                { name: "as it is", measure: () => components() },
                { name: "version aliases kept", measure: () => components({ BENCH_ALIASES: "keep" }) },
                { name: "whole stack traces", measure: () => components({ BENCH_STACKS: "keep" }) },
                { name: "64 MB young generation", measure: () => components({ NODE_OPTIONS: youngGeneration }) },
                {
                    name: "with the policy pack",
                    measure: () =>
                        preview({
                            program: "vaults",
                            env: { BENCH_COUNT: String(vaults) },
                            policyPack: path.join(root, "policy-pack", "run"),
                        }),
                },
            ],
            { rounds, unit: "s" },
        );
        console.log(render(`Preview of ${vaults} vaults, ${resources.length} resources`, levers));
    });
}

const usualLoader = { ZERO_TRUST_MCP_TYPESCRIPT: "ts-node" };
const youngGeneration = "--max-semi-space-size=64";
