import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../shared";
import { namespaceOf, objectLabels } from "./names";

/**
 * The account of the pods: it may do nothing in the cluster, its tokens are mounted nowhere by themselves, and Entra
 * takes them for the server's identity. Serves practices 2.2 and 10.2.
 *
 * @see https://learn.microsoft.com/azure/aks/workload-identity-overview#service-account-labels-and-annotations
 */
export function serviceAccount(name: string, identityClientId: pulumi.Input<string>): KubernetesObject {
    return {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: {
            name,
            namespace: namespaceOf(name),
            labels: objectLabels(name),
            annotations: { "azure.workload.identity/client-id": identityClientId },
        },
        automountServiceAccountToken: false,
    };
}
