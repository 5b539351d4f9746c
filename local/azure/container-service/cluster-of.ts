import { ArmError } from "../arm-error";
import { parentOf } from "../arm-id";
import type { Stored } from "../cloud";
import type { Put, Removal } from "../resource-type";

export const clusterType = "azure-native:containerservice:ManagedCluster";

/** The cluster that a resource lies in, or is about. */
export function clusterOf({ id, cloud }: Pick<Put | Removal, "id" | "cloud">): Stored | undefined {
    const cluster = cloud.find(parentOf(id));
    return cluster?.type === clusterType ? cluster : undefined;
}

/** A resource that is about something else than a cluster of AKS. */
export function clusterIsMissing(put: Put): ArmError | undefined {
    return clusterOf(put)
        ? undefined
        : new ArmError(400, "BadRequest", `${parentOf(put.id)} is no managed cluster, which ${put.id} needs.`);
}
