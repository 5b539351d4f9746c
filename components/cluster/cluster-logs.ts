import * as monitor from "@pulumi/azure-native/monitor";
import type * as pulumi from "@pulumi/pulumi";
import { checkedArmId, sendLogs } from "../shared";
import type { ClusterArgs } from "./cluster-args";
import type { ManagedCluster } from "./managed-cluster";

/** Sends what the API server is asked, and what containers write, to the workspace. Serves practices 5.1 and 5.2. */
export function collectLogs(name: string, cluster: ManagedCluster, args: ClusterArgs, parent: pulumi.Resource): void {
    const type = "Microsoft.ContainerService/managedClusters";
    sendLogs(name, { type, resourceId: cluster.id, workspaceId: args.workspaceId }, parent);
    // names that the agents look for: https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-private-link
    associate(
        `${name}-containers-rule`,
        cluster,
        {
            associationName: "ContainerInsightsExtension",
            dataCollectionRuleId: checkedArmId(
                args.dataCollectionRuleId,
                "dataCollectionRuleId",
                "Microsoft.Insights/dataCollectionRules",
            ),
        },
        parent,
    );
    associate(
        `${name}-containers-endpoint`,
        cluster,
        {
            associationName: "configurationAccessEndpoint",
            dataCollectionEndpointId: checkedArmId(
                args.dataCollectionEndpointId,
                "dataCollectionEndpointId",
                "Microsoft.Insights/dataCollectionEndpoints",
            ),
        },
        parent,
    );
}

function associate(
    name: string,
    cluster: ManagedCluster,
    association: Omit<monitor.DataCollectionRuleAssociationArgs, "resourceUri">,
    parent: pulumi.Resource,
): void {
    new monitor.DataCollectionRuleAssociation(name, { ...association, resourceUri: cluster.id }, { parent });
}
