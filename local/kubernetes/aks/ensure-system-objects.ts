import type { Cluster } from "../cluster";
import { kindOf } from "../object";
import { systemObjects } from "./system-objects";

/** Brings what AKS keeps in a cluster into it, as AKS does again and again; fields that others have set stay. */
export async function ensureSystemObjects(cluster: Cluster): Promise<void> {
    const isNamespace = (object: (typeof systemObjects)[number]) => kindOf(object) === "Namespace";
    const ensure = (object: (typeof systemObjects)[number]) =>
        cluster.apply(object, { fieldManager: "aks", dryRun: false, force: true });
    await Promise.all(systemObjects.filter(isNamespace).map(ensure));
    await Promise.all(systemObjects.filter((object) => !isNamespace(object)).map(ensure));
}
