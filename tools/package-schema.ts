import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Engine } from "../local/engine";
import type { PackageSchema } from "./schema-lock";

/**
 * Package schema of the components in a folder, made by the real engine as for an adopter in another language.
 *
 * @throws with the message of the packager when an argument or output cannot be packaged.
 */
export async function packageSchema(engine: Engine, components: string): Promise<PackageSchema> {
    const pulumi = join(engine.root, "bin", "pulumi");
    const env = {
        ...process.env,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    try {
        const { stdout } = await promisify(execFile)(pulumi, ["package", "get-schema", join(components, "run")], {
            cwd: tmpdir(), // a project file in the working folder would take part
            env,
            maxBuffer: 64 * 1024 * 1024,
        });
        return JSON.parse(stdout);
    } catch (error) {
        throw new Error(`The components cannot be packaged.\n${reason(error)}`);
    }
}

/** What the packager says, without the words that the way here put around it. */
function reason(error: unknown): string {
    const { stderr, message } = error as { stderr?: string; message: string };
    return /error: (?:rpc error: code = \w+ desc = )?(.+)/.exec(stderr ?? "")?.[1] ?? stderr ?? message;
}
