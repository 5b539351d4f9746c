import { randomBytes } from "node:crypto";
import { access, constants, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure, messageOf } from "../report/failure";

/** The paths inside the home folder, each with one purpose. */
export interface Home {
    folder: string;
    /** What exists in the local cloud. */
    cloud: string;
    /** Pulumi's file backend: the state of every stack. */
    backend: string;
    /** `PULUMI_HOME` of the engine. */
    engine: string;
    /** One run folder per stack. */
    runs: string;
    /** File with the passphrase that encrypts secrets in the state; generated once, readable by its owner only. */
    passphrase: string;
}

export function homePaths(folder: string): Home {
    return {
        folder,
        cloud: join(folder, "cloud"),
        backend: join(folder, "state"),
        engine: join(folder, "pulumi"),
        runs: join(folder, "runs"),
        passphrase: join(folder, "passphrase"),
    };
}

/** Creates whatever is missing in the home folder. Throws a {@link Failure} when the folder cannot be written. */
export async function openHome(folder: string): Promise<Home> {
    const home = homePaths(folder);
    try {
        for (const path of [home.folder, home.cloud, home.backend, home.engine, home.runs]) {
            await mkdir(path, { recursive: true, mode: 0o700 });
            await access(path, constants.W_OK);
        }
        await writePassphrase(home.passphrase);
    } catch (error) {
        throw new Failure(
            `The folder ${folder} cannot be written: ${messageOf(error)}. The local cloud keeps its state there; make ` +
                "it writable, or set ZERO_TRUST_MCP_HOME to a folder that is.",
        );
    }
    return home;
}

/** Removes everything that {@link openHome} and the runs created, and nothing else that may lie in the folder. */
export async function clearHome(home: Home): Promise<void> {
    for (const path of [home.cloud, home.backend, home.engine, home.runs, home.passphrase]) {
        await rm(path, { recursive: true, force: true });
    }
}

async function writePassphrase(file: string): Promise<void> {
    try {
        await writeFile(file, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600 });
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
            throw error;
        }
    }
}
