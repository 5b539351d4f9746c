import { each, limited, map, object, oneOf, readOnly, string } from "../../provider/schema";
import { isObject, textAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { tags } from "../schema";
import { invalidParameter } from "./cluster-error";
import { clusterOf } from "./cluster-of";

const rule = oneOf("DenyAll", "AllowAll", "AllowSameNamespace");

/** Microsoft.ContainerService/managedClusters/managedNamespaces: a namespace that is also a scope of Azure roles. */
export const managedNamespace: ResourceType = {
    token: "azure-native:containerservice:ManagedNamespace",
    apiVersion: "2025-09-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerService/managedClusters/{resourceName}/managedNamespaces/{managedNamespaceName}",
    names: {
        managedNamespaceName: limited(string, {
            minLength: 1,
            maxLength: 63,
            pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
        }),
    },
    properties: {
        location: string,
        tags,
        properties: object({
            adoptionPolicy: oneOf("Never", "IfIdentical", "Always"),
            ...each(map(string), "annotations", "labels"),
            defaultNetworkPolicy: object({ egress: rule, ingress: rule }),
            defaultResourceQuota: object(each(string, "cpuLimit", "cpuRequest", "memoryLimit", "memoryRequest")),
            deletePolicy: oneOf("Keep", "Delete"),
            ...readOnly("portalFqdn", "provisioningState"),
        }),
        ...readOnly("eTag", "name", "type", "systemData"),
    },
    // no published figures; one object in the cluster
    seconds: { create: 15, update: 10, delete: 20 },
    outputs: (put) => {
        const { id, name, inputs, cloud } = put;
        const properties = isObject(inputs.properties) ? inputs.properties : {};
        return {
            eTag: cloud.newGuid(id, "etag"),
            properties: {
                adoptionPolicy: properties.adoptionPolicy ?? "Never",
                deletePolicy: properties.deletePolicy ?? "Keep",
                portalFqdn: `${name}.${textAt(clusterOf(put)?.body, "azurePortalFQDN") ?? ""}`,
                provisioningState: "Succeeded",
            },
        };
    },
    refuse: [
        ({ name }) =>
            /^(kube-|gatekeeper-system$|aks-|default$)/.test(name)
                ? invalidParameter("managedNamespaceName", `'${name}' belongs to the system`)
                : undefined,
        clusterHasNoDirectory,
        quotaIsWrong,
    ],
};

/** https://learn.microsoft.com/azure/aks/concepts-managed-namespaces: Azure roles on it need Entra ID in the cluster. */
function clusterHasNoDirectory(put: Put): ArmError | undefined {
    return isObject(clusterOf(put)?.body.aadProfile)
        ? undefined
        : invalidParameter("managedNamespaceName", "a managed namespace needs a cluster with aadProfile");
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const quantity = /^\d+(\.\d+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/;

function quotaIsWrong({ inputs }: Put): ArmError | undefined {
    const quota = isObject(inputs.properties) ? inputs.properties.defaultResourceQuota : undefined;
    const wrong = Object.entries(isObject(quota) ? quota : {}).find(([, value]) => !quantity.test(String(value)));
    return (
        wrong &&
        invalidParameter(`properties.defaultResourceQuota.${wrong[0]}`, `'${wrong[1]}' is no quantity like 500m or 2Gi`)
    );
}
