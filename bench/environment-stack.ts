import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import type { RunningCloud } from "../local/cloud/client";
import { ensureEngine } from "../local/engine";
import { attachProviders, openStack } from "../local/workspace/open-stack";
import { readProject } from "../local/workspace/project";
import { writeRunFolder } from "../local/workspace/run-folder";
import { ownHome } from "./with-cloud";

const root = path.dirname(__dirname);

/** The policy pack as `dev` configures it. */
export const gate = {
    policyPacks: [path.join(root, "policy-pack", "run")],
    policyPackConfigs: [path.join(root, "stacks", "policy.dev.json")],
};

/** The stack `dev` of a project, with a home and so a state of its own. */
export async function environmentStack(
    project: string,
    { homeFolder, cloud }: { homeFolder: string; cloud: RunningCloud },
): Promise<Stack> {
    const home = await ownHome(homeFolder);
    const runFolder = await writeRunFolder(home.runs, await readProject(project), "dev");
    const engine = await ensureEngine({ log: console.error });
    const stack = await openStack({ home, runFolder, stack: "dev", engine });
    attachProviders(stack, home, cloud.providers);
    return stack;
}
