import { randomBytes } from "node:crypto";
import { access, constants, mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile, replacementOf } from "../cloud/folder";
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
    } catch (error) {
        throw unwritable(folder, error);
    }
    return home;
}

/**
 * Generates the passphrase unless there is one. To be called under the run lock only: two runs that generate it at once
 * would each begin with another. It is there as a whole or not at all, because secrets that were encrypted with half of
 * it could never be read again; an empty file has encrypted nothing.
 */
export async function ensurePassphrase({ folder, passphrase }: Home): Promise<void> {
    try {
        const size = await stat(passphrase).then(
            (file) => file.size,
            () => 0,
        );
        if (size === 0) {
            await replaceFile(passphrase, Buffer.from(randomBytes(32).toString("base64url")));
        }
    } catch (error) {
        throw unwritable(folder, error);
    }
}

function unwritable(folder: string, error: unknown): Failure {
    return new Failure(
        `The folder ${folder} cannot be written: ${messageOf(error)}. The local cloud keeps its state there; make ` +
            "it writable, or set ZERO_TRUST_MCP_HOME to a folder that is.",
    );
}

/** Removes everything that {@link openHome} and the runs created, and nothing else that may lie in the folder. */
export async function clearHome(home: Home): Promise<void> {
    const { cloud, backend, engine, runs, passphrase } = home;
    for (const path of [cloud, backend, engine, runs, passphrase, replacementOf(passphrase)]) {
        await rm(path, { recursive: true, force: true });
    }
}
