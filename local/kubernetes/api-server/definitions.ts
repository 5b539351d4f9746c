import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Properties, Value } from "../../provider/provider";
import type { Cluster } from "../cluster";
import { part } from "../object";

const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const pollMilliseconds = 50;

/**
 * Puts the custom resource definitions in a folder into a cluster and waits until the server serves all of them.
 *
 * @param marker File that says which ones the cluster has: the server takes seconds to find out that nothing changes.
 */
export async function ensureDefinitions(cluster: Cluster, folder: string, marker: string): Promise<void> {
    const files = (await readdir(folder)).sort().map((file) => readFile(join(folder, file), "utf8"));
    const texts = await Promise.all(files);
    const key = createHash("sha256").update(texts.join()).digest("hex");
    if ((await readFile(marker, "utf8").catch(() => "")) === key) {
        return;
    }
    const documents = texts.flatMap((text) => text.split(/^---.*$/m)).filter((text) => text.trim());
    await Promise.all(documents.map((document) => applyDefinition(cluster, document)));
    await writeFile(marker, key);
}

async function applyDefinition({ connection }: Cluster, body: string): Promise<void> {
    const definition = `${path}/${nameIn(body)}`;
    let { body: live } = await connection.send({
        method: "PATCH",
        path: `${definition}?fieldManager=local-cloud&force=true`,
        body,
        contentType: "application/apply-patch+yaml",
    });
    while (!isEstablished(live)) {
        await delay(pollMilliseconds);
        live = (await connection.send({ method: "GET", path: definition })).body;
    }
}

/** The server reads the YAML; parsing megabytes of it here, too, would take longer than everything else. */
function nameIn(document: string): string {
    const name = /^metadata:\n(?: .*\n)*? {2}name: (\S+)$/m.exec(document)?.[1];
    if (name === undefined) {
        throw new Error(`A custom resource definition has no name: ${document.slice(0, 200)}`);
    }
    return name;
}

export function isEstablished(definition: Properties): boolean {
    const conditions = part(definition, "status").conditions as Value[] | undefined;
    return (conditions ?? []).some((condition) => {
        const { type, status } = condition as Properties;
        return type === "Established" && status === "True";
    });
}
