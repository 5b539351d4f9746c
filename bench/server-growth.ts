import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { ensureEngine } from "../local/engine";
import { attachProviders, openStack } from "../local/workspace/open-stack";
import { readProject } from "../local/workspace/project";
import { writeRunFolder } from "../local/workspace/run-folder";
import { compare, render } from "./paired";
import { ownHome, type Surroundings, withCloud } from "./with-cloud";

const root = path.dirname(__dirname);
const counts = [1, 10, 100];

/** How the preview of `dev` grows with the number of its MCP servers. */
export async function serverGrowth(rounds: number): Promise<void> {
    await withCloud(100_000, async (surroundings) => {
        const resources = new Map<number, number>();
        const variants = [];
        for (const count of counts) {
            const stack = await stackWith(count, surroundings);
            const measure = async () => {
                const start = performance.now();
                const { changeSummary } = await stack.preview();
                resources.set(count, changeSummary.create ?? 0);
                return (performance.now() - start) / 1000;
            };
            variants.push({ name: count === 1 ? "1 server" : `${count} servers`, measure });
        }
        const growth = await compare(variants, { rounds, unit: "s" });
        console.log(render("Preview of dev", growth));
        console.log(`  resources: ${counts.map((count) => resources.get(count)).join(", ")}`);
    });
}

/** A stack of its own, with a state of its own. */
async function stackWith(count: number, { folder, cloud }: Surroundings): Promise<Stack> {
    const home = await ownHome(path.join(folder, `home-${count}`));
    const project = await readProject(await projectWith(count, path.join(folder, String(count))));
    const runFolder = await writeRunFolder(home.runs, project, "dev");
    const engine = await ensureEngine({ log: console.error });
    const stack = await openStack({ home, runFolder, stack: "dev", engine });
    attachProviders(stack, home, cloud.providers);
    return stack;
}

/** The program with as many servers, copies of the one that the repository has. */
async function projectWith(count: number, folder: string): Promise<string> {
    await mkdir(folder);
    for (const part of ["components", "infra", "package.json", "Pulumi.yaml", "stacks", "tsconfig.json"]) {
        await cp(path.join(root, part), path.join(folder, part), { recursive: true });
    }
    await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    const servers = path.join(folder, "stacks", "servers");
    const definition = await readFile(path.join(servers, "orders.yaml"), "utf8");
    await rm(path.join(servers, "orders.yaml"));
    for (let index = 1; index <= count; index++) {
        const name = `orders${index}`;
        const copy = definition.replace(/^name: orders$/m, `name: ${name}`).replaceAll("orders-api", `${name}-api`);
        await writeFile(path.join(servers, `${name}.yaml`), copy);
    }
    return folder;
}
