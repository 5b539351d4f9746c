import type { KubernetesObject } from "../shared";
import { namespaceOf, objectLabels, podLabels } from "./names";

/** Nodes are emptied one pod of the server at a time; a pod that does not work anyway holds up none. */
export function disruptionBudget(name: string): KubernetesObject {
    return {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: { name, namespace: namespaceOf(name), labels: objectLabels(name) },
        spec: {
            maxUnavailable: 1,
            unhealthyPodEvictionPolicy: "AlwaysAllow",
            selector: { matchLabels: podLabels(name) },
        },
    };
}
