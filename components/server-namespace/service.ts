import type { KubernetesObject } from "../shared";
import { namespaceOf, objectLabels, podLabels, ports } from "./names";

/** The server inside the cluster, for the ingress gateway: nothing outside reaches it. Serves practice ZT-1. */
export function service(name: string): KubernetesObject {
    return {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name, namespace: namespaceOf(name), labels: objectLabels(name) },
        spec: {
            type: "ClusterIP",
            selector: podLabels(name),
            ports: [{ name: "https", port: 443, targetPort: ports.calls, protocol: "TCP" }],
        },
    };
}

/** Full name of the service in the cluster. */
export function serviceHost(name: string): string {
    return `${name}.${namespaceOf(name)}.svc.cluster.local`;
}
