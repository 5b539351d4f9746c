import { defineRule, unless } from "../../engine";
import { ingressGateway, ingressNamespace, systemNamespaces } from "./namespace";
import { partialTypes, refusePartial } from "./partial-types";

const service = "kubernetes:core/v1:Service";
const [list = "", patch = ""] = partialTypes([service]);
const annotations = "metadata.annotations";
const namespace = "metadata.namespace";
const reads = ["metadata", namespace, annotations, "spec", "spec.type", "spec.externalIPs"];

/** https://learn.microsoft.com/azure/aks/internal-lb */
const isInternal = "service.beta.kubernetes.io/azure-load-balancer-internal";
const isOffered = "service.beta.kubernetes.io/azure-pls-create";

/** What the program may say of the gateway's Service: where its load balancer is, and that Flux leaves the rest to AKS. */
const patched = [
    isInternal,
    "service.beta.kubernetes.io/azure-load-balancer-ipv4",
    "kustomize.toolkit.fluxcd.io/prune",
    "kustomize.toolkit.fluxcd.io/ssa",
];

/**
 * Nobody outside of the cluster reaches a service, except through the load balancer of the internal ingress gateway.
 *
 * AKS makes the gateway's Service, and the program says no more of it than the address, by a patch, which says, too, that
 * the load balancer is internal: another selector or port would give the gateway's traffic to others. A Service declared
 * as a whole in a namespace of Azure would do the same.
 */
export default defineRule({
    id: "k8s-service-exposure",
    title: "Only the internal ingress gateway is reached from outside of the cluster",
    severity: "critical",
    level: "mandatory",
    practices: ["10.3"],
    references: { mcsb: ["NS-2"], azurePolicy: ["3fc4dc25", "d46c275d"] },
    component: "ClusterIngress",
    url: "https://learn.microsoft.com/azure/aks/internal-lb",
    types: [service, patch, list],
    reads,
    // a service is reached inside of the cluster only, unless it says something else
    optional: reads,
    why: "Whoever reaches a server past the gateway brings whatever token they like, and a node port or a public address is found within minutes; whoever takes the place of the gateway reads all tokens.",
    fix: `Leave out the type, or set it to ClusterIP, and remove externalIPs. Declare no Service in the namespaces of Azure: patch ${ingressGateway} in ${ingressNamespace} alone, without spec, and with the annotation ${isInternal} "true" and at most ${patched.slice(1).join(", ")}.`,
    check: (inputs, { resource: { type } }) => {
        if (type === list) return refusePartial();
        if (type === patch) return patchFlaws(inputs);
        const { spec, metadata } = inputs;
        return [
            ...unless(
                !systemNamespaces.includes(metadata?.namespace),
                namespace,
                "this service is among those of Azure, and can take the place of one",
            ),
            ...unless(
                [undefined, "ClusterIP"].includes(spec?.type),
                "spec.type",
                "this service is reached from outside of the cluster",
            ),
            ...unless(
                [undefined, "false"].includes(metadata?.annotations?.[isOffered]),
                annotations,
                "this service is offered to other networks",
            ),
            ...unless(
                (spec?.externalIPs ?? []).length === 0,
                "spec.externalIPs",
                "this service takes over addresses of others",
            ),
        ];
    },
    examples: {
        compliant: [
            { inputs: { metadata: { name: "orders", namespace: "mcp-orders" }, spec: { ports: [{ port: 443 }] } } },
            serviceIn("mcp-orders", { type: "ClusterIP", externalIPs: [] }, { [isOffered]: "false" }),
            patchOf({}),
            patchOf({ annotations: Object.fromEntries(patched.map((name) => [name, "true"])) }),
        ],
        violating: [
            serviceIn("mcp-orders", { type: "NodePort" }),
            serviceIn("mcp-orders", { type: "ExternalName" }),
            serviceIn("mcp-orders", { type: "LoadBalancer" }, { [isInternal]: "true" }),
            serviceIn(ingressNamespace, { type: "LoadBalancer" }, { [isInternal]: "true" }),
            ...systemNamespaces.map((name) => serviceIn(name, {})),
            serviceIn("mcp-orders", {}, { [isOffered]: "true" }),
            serviceIn("mcp-orders", { externalIPs: ["203.0.113.10"] }),
            patchOf({ annotations: {} }),
            patchOf({ annotations: { [isInternal]: "false" } }),
            patchOf({ annotations: { [isInternal]: "true", [isOffered]: "true" } }),
            patchOf({ labels: { app: "orders" } }),
            patchOf({ name: "istiod-asm-1-27", namespace: "aks-istio-system" }),
            patchOf({}, { selector: { app: "orders" } }),
            patchOf({}, { type: "ClusterIP" }),
            { type: list, inputs: { items: [] } },
        ],
    },
});

// biome-ignore lint/suspicious/noExplicitAny: as the inputs of a rule
function patchFlaws({ metadata: { annotations: given = {}, ...others } = {} as any, spec }: any) {
    const { name, namespace: place, ...rest } = others;
    return [
        ...unless(
            name === ingressGateway && place === ingressNamespace,
            "metadata",
            "only the service of the ingress gateway may be patched",
        ),
        ...unless(
            given[isInternal] === "true",
            annotations,
            "the load balancer of the ingress gateway must be internal, and say so",
        ),
        ...unless(
            [...Object.keys(rest), ...Object.keys(given).filter((key) => !patched.includes(key))].length === 0,
            "metadata",
            "this changes more of the service than where its load balancer is",
        ),
        ...unless(spec === undefined, "spec", "this changes where the traffic of the ingress gateway goes"),
    ];
}

function serviceIn(name: string, spec: object, given?: object) {
    return { inputs: { metadata: { name: "orders", namespace: name, ...(given && { annotations: given }) }, spec } };
}

function patchOf(changes: object, spec?: object) {
    const metadata = { name: ingressGateway, namespace: ingressNamespace, annotations: { [isInternal]: "true" } };
    return { type: patch, inputs: { metadata: { ...metadata, ...changes }, ...(spec && { spec }) } };
}
