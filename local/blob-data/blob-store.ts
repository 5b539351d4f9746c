import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../cloud/folder";
import { unlessMissing } from "../missing-file";

/** Where a blob is. */
export interface BlobPlace {
    account: string;
    container: string;
    name: string;
}

/** What is kept of a version of a blob beside its content. */
export interface BlobVersion {
    name: string;
    /** When it was written, as Azure names versions; later ones are greater. */
    versionId: string;
    contentType: string;
    contentLength: number;
    /** Base64. */
    contentMd5: string;
    /** What its writer says of it, by names in lower case. */
    metadata: Record<string, string>;
    /** RFC 3339; nobody changes or deletes it before. */
    immutableUntil?: string;
    /** Whether nobody changes or deletes it until the hold ends. */
    legalHold: boolean;
}

/** What comes with a blob. */
export type NewBlob = Pick<BlobVersion, "contentType" | "metadata" | "immutableUntil" | "legalHold"> & {
    content: Buffer;
    /** Milliseconds since the epoch. */
    now: number;
    /** Whether what it replaces stays as an earlier version. */
    keepEarlier: boolean;
};

/** Ends what belongs to a version, where no blob can be. */
const contentPrefix = "@";
const propertiesSuffix = ".json";

/**
 * Blobs as files, `<account>/<container>/<name>/@<version>` with a `.json` beside each. A version that is there is whole,
 * also after a kill.
 */
export class BlobStore {
    constructor(private readonly folder: string) {}

    async put(place: BlobPlace, { content, now, keepEarlier, ...properties }: NewBlob): Promise<BlobVersion> {
        const earlier = await this.versions(place);
        const version: BlobVersion = {
            name: place.name,
            versionId: nextVersion(now, earlier.at(-1)?.versionId),
            contentLength: content.length,
            contentMd5: createHash("md5").update(content).digest("base64"),
            ...properties,
        };
        const file = this.#file(place, version.versionId);
        await mkdir(this.#folderOf(place), { recursive: true, mode: 0o700 });
        await replaceFile(file, content);
        await replaceFile(`${file}${propertiesSuffix}`, Buffer.from(JSON.stringify(version)));
        for (const { versionId } of keepEarlier ? [] : earlier) {
            await rm(`${this.#file(place, versionId)}${propertiesSuffix}`);
            await rm(this.#file(place, versionId));
        }
        return version;
    }

    /** All versions of a blob, the oldest first; none when there is no such blob. */
    async versions(place: BlobPlace): Promise<BlobVersion[]> {
        return versionsIn(this.#folderOf(place));
    }

    content(place: BlobPlace, { versionId }: BlobVersion): Promise<Buffer> {
        return readFile(this.#file(place, versionId));
    }

    /** All versions of all blobs of a container, by name, the oldest of each first. */
    async list(account: string, container: string): Promise<BlobVersion[]> {
        const root = join(this.folder, account, container);
        const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(unlessMissing([]));
        const folders = entries
            .filter((entry) => entry.isDirectory())
            .map(({ parentPath, name }) => join(parentPath, name));
        const versions = (await Promise.all(folders.map(versionsIn))).flat();
        return versions.sort((one, other) => compare(one.name, other.name) || compare(one.versionId, other.versionId));
    }

    #folderOf({ account, container, name }: BlobPlace): string {
        return join(this.folder, account, container, ...name.split("/").map(fileName));
    }

    #file(place: BlobPlace, versionId: string): string {
        return join(this.#folderOf(place), `${contentPrefix}${fileName(versionId)}`);
    }
}

async function versionsIn(folder: string): Promise<BlobVersion[]> {
    const files = await readdir(folder).catch(unlessMissing([]));
    const versions = files
        .filter((file) => file.startsWith(contentPrefix) && file.endsWith(propertiesSuffix))
        .map(async (file): Promise<BlobVersion> => JSON.parse(await readFile(join(folder, file), "utf8")));
    return (await Promise.all(versions)).sort((one, other) => compare(one.versionId, other.versionId));
}

/** A name of a file for each text, and never one that leads out of its folder or begins like a version. */
function fileName(text: string): string {
    return text === "" ? "%" : encodeURIComponent(text).replace(/^\.+/, (dots) => "%2E".repeat(dots.length));
}

/** In steps of 100 nanoseconds, after the one before. */
function nextVersion(now: number, before = ""): string {
    const wanted = `${new Date(now).toISOString().slice(0, -1)}0000Z`;
    if (wanted > before) return wanted;
    const [, time = "", digits = ""] = /^(.*\.)(\d{7})Z$/.exec(before) ?? [];
    return `${time}${String(Number(digits) + 1).padStart(7, "0")}Z`;
}

function compare(one: string, other: string): number {
    return one < other ? -1 : one > other ? 1 : 0;
}
