import { LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import type { Engine } from "../engine";
import { closedEnvironment } from "./closed-environment";
import { engineCommand } from "./engine-command";
import type { Home } from "./home";

export interface StackOptions {
    home: Home;
    runFolder: string;
    stack: string;
    engine: Engine;
    /** See {@link engineCommand}. */
    control?: Parameters<typeof engineCommand>[1];
}

/** The stack of a run folder; undefined when the home folder does not have it. */
export async function findStack(options: StackOptions): Promise<Stack | undefined> {
    const workspace = await openWorkspace(options);
    return (await hasStack(workspace, options.stack)) ? Stack.select(options.stack, workspace) : undefined;
}

/** The stack of a run folder, made when the home folder does not have it yet. */
export async function openStack(options: StackOptions): Promise<Stack> {
    const workspace = await openWorkspace(options);
    return (await hasStack(workspace, options.stack))
        ? Stack.select(options.stack, workspace)
        : Stack.create(options.stack, workspace);
}

/** Lets the stack use the providers of the local cloud, given as the port of each package. */
export function attachProviders({ workspace }: Stack, home: Home, providers: Record<string, number>): void {
    workspace.envVars = closedEnvironment(home, providers);
}

async function openWorkspace({ home, runFolder, engine, control }: StackOptions): Promise<LocalWorkspace> {
    return LocalWorkspace.create({
        workDir: runFolder,
        pulumiCommand: await engineCommand(engine, control),
        envVars: closedEnvironment(home, {}),
    });
}

async function hasStack(workspace: LocalWorkspace, stack: string): Promise<boolean> {
    return (await workspace.listStacks()).some(({ name }) => name === stack);
}
