import * as authorization from "@pulumi/azure-native/authorization";
import * as containerservice from "@pulumi/azure-native/containerservice";
import type * as pulumi from "@pulumi/pulumi";
import { resourceName, systemNamespaces } from "../shared";
import type { ClusterArgs } from "./cluster-args";
import type { ManagedCluster } from "./managed-cluster";

/**
 * Kubernetes cluster pod security restricted standards for Linux-based workloads:
 * https://github.com/Azure/azure-policy/blob/master/built-in-policies/policySetDefinitions/Kubernetes/Kubernetes_PSPRestrictedStandard.json
 *
 * Azure never changes what an assignment assigns: another initiative needs an assignment of another name.
 */
const restricted = "/providers/Microsoft.Authorization/policySetDefinitions/42b8ef37-b724-4e24-bbc8-7a7708edfe00";

/**
 * Azure Policy denies pods that are not restricted, in every namespace but those of Azure, whoever creates them. It holds
 * from about twenty minutes after its assignment on. Serves practices 10.1, 10.2 and ZT-2.
 */
export function assignRestrictedPods(
    name: string,
    cluster: ManagedCluster,
    args: ClusterArgs,
    parent: pulumi.Resource,
): void {
    const type = "Microsoft.Authorization/policyAssignments";
    new authorization.PolicyAssignment(
        `${name}-restricted-pods`,
        {
            policyAssignmentName: resourceName(type, args.naming, `${name}-restricted-pods`),
            scope: cluster.id,
            policyDefinitionId: restricted,
            enforcementMode: "Default",
            notScopes: [],
            parameters: {
                effect: { value: "deny" },
                excludedNamespaces: { value: [...systemNamespaces] },
                namespaces: { value: [] },
                allowedCapabilities: { value: [] },
                requiredDropCapabilities: { value: ["ALL"] },
            },
            displayName: "Restricted pods",
            description: "Denies pods that are not restricted, except in the namespaces of Azure.",
        },
        { parent },
    );
}

/**
 * Deployment safeguards deny what disregards the practices of AKS, in every namespace but those of Azure. They change the
 * cluster, so they wait until nobody else does.
 */
export function enforceSafeguards(
    name: string,
    cluster: ManagedCluster,
    parent: pulumi.Resource,
    after: pulumi.Resource[],
): pulumi.Resource {
    return new containerservice.DeploymentSafeguard(
        `${name}-safeguards`,
        { resourceUri: cluster.id, level: "Enforce", excludedNamespaces: [...systemNamespaces] },
        { parent, dependsOn: after },
    );
}
