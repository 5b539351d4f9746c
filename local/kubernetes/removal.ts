import { existsSync } from "node:fs";
import { clusterFolder, LocalCluster } from "./local-cluster";
import { type MadeObject, removeObject } from "./made-object";

/**
 * Removes objects from the cluster of a cloud that is down; the cluster is up for as long as that takes. Returns those
 * that were there.
 *
 * @param cloud - Folder of the cloud.
 */
export async function removeObjects(
    cloud: string,
    objects: MadeObject[],
    log: (line: string) => void,
): Promise<MadeObject[]> {
    const folder = clusterFolder(cloud);
    if (objects.length === 0 || !existsSync(folder)) {
        return [];
    }
    const local = new LocalCluster({ folder, log });
    try {
        const cluster = await local.use();
        const removed: MadeObject[] = [];
        for (const object of objects) {
            if (await removeObject(cluster, object)) {
                removed.push(object);
            }
        }
        return removed;
    } finally {
        await local.stop();
    }
}
