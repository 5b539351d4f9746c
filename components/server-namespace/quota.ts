import type { KubernetesObject } from "../shared";
import { namespaceOf, objectLabels } from "./names";
import { replicasOf, type ServerNamespaceArgs } from "./server-namespace-args";
import { containerSizes, podsSize, quantities, smallest } from "./sizes";

/**
 * Files of three containers, one certificate each of Kubernetes and of the mesh, and room for what these put into every
 * namespace in other versions: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
 */
const configMaps = 8;

/**
 * What the namespace may take at most: twice its pods, for the time when new ones replace old ones. There can be no
 * service that is reached from outside the cluster, no Kubernetes secret and no disk, and no more files than a server has,
 * for all of them are in the memory of the API server. Serves practices 4.3 and 6.3.
 */
export function resourceQuota(name: string, args: ServerNamespaceArgs): KubernetesObject {
    const pods = 2 * replicasOf(args);
    const most = Object.entries(quantities(podsSize(pods, args)));
    const compute = ["requests", "limits"].flatMap((of) =>
        most.map(([resource, amount]) => [`${of}.${resource}`, amount]),
    );
    return {
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { name, namespace: namespaceOf(name), labels: objectLabels(name) },
        spec: {
            hard: {
                ...Object.fromEntries(compute),
                pods: String(pods),
                configmaps: String(configMaps),
                services: "1",
                "services.loadbalancers": "0",
                "services.nodeports": "0",
                secrets: "0",
                persistentvolumeclaims: "0",
            },
        },
    };
}

/**
 * What a container may take at most, and takes when it does not say. What it asks for is what it may take, so that no
 * node promises more than it has. Serves practice 4.3.
 */
export function limitRange(name: string, args: ServerNamespaceArgs): KubernetesObject {
    const sizes = Object.values(containerSizes(args));
    const largest = (of: (size: (typeof sizes)[number]) => number) => Math.max(...sizes.map(of));
    const max = {
        cpu: largest(({ cpu }) => cpu),
        memory: largest(({ memory }) => memory),
        disk: largest(({ disk }) => disk),
    };
    const usual = quantities(smallest);
    return {
        apiVersion: "v1",
        kind: "LimitRange",
        metadata: { name, namespace: namespaceOf(name), labels: objectLabels(name) },
        spec: {
            limits: [
                {
                    type: "Container",
                    max: quantities(max),
                    default: usual,
                    defaultRequest: usual,
                    maxLimitRequestRatio: { cpu: "1", memory: "1" },
                },
            ],
        },
    };
}
