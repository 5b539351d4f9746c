import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { startCloud } from "../local/cloud/client";
import { ensureEngine } from "../local/engine";
import { attachProviders, openStack } from "../local/workspace/open-stack";
import { readProject } from "../local/workspace/project";
import { writeRunFolder } from "../local/workspace/run-folder";
import { ownHome } from "./own-home";
import { compare, render } from "./paired";

const root = path.dirname(__dirname);
const counts = [1, 10, 100];

/** How the preview of `dev` grows with the number of its MCP servers. */
export async function serverGrowth(rounds: number): Promise<void> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "bench-server-growth-"));
    const home = await ownHome(path.join(folder, "home"));
    const cloud = await startCloud({ home: home.cloud, speed: 100_000 });
    const resources: Record<string, number> = {};
    try {
        const engine = await ensureEngine({ log: console.error });
        const variants = [];
        for (const count of counts) {
            const name = count === 1 ? "1 server" : `${count} servers`;
            const project = await readProject(await projectWith(count, path.join(folder, String(count))));
            const runFolder = await writeRunFolder(path.join(folder, `run-${count}`), project, "dev");
            const home = await ownHome(path.join(folder, `home-${count}`));
            const stack = await openStack({ home, runFolder, stack: "dev", engine });
            attachProviders(stack, home, cloud.providers);
            const measure = async () => {
                const start = performance.now();
                const { changeSummary } = await stack.preview();
                resources[name] = changeSummary.create ?? 0;
                return (performance.now() - start) / 1000;
            };
            variants.push({ name, measure });
        }
        const growth = await compare(variants, { rounds, unit: "s" });
        console.log(render("Preview of dev", growth));
        console.log(`  resources: ${counts.map((_, index) => Object.values(resources)[index]).join(", ")}`);
    } finally {
        await cloud.stop();
        await rm(folder, { recursive: true, force: true });
    }
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
