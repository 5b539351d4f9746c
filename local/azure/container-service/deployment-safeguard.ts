import { oneOf, readOnly, required, string } from "../../provider/schema";
import { valueAt } from "../../provider/values";
import type { ArmError } from "../arm-error";
import type { Put, ResourceType } from "../resource-type";
import { list } from "../schema";
import { invalidParameter } from "./cluster-error";
import { clusterIsMissing, clusterOf } from "./cluster-of";

/** Namespaces that safeguards never judge: https://learn.microsoft.com/azure/aks/deployment-safeguards */
const systemNamespaces = ["kube-system", "calico-system", "tigera-system", "gatekeeper-system"];

/** Microsoft.ContainerService/deploymentSafeguards: what is deployed in a cluster is judged by Azure's policies. */
export const deploymentSafeguard: ResourceType = {
    token: "azure-native:containerservice:DeploymentSafeguard",
    apiVersion: "2025-04-02-preview",
    path: "/{resourceUri}/providers/Microsoft.ContainerService/deploymentSafeguards/default",
    properties: {
        excludedNamespaces: list(string),
        level: required(oneOf("Warn", "Enforce")),
        ...readOnly("eTag", "provisioningState", "systemExcludedNamespaces", "name", "type", "systemData"),
    },
    // no published figures; an assignment of policies, which the cluster learns of later
    seconds: { create: 20, update: 20, delete: 20 },
    outputs: ({ id, cloud }) => ({ eTag: cloud.newGuid(id, "etag"), systemExcludedNamespaces: systemNamespaces }),
    refuse: [clusterIsMissing, addOnIsMissing],
};

function addOnIsMissing(put: Put): ArmError | undefined {
    return valueAt(clusterOf(put)?.body, "addonProfiles.azurepolicy.enabled") === true
        ? undefined
        : invalidParameter("level", "deployment safeguards need the add-on azurepolicy in the cluster");
}
