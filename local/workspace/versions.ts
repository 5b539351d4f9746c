import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findEngine } from "../engine/find-engine";
import { checkout } from "./checkout";

/** What runs here. */
export interface Versions {
    project: string;
    node: string;
    /** Absent while there is none: the first run finds or builds one. */
    engine?: string;
    /** By package. */
    sdk: Record<string, string>;
}

export async function readVersions(): Promise<Versions> {
    const { version, dependencies } = await readManifest(checkout);
    const names = Object.keys(dependencies ?? {}).filter((name) => name.startsWith("@pulumi/"));
    const installed = names.map(async (name) => {
        const manifest = await readManifest(join(checkout, "node_modules", name));
        return [name, manifest.version.replace(/^v/, "")] as const; // some are published with it
    });
    return {
        project: version,
        node: process.versions.node,
        engine: (await findEngine())?.version,
        sdk: Object.fromEntries(await Promise.all(installed)),
    };
}

async function readManifest(folder: string): Promise<{ version: string; dependencies?: Record<string, string> }> {
    return JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
}
