import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { KubernetesObject } from "../shared";
import { namespaceOf, objectLabels } from "./names";
import type { ServerNamespaceArgs } from "./server-namespace-args";

/** File with the reviewed tools. */
export const definitionsFile = "definitions.json";

/** The check of the tools and what it compares with. Serves practices 9.2 and 10.4. */
export function definitionCheckFiles({ toolDefinitions }: ServerNamespaceArgs): Record<string, string> {
    return { ...program("definition-check.mjs"), [definitionsFile]: toolDefinitions };
}

/** What brings certificates to the proxy. */
export function certificateProgram(): Record<string, string> {
    return program("copy-certificates.mjs");
}

function program(file: string): Record<string, string> {
    return { [file]: readFileSync(join(__dirname, file), "utf8") };
}

/** An object with files for a container of the server. */
export function filesFor(container: string, name: string, files: Record<string, unknown>): KubernetesObject {
    return {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: filesName(container, name), namespace: namespaceOf(name), labels: objectLabels(name) },
        data: files,
    };
}

/** Name of that object. */
export function filesName(container: string, name: string): string {
    return `${name}-${container}`;
}
