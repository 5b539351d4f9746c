import { access, constants, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Failure, messageOf } from "./failure";

/**
 * Prepares the file that a document goes to, so that nobody waits for it in vain. The function that it returns writes
 * the document in place of what is there, all of it or none. Both throw a {@link Failure} when that cannot be.
 *
 * @param inputs - Files that must not be overwritten.
 */
export async function openOutput(
    file: string,
    inputs: (string | undefined)[],
): Promise<(text: string) => Promise<void>> {
    const existing = await stat(file).catch(() => undefined);
    if (inputs.includes(file)) {
        throw new Failure(`${file} is what is judged or judged by: give another --output.`);
    }
    if (existing !== undefined && !existing.isFile()) {
        throw new Failure(`${file} is not a regular file, and cannot be replaced: give another --output.`);
    }
    await access(dirname(file), constants.W_OK).catch((error: unknown) => {
        throw unwritable(file, error);
    });
    return async (text) => {
        const temporary = `${file}.${process.pid}.part`;
        try {
            await writeFile(temporary, text, { flag: "wx" });
            await rename(temporary, file);
        } catch (error) {
            await rm(temporary, { force: true });
            throw unwritable(file, error);
        }
    };
}

function unwritable(file: string, error: unknown): Failure {
    return new Failure(
        `${file} cannot be written: ${messageOf(error)}. Give another --output, or make its folder writable.`,
    );
}
