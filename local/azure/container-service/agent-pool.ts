import type { Properties } from "../../provider/provider";
import { limited, readOnly, string } from "../../provider/schema";
import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { parentOf, sameId } from "../arm-id";
import { linkedAccessRefused, roleIsMissing } from "../authorization/effective-role";
import type { Put, Removal, ResourceType } from "../resource-type";
import { invalidParameter, operationInProgress } from "./cluster-error";
import { clusterPrincipal } from "./cluster-identity";
import { isOverlay, nodeSubnets, subnetProblem } from "./cluster-network";
import { clusterOf } from "./cluster-of";
import { joins } from "./cluster-permissions";
import { poolAnswer } from "./pool-answer";
import { poolProperties } from "./pool-properties";
import { poolProblem } from "./pool-rules";

/** Microsoft.ContainerService/managedClusters/agentPools: nodes of one kind; a cluster takes one operation at a time. */
export const agentPool: ResourceType = {
    token: "azure-native:containerservice:AgentPool",
    apiVersion: "2025-09-01",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerService/managedClusters/{resourceName}/agentPools/{agentPoolName}",
    names: {
        agentPoolName: limited(string, { minLength: 1, maxLength: 12, pattern: "^[a-z][a-z0-9]{0,11}$" }),
    },
    properties: { ...poolProperties, ...readOnly("name") },
    replacedBy: ["vmSize"],
    serializedBy: "Microsoft.ContainerService/managedClusters",
    busy: operationInProgress,
    // no published figures; machines that start and join, or are exchanged one by one
    seconds: { create: 180, update: 120, delete: 150 },
    outputs: poolOutputs,
    placement: { subnetIds: (body) => [textAt(body, "vnetSubnetID") ?? []].flat() },
    refuse: [countIsMissing, poolIsWrong, subnetIsWrong, lastSystemPoolChanges],
    refuseDelete: [isLastSystemPool],
};

function bodyOfCluster(put: Put): Properties {
    return clusterOf(put)?.body ?? {};
}

function poolOutputs(put: Put): Properties {
    const { id, inputs, before, cloud } = put;
    const cluster = bodyOfCluster(put);
    const pool = Object.entries(inputs).filter(([name]) => name in poolProperties);
    return poolAnswer(Object.fromEntries(pool), {
        id,
        controlPlane: textAt(cluster, "currentKubernetesVersion") ?? "",
        isOverlay: isOverlay(cluster),
        before,
        cloud,
    });
}

/** Also with autoscaling: https://github.com/Azure/azure-service-operator/issues/3220 */
function countIsMissing({ inputs, before }: Put): ArmError | undefined {
    return before === undefined && inputs.count === undefined
        ? new ArmError(400, "InvalidParameter", "Required parameter properties.count is missing (null).")
        : undefined;
}

function poolIsWrong(put: Put): ArmError | undefined {
    const { name, inputs, before, cloud } = put;
    const cluster = bodyOfCluster(put);
    return poolProblem({
        name,
        inputs,
        before,
        controlPlane: textAt(cluster, "currentKubernetesVersion") ?? "",
        dataplane: textAt(cluster, "networkProfile.networkDataplane"),
        region: textAt(cluster, "location") ?? "",
        cloud,
    });
}

function subnetIsWrong(put: Put): ArmError | undefined {
    const { type, id, inputs, cloud } = put;
    const cluster = bodyOfCluster(put);
    const subnetId = textAt(inputs, "vnetSubnetID");
    const [ofCluster] = nodeSubnets(cluster);
    if (subnetId === undefined || ofCluster === undefined) {
        return subnetId === ofCluster
            ? undefined
            : invalidParameter("vnetSubnetID", "all agent pools of a cluster have a subnet, or none has");
    }
    if (!sameId(parentOf(subnetId), parentOf(ofCluster))) {
        return invalidParameter("vnetSubnetID", "all subnets must be in the same virtual network");
    }
    const others = cloud.all(type.token).filter((other) => !sameId(other.id, id));
    const problem = subnetProblem(subnetId, [...others.map(({ body }) => body), inputs], cloud);
    const principalId = clusterPrincipal(cluster, cloud);
    if (problem || principalId === undefined) {
        return problem;
    }
    const need = joins(principalId, subnetId);
    return roleIsMissing(need, linkedAccessRefused(need, id), cloud);
}

/** https://learn.microsoft.com/azure/aks/use-system-pools */
function lastSystemPoolChanges({ id, type, inputs, before, cloud }: Put): ArmError | undefined {
    return before?.mode === "System" && inputs.mode !== "System" && !hasOtherSystemPool(type.token, id, cloud)
        ? noSystemPool()
        : undefined;
}

function isLastSystemPool({ id, body, cloud }: Removal): ArmError | undefined {
    return body.mode === "System" && !hasOtherSystemPool(agentPool.token, id, cloud) ? noSystemPool() : undefined;
}

function hasOtherSystemPool(token: string, id: string, cloud: Put["cloud"]): boolean {
    return cloud
        .all(token)
        .some(
            (other) =>
                sameId(parentOf(other.id), parentOf(id)) && !sameId(other.id, id) && other.body.mode === "System",
        );
}

function noSystemPool(): ArmError {
    return new ArmError(400, "OperationNotAllowed", "There has to be at least one system agent pool in the cluster.");
}
