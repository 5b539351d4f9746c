import { mkdir, mkdtemp, open, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { cacheFolder } from "../engine/cache-folder";
import { waitForLock } from "../process-lock";
import type { GoOptions } from "./go";

/** Something that is built once and then kept in the cache folder. */
export interface Build<Built> {
    /** As in "Another start is building ...". */
    title: string;
    /** Folder in the cache that holds the result. */
    root: string;
    /** The result of an earlier build; undefined when there is none that can be used. */
    find(root: string): Promise<Built | undefined>;
    /** Makes the result in an empty folder. */
    make(folder: string): Promise<void>;
}

/**
 * Builds into `root`, which appears only when it is complete. Of two builds at once, the second waits for the first and
 * takes its result, or its place if that was killed.
 *
 * @throws one error with the cure when the cache folder cannot be written.
 */
export async function buildOnce<Built>(build: Build<Built>, options: GoOptions): Promise<Built> {
    try {
        return await buildLocked(build, options);
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        throw code === undefined || code === "ABORT_ERR"
            ? error
            : new Error(
                  `The cache folder ${cacheFolder(options.env)} cannot be written (${message}). Set ZERO_TRUST_MCP_CACHE to a folder that can be.`,
              );
    }
}

async function buildLocked<Built>(
    { title, root, find, make }: Build<Built>,
    { log, signal }: GoOptions,
): Promise<Built> {
    await mkdir(path.dirname(root), { recursive: true });
    let told = false;
    const release = await waitForLock(root, () => {
        signal?.throwIfAborted();
        if (!told) {
            log(`Another start is building ${title}; waiting for it ...`);
        }
        told = true;
    });
    try {
        const built = await find(root);
        if (built) {
            return built;
        }
        const folder = await mkdtemp(`${root}.building-`);
        await make(folder);
        await syncTree(folder);
        await rm(root, { recursive: true, force: true });
        await rename(folder, root);
        await sync(path.dirname(root));
    } finally {
        await removeUnfinished(root);
        await release();
    }
    const built = await find(root);
    if (!built) {
        throw new Error(`What was built in ${root} does not run: ${title}.`);
    }
    return built;
}

async function removeUnfinished(root: string): Promise<void> {
    const prefix = `${path.basename(root)}.building-`;
    for (const name of await readdir(path.dirname(root))) {
        if (name.startsWith(prefix)) {
            await rm(path.join(path.dirname(root), name), { recursive: true, force: true });
        }
    }
}

async function syncTree(folder: string): Promise<void> {
    for (const name of await readdir(folder, { recursive: true })) {
        await sync(path.join(folder, name));
    }
    await sync(folder);
}

async function sync(file: string): Promise<void> {
    const handle = await open(file);
    await handle.sync().finally(() => handle.close());
}
