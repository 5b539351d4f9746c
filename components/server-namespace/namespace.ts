import { classificationLabel, type KubernetesObject, tierLabel, toolsTier } from "../shared";
import { podSecurityLabels } from "../shared/aks";
import { namespaceOf, objectLabels } from "./names";
import type { ServerNamespaceArgs } from "./server-namespace-args";

/**
 * The namespace: the API server lets nothing into it that is not restricted, and the mesh puts nothing into its pods.
 * Serves practices 6.4, 10.1 and 10.2.
 */
export function serverNamespace(name: string, { ownership }: ServerNamespaceArgs): KubernetesObject {
    return {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: {
            name: namespaceOf(name),
            labels: {
                ...objectLabels(name),
                ...podSecurityLabels,
                [classificationLabel]: ownership.dataClassification,
                [tierLabel]: toolsTier,
                // a proxy of the mesh needs rights that `restricted` does not give
                "istio-injection": "disabled",
            },
        },
    };
}
