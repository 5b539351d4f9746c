import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf } from "../arm-id";
import type { Stored } from "../cloud";
import { clusterOf } from "../container-service/cluster-of";
import type { Put, Removal } from "../resource-type";

const extensionType = "azure-native:kubernetesconfiguration:Extension";

/** Where something in a cluster of any kind lies; here there are those of AKS only. */
export function inCluster(collection: string): string {
    return `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/{clusterRp}/{clusterResourceName}/{clusterName}/providers/Microsoft.KubernetesConfiguration/${collection}`;
}

export function clusterIsOfAnotherKind(put: Put): ArmError | undefined {
    const { clusterRp, clusterResourceName } = put.inputs;
    return clusterOf(put)
        ? undefined
        : new ArmError(
              400,
              "BadRequest",
              `${put.id} is in ${clusterRp}/${clusterResourceName}, and the local cloud has clusters of Microsoft.ContainerService/managedClusters only.`,
          );
}

/** The extension of a kind in the cluster. */
export function extensionOf({ id, cloud }: Pick<Put | Removal, "id" | "cloud">, kind: string): Stored | undefined {
    return cloud
        .below(parentOf(id))
        .find(
            ({ type, body }) =>
                type === extensionType && (textAt(body, "extensionType") ?? "").toLowerCase() === kind.toLowerCase(),
        );
}

export function invalidConfiguration(problem: string): ArmError {
    return new ArmError(400, "InvalidConfiguration", `The configuration is invalid: ${problem}.`);
}
