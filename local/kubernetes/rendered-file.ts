import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { isDefinition } from "./built-in";
import { apiVersionOf, type KubernetesObject, kindOf, nameOf, namespaceOf } from "./object";

/** Where the manifest of an object is written. Definitions come first when the folder is applied in order. */
export function renderedFile(folder: string, object: KubernetesObject): string {
    const apiVersion = apiVersionOf(object).replaceAll(/[/:]/g, "_");
    const namespace = namespaceOf(object) || "default";
    const file = `${apiVersion}-${kindOf(object).toLowerCase()}-${namespace}-${nameOf(object)}.yaml`;
    return join(folder, isDefinition(object) ? "0-crd" : "1-manifest", file);
}

/** YAML as the real provider writes it: names in order, lists as deep as their names. */
export function manifest(object: KubernetesObject): string {
    return stringify(object, { indentSeq: false, lineWidth: 0, sortMapEntries: true, version: "1.1" });
}

export async function writeManifest(folder: string, object: KubernetesObject): Promise<void> {
    const file = renderedFile(folder, object);
    for (const part of ["0-crd", "1-manifest"]) {
        await mkdir(join(folder, part), { recursive: true, mode: 0o700 });
    }
    await writeFile(file, manifest(object), { mode: 0o600 });
}

export async function removeManifest(folder: string, object: KubernetesObject): Promise<void> {
    await rm(renderedFile(folder, object), { force: true });
}
