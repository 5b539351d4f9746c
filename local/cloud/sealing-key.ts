import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { unlessMissing } from "../missing-file";
import { replacementOf } from "./folder";

const keyBytes = 32;

/** The key that seals what goes into the cloud of a home folder and never comes out: the journal alone opens nothing. */
export function sealingKeyFile(home: string): string {
    return join(home, "sealing-key");
}

/**
 * The key, made when there is none yet. At once, because nothing may come between a check and its write; durably, because
 * what it seals could never be opened again. Only for the one who has the journal open.
 */
export function sealingKey(home: string): Buffer {
    return keyIn(home) ?? newKey(sealingKeyFile(home));
}

/** The key, for somebody who only reads. Throws when it is lost. */
export function readSealingKey(home: string): Buffer {
    const key = keyIn(home);
    if (key === undefined) {
        throw new Error(
            `${sealingKeyFile(home)} is missing: nothing else opens the secrets of the local cloud. ` +
                "Put it back, or deploy new values.",
        );
    }
    return key;
}

function keyIn(home: string): Buffer | undefined {
    const file = sealingKeyFile(home);
    const key = contentOf(file);
    if (key !== undefined && key.length !== keyBytes) {
        throw new Error(`${file} is no key: it has ${key.length} bytes, not ${keyBytes}. Put the key back.`);
    }
    return key;
}

function contentOf(file: string): Buffer | undefined {
    try {
        return readFileSync(file);
    } catch (error) {
        return unlessMissing(undefined)(error);
    }
}

/** After a kill there is a whole key or none. */
function newKey(file: string): Buffer {
    const key = randomBytes(keyBytes);
    const replacement = replacementOf(file);
    synced(replacement, "w", (descriptor) => writeSync(descriptor, key));
    renameSync(replacement, file);
    synced(dirname(file), "r", () => {});
    return key;
}

function synced(path: string, flags: string, write: (descriptor: number) => void): void {
    const descriptor = openSync(path, flags, 0o600);
    try {
        write(descriptor);
        fsyncSync(descriptor);
    } finally {
        closeSync(descriptor);
    }
}
