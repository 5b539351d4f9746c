import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { environmentStack, gate } from "./environment-stack";
import { compare, render } from "./paired";
import { withCloud } from "./with-cloud";

const root = path.dirname(__dirname);
const counts = [1, 10, 100];

/** How the gated preview of `dev` grows with the number of its MCP servers. */
export async function serverGrowth(rounds: number): Promise<void> {
    await withCloud(100_000, async ({ folder, cloud }) => {
        const resources = new Map<number, number>();
        const variants = [];
        for (const count of counts) {
            const project = await projectWith(count, path.join(folder, String(count)));
            const stack = await environmentStack(project, { homeFolder: path.join(folder, `home-${count}`), cloud });
            const measure = async () => {
                const start = performance.now();
                const { changeSummary } = await stack.preview(gate);
                resources.set(count, changeSummary.create ?? 0);
                return (performance.now() - start) / 1000;
            };
            variants.push({ name: count === 1 ? "1 server" : `${count} servers`, measure });
        }
        const growth = await compare(variants, { rounds, unit: "s" });
        console.log(render("Preview of dev with the policy pack", growth));
        console.log(`  resources: ${counts.map((count) => resources.get(count)).join(", ")}`);
    });
}

/** The program with as many servers, copies of the one that the repository has. */
async function projectWith(count: number, folder: string): Promise<string> {
    await mkdir(folder);
    for (const part of ["components", "infra", "package.json", "Pulumi.yaml", "stacks", "tsconfig.json"]) {
        await cp(path.join(root, part), path.join(folder, part), { recursive: true });
    }
    await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    const names = Array.from({ length: count }, (_, index) => `orders${index + 1}`);
    const servers = path.join(folder, "stacks", "servers");
    const definition = await readFile(path.join(servers, "orders.yaml"), "utf8");
    await rm(path.join(servers, "orders.yaml"));
    for (const name of names) {
        const copy = definition.replace(/^name: orders$/m, `name: ${name}`).replaceAll("orders-api", `${name}-api`);
        await writeFile(path.join(servers, `${name}.yaml`), copy);
    }
    const stackFile = path.join(folder, "stacks", "Pulumi.dev.yaml");
    const { config } = parse(await readFile(stackFile, "utf8"));
    const access = "zero-trust-mcp:servers";
    config[access] = Object.fromEntries(names.map((name) => [name, config[access].orders]));
    await writeFile(stackFile, JSON.stringify({ config }));
    return folder;
}
