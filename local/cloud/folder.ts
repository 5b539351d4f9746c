import { access, constants, mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes sure that a folder exists and can be written; only its user may look inside. Throws one error with the cure. */
export async function ensureFolder(folder: string): Promise<void> {
    try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await access(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
        throw new Error(
            `The local cloud cannot keep its state in ${folder}: ${(error as Error).message}. ` +
                "Make the folder writable, or set ZERO_TRUST_MCP_HOME to one that is.",
        );
    }
}

/** Puts a file in place as a whole: after a kill or a power cut there is either the old or the new content. */
export async function replaceFile(file: string, content: Buffer): Promise<void> {
    const replacement = replacementOf(file);
    const handle = await open(replacement, "w", 0o600);
    try {
        await handle.writeFile(content);
        await handle.sync();
    } finally {
        await handle.close();
    }
    await rename(replacement, file);
    await syncFolder(dirname(file));
}

/** What a {@link replaceFile} that was killed leaves beside the file; the next one begins it anew. */
export function replacementOf(file: string): string {
    return `${file}.new`;
}

/** Makes the creation or renaming of files in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
    const handle = await open(folder);
    try {
        await handle.sync();
    } finally {
        await handle.close();
    }
}
