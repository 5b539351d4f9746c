import { userCredentials } from "../azure/container-service/user-credentials";
import { json } from "./answer";
import { type ArmOperation, group, resourceNotFound } from "./arm-operation";

/** https://learn.microsoft.com/rest/api/aks/managed-clusters/list-cluster-user-credentials */
export const clusterOperations: ArmOperation[] = [
    {
        method: "POST",
        path: `${group}/Microsoft.ContainerService/managedClusters/{cluster}`,
        behind: "/listClusterUserCredential",
        apiVersions: ["2025-05-01", "2025-09-01"],
        action: "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
        roles: ["Owner", "Contributor", "Azure Kubernetes Service Cluster User Role"],
        answer({ id, names, cloud }) {
            if (cloud.find(id)?.type !== "azure-native:containerservice:ManagedCluster") throw resourceNotFound(id);
            const place = { resourceGroupName: names.group ?? "", resourceName: names.cluster ?? "" };
            return json(200, userCredentials(place, cloud.seed.subscriptionId, cloud));
        },
    },
];
