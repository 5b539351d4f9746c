import { defineRule, unless } from "../../engine";
import { exampleTypes, workload } from "./example-workload";
import { ingressGateway, ingressNamespace, isReserved } from "./namespace";
import { inPods, podIn, workloadTypes } from "./workload";

const namespace = "metadata.namespace";
const volumes = "spec.volumes";
const deployment = "kubernetes:apps/v1:Deployment";

/** Labels by which the Service of the gateway, and every policy of it, finds its pods. */
const ofGateway = ["app", "istio"];
const labelled = (label: string) => `metadata.labels.${label}`;

const reads = [namespace, ...inPods([...ofGateway.map(labelled), volumes])];

/**
 * Among the pods of Azure is none of the program's but the one that mounts certificates for the ingress gateway.
 *
 * Who else is in that namespace and has the labels of the gateway gets its traffic, and can mount the Secrets that hold
 * its keys; in other namespaces of Azure, pods may have every right on their node.
 */
export default defineRule({
    id: "k8s-system-workloads",
    title: "Namespaces of Azure have no pods but those of Azure",
    severity: "critical",
    level: "mandatory",
    practices: ["10.1", "10.3"],
    references: {},
    component: "ClusterIngress",
    url: "https://learn.microsoft.com/azure/aks/istio-secure-gateway",
    types: workloadTypes,
    reads,
    // most workloads are in namespaces of their own
    optional: reads,
    why: "A pod with the labels of the ingress gateway reads the token of every caller, and policies that hold pods elsewhere leave the namespaces of Azure alone.",
    fix: `Put the workload into a namespace of its own. In ${ingressNamespace}, declare nothing but a Deployment whose pods have neither of the labels ${ofGateway.join(" and ")}, and only csi volumes.`,
    check: (inputs, { resource: { type } }) => {
        const place = inputs.metadata?.namespace ?? "";
        if (place !== ingressNamespace) return unless(!isReserved(place), namespace, "a pod is among those of Azure");
        const { pod, at } = podIn(inputs, type);
        return [
            ...unless(type === deployment, "", "beside the ingress gateway is something else than a Deployment"),
            ...ofGateway.flatMap((label) =>
                unless(
                    pod.metadata?.labels?.[label] === undefined,
                    `${at}${labelled(label)}`,
                    "a pod takes the place of the ingress gateway",
                    [namespace],
                ),
            ),
            ...unless(
                (pod.spec?.volumes ?? []).every(({ csi }) => csi !== undefined),
                `${at}${volumes}`,
                "a pod beside the ingress gateway mounts something else than certificates of a vault",
                [namespace],
            ),
        ];
    },
    examples: {
        compliant: [
            keeper(deployment, {}),
            keeper(deployment, {
                namespace: undefined,
                labels: { app: "orders" },
                volumes: [{ name: "a", emptyDir: {} }],
            }),
            ...exampleTypes.map((type) => keeper(type, { namespace: "mcp-orders", labels: { app: "orders" } })),
        ],
        violating: [
            ...exampleTypes.flatMap((type) => [
                ...ofGateway.map((label) => keeper(type, { labels: { [label]: ingressGateway } })),
                keeper(type, { volumes: [{ name: "keys", secret: { secretName: "mcp-ingress" } }] }),
                ...["kube-system", "kube-other", "aks-istio-system"].map((name) => keeper(type, { namespace: name })),
            ]),
            keeper("kubernetes:apps/v1:DaemonSet", {}),
        ],
    },
});

interface Keeper {
    namespace?: string;
    labels?: Record<string, string>;
    volumes?: object[];
}

function keeper(type: string, changes: Keeper) {
    const {
        namespace: place,
        labels: given,
        volumes: mounted,
    } = {
        namespace: ingressNamespace,
        labels: { "app.kubernetes.io/name": "mcp-ingress-certificates" },
        volumes: [{ name: "certificates", csi: { driver: "secrets-store.csi.k8s.io" } }],
        ...changes,
    };
    const { inputs } = workload(type, { containers: [{ name: "keeper" }], volumes: mounted }, { labels: given });
    return { type, inputs: { ...inputs, metadata: { ...inputs.metadata, namespace: place } } };
}
