/** A flow that begins or ends in the namespace of an MCP server, the only ones there. */
export interface DeclaredFlow {
    /** Namespace of a server, name of a host, or one of `ends`. */
    from: string;
    /** As `from`. */
    to: string;
    port: number;
    protocol: "TCP" | "UDP";
    /** Network policy in the server's namespace that lets it through. */
    policy: string;
    reason: string;
}

/** Who else than servers and hosts takes part, and what tells it from others. */
export const ends = {
    "ingress gateway": "pods of the internal ingress gateway of Istio, in `aks-istio-ingress`",
    node: "the node that a pod runs on, and no other",
    "cluster DNS": "pods of `kube-dns`, in `kube-system`",
} as const satisfies Record<string, string>;

/** What the definition of a server says that matters here. */
export interface DeclaredServer {
    name: string;
    /** Hosts that it calls. */
    egress: readonly string[];
}

export function namespaceOf({ name }: DeclaredServer): string {
    return `mcp-${name}`;
}

/** Names that the pods of a server may ask the cluster's DNS for. */
export function declaredNames({ egress }: DeclaredServer): string[] {
    return ["login.microsoftonline.com", ...egress];
}

/** All flows of a server. */
export function declaredFlows(server: DeclaredServer): DeclaredFlow[] {
    const pods = namespaceOf(server);
    const dns = { from: pods, to: "cluster DNS", port: 53, policy: "dns" };
    return [
        {
            from: "ingress gateway",
            to: pods,
            ...{ port: 8443, protocol: "TCP", policy: "ingress" },
            reason: "Calls, over mutual TLS to the proxy in the pod.",
        },
        {
            from: "node",
            to: pods,
            ...{ port: 8090, protocol: "TCP", policy: "platform" },
            reason: "The kubelet asks how the proxy is.",
        },
        { ...dns, protocol: "UDP", reason: "Names of the hosts below, and of no others." },
        { ...dns, protocol: "TCP", reason: "The same, when an answer is long." },
        {
            from: pods,
            to: "login.microsoftonline.com",
            ...{ port: 443, protocol: "TCP", policy: "platform" },
            reason: "Workload identity gets tokens.",
        },
        ...server.egress.map(
            (to): DeclaredFlow => ({
                ...{ from: pods, to, port: 443, protocol: "TCP", policy: "egress" },
                reason: "The definition of the server lists it.",
            }),
        ),
    ];
}
