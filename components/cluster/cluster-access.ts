import type * as pulumi from "@pulumi/pulumi";
import { assignRole, type BuiltInRole, type Principal } from "../shared";
import type { ClusterArgs } from "./cluster-args";
import type { ManagedCluster } from "./managed-cluster";

/** Who reaches the API server, and who delivers to it. Serves practices 2.2 and 6.2. */
export function admit(
    name: string,
    cluster: ManagedCluster,
    args: ClusterArgs,
    parent: pulumi.Resource,
): pulumi.Resource[] {
    const { subscriptionId, deliverers = {}, users = {} } = args;
    const assign = (child: string, role: BuiltInRole, principal: Principal) =>
        assignRole(`${name}-${child}`, { role, scope: cluster.id, principal, subscriptionId }, parent);
    return [
        ...Object.entries(deliverers).flatMap(([who, principal]) => [
            assign(`deliverer-${who}`, "Azure Kubernetes Service RBAC Cluster Admin", principal),
            assign(`deliverer-${who}-user`, "Azure Kubernetes Service Cluster User Role", principal),
        ]),
        ...Object.entries(users).map(([who, principal]) =>
            assign(`user-${who}`, "Azure Kubernetes Service Cluster User Role", principal),
        ),
    ];
}
