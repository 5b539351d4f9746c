import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs an engine that cannot log, on the environment that it is given.
 *
 * `pulumi policy analyze` writes whatever it sends to a policy pack, decrypted secrets included, into a log below
 * `PULUMI_HOME` that it does not encrypt, and no option turns that off. But where `logs` is no folder, there is no log;
 * so not even a killed engine leaves one. Credentials stay where they are.
 */
export async function withoutLogs<T>(env: NodeJS.ProcessEnv, run: (env: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), "pulumi-home-"));
    try {
        await writeFile(join(folder, "logs"), "");
        return await run({
            ...env,
            PULUMI_HOME: folder,
            PULUMI_CREDENTIALS_PATH: env.PULUMI_CREDENTIALS_PATH ?? env.PULUMI_HOME ?? join(homedir(), ".pulumi"),
        });
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}
