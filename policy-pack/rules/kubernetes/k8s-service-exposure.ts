import { defineRule, unless } from "../../engine";
import { ingressNamespace } from "./namespace";

const service = "kubernetes:core/v1:Service";
const list = `${service}List`;
const annotations = "metadata.annotations";
const namespace = "metadata.namespace";

/** https://learn.microsoft.com/azure/aks/internal-lb */
const isInternal = "service.beta.kubernetes.io/azure-load-balancer-internal";
const isOffered = "service.beta.kubernetes.io/azure-pls-create";

/**
 * Nobody outside of the cluster reaches a service, except through the load balancer of the internal ingress gateway.
 *
 * A patch of the gateway's Service is judged as the Service is: it says, too, that its load balancer is internal, for a
 * patch can make it public. Of others it can change nothing that is not judged here.
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
    types: [service, `${service}Patch`, list],
    reads: ["spec.type", "spec.externalIPs", namespace, annotations],
    // a service is reached inside of the cluster only, unless it says something else
    optional: ["spec.type", "spec.externalIPs", namespace, annotations],
    why: "Whoever reaches a server past the gateway brings whatever token they like, and a node port or a public address is found within minutes.",
    fix: `Leave out the type, or set it to ClusterIP, and remove externalIPs. For the ingress gateway alone, in ${ingressNamespace}, set the annotation ${isInternal} to "true".`,
    check: ({ spec, metadata }, { resource: { type } }) => {
        if (type === list) return unless(false, "", "no rule sees the whole of what this changes or makes");
        const kind = spec?.type;
        const given = metadata?.annotations ?? {};
        const isGateway = metadata?.namespace === ingressNamespace;
        return [
            ...unless(
                isGateway ? kind === undefined || ["ClusterIP", "LoadBalancer"].includes(kind) : isInside(kind),
                "spec.type",
                "this service is reached from outside of the cluster",
                [namespace],
            ),
            ...unless(
                !isGateway || kind === "ClusterIP" || given[isInternal] === "true",
                annotations,
                "the load balancer of the ingress gateway must be internal, and say so",
                [namespace, "spec.type"],
            ),
            ...unless(
                [undefined, "false"].includes(given[isOffered]),
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
            serviceIn("mcp-orders", { type: "ClusterIP", externalIPs: [] }),
            serviceIn(ingressNamespace, { type: "ClusterIP" }),
            serviceIn(ingressNamespace, { type: "LoadBalancer" }, { [isInternal]: "true", [isOffered]: "false" }),
            {
                ...serviceIn(ingressNamespace, {}, { [isInternal]: "true" }),
                type: `${service}Patch`,
            },
        ],
        violating: [
            serviceIn("mcp-orders", { type: "NodePort" }),
            serviceIn("mcp-orders", { type: "ExternalName" }),
            serviceIn("mcp-orders", { type: "LoadBalancer" }, { [isInternal]: "true" }),
            serviceIn(ingressNamespace, { type: "NodePort" }, { [isInternal]: "true" }),
            serviceIn(ingressNamespace, { type: "LoadBalancer" }),
            serviceIn(ingressNamespace, { type: "LoadBalancer" }, { [isInternal]: "false" }),
            { ...serviceIn(ingressNamespace, {}), type: `${service}Patch` },
            serviceIn("mcp-orders", {}, { [isOffered]: "true" }),
            serviceIn("mcp-orders", { externalIPs: ["203.0.113.10"] }),
            { type: list, inputs: { items: [] } },
        ],
    },
});

function isInside(type: unknown): boolean {
    return [undefined, "ClusterIP"].includes(type as string | undefined);
}

function serviceIn(name: string, spec: object, given?: object) {
    return { inputs: { metadata: { name: "orders", namespace: name, ...(given && { annotations: given }) }, spec } };
}
