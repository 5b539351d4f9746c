import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Properties, Value } from "../../provider/provider";
import type { Cluster } from "../cluster";
import { part } from "../object";

const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const pollMilliseconds = 50;

/** Three seconds; a definition is served a few tenths of a second after it is applied. */
const pollsUntilForgotten = 60;

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
    let polls = 0;
    while (!isEstablished(live)) {
        await delay(pollMilliseconds);
        if (++polls % pollsUntilForgotten === 0) {
            await forgetNames(connection, definition);
        }
        live = (await connection.send({ method: "GET", path: definition })).body;
    }
}

/**
 * A server that ends between accepting the names of a definition and serving it never goes on with it: it acts on the names
 * when they change only. So they are to be accepted anew.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.1/staging/src/k8s.io/apiextensions-apiserver/pkg/controller/status/naming_controller.go
 */
async function forgetNames(connection: Cluster["connection"], definition: string): Promise<void> {
    await connection.send({
        method: "PATCH",
        path: `${definition}/status`,
        body: JSON.stringify({ status: { conditions: [], acceptedNames: { kind: "", plural: "" } } }),
        contentType: "application/merge-patch+json",
    });
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
