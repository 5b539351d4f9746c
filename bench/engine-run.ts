import { mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import { LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import { ensureEngine } from "../local/engine";
import { closedEnvironment } from "../local/workspace/closed-environment";
import { engineCommand } from "../local/workspace/engine-command";
import { withCloud } from "./with-cloud";

export interface PreviewSettings {
    /** Name of a program in bench/programs. */
    program: string;
    /** Optional. Variables of the program's environment. Default: none. */
    env?: Record<string, string>;
    /** Optional. Path of a policy pack. Default: none. */
    policyPack?: string;
}

/** All that is asked of an environment is judged, and none of it stops a program that is only a part of one. */
const gate = { all: "advisory", pack: { environment: "dev", stackRole: "environment" } };

/** Previews a program against an empty local cloud on the real engine; answers how many seconds that took. */
export type Preview = (settings: PreviewSettings) => Promise<number>;

/** Gives `body` what it needs to preview programs, and a folder for its files. */
export async function withEngine(body: (preview: Preview, folder: string) => Promise<void>): Promise<void> {
    const pulumiCommand = await engineCommand(await ensureEngine({ log: console.error }));
    await withCloud(1000, async ({ folder, home, cloud }) => {
        const policyConfig = path.join(folder, "policy.json");
        await writeFile(policyConfig, JSON.stringify(gate));
        await body(async ({ program, env, policyPack }) => {
            const workDir = await mkdtemp(path.join(folder, "run-"));
            const project = {
                name: "bench",
                main: path.join(__dirname, "programs", `${program}.ts`),
                runtime: { name: "nodejs", options: { typescript: false, nodeargs: "--import tsx" } },
            };
            await writeFile(path.join(workDir, "Pulumi.yaml"), JSON.stringify(project));
            const workspace = await LocalWorkspace.create({
                workDir,
                pulumiCommand,
                envVars: { ...closedEnvironment(home, cloud.providers), ...env },
            });
            const stack = await Stack.create(path.basename(workDir), workspace);
            const start = performance.now();
            await stack.preview(
                policyPack === undefined ? {} : { policyPacks: [policyPack], policyPackConfigs: [policyConfig] },
            );
            return (performance.now() - start) / 1000;
        }, folder);
    });
}
