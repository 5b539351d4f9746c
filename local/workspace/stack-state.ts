import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import type { EngineCommand } from "./engine-command";

/** What `pulumi stack export` prints. */
export interface StackState<Deployment> {
    version: number;
    deployment: Deployment;
}

/** The state of a stack with its secrets encrypted, which the Automation API would decrypt. */
export async function exportState<Deployment>(stack: Stack): Promise<StackState<Deployment>> {
    return JSON.parse(await runCommand(stack, ["export"]));
}

/** Replaces the state of a stack. The engine drops all pending operations, and says so for each. */
export async function importState(stack: Stack, state: StackState<unknown>): Promise<void> {
    const file = join(stack.workspace.workDir, "state-to-import.json");
    await rm(file, { force: true });
    try {
        const handle = await open(file, "wx", 0o600);
        await handle.writeFile(JSON.stringify(state)).finally(() => handle.close());
        await runCommand(stack, ["import", "--file", file]);
    } finally {
        await rm(file, { force: true });
    }
}

async function runCommand({ name, workspace }: Stack, args: string[]): Promise<string> {
    const command = workspace.pulumiCommand as EngineCommand;
    const { stdout } = await command.run(["stack", ...args, "--stack", name], workspace.workDir, workspace.envVars);
    return stdout;
}
