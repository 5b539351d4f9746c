import { ask } from "../../go-build/ask";

/** Someone at an end of a flow. Give a namespace for a pod, a reserved identity, or names or an address of a host. */
export interface Endpoint {
    /** Namespace of the pod. */
    namespace?: string;
    namespaceLabels?: Record<string, string>;
    /** Labels of the pod. */
    labels?: Record<string, string>;
    /** What Cilium reserves an identity for, for example `host` or `world`. */
    reserved?: string;
    /** Address of a host in the world. */
    address?: string;
    /** Names that were resolved to the host: Cilium knows hosts by all names that led to them, whoever asked. */
    names?: string[];
}

export interface Flow {
    /** Name of an endpoint. */
    from: string;
    /** Name of an endpoint. */
    to: string;
    port: number;
    protocol: "TCP" | "UDP";
}

/** A question to a DNS server. */
export interface Lookup extends Flow {
    name: string;
}

export interface Landscape {
    /** NetworkPolicies and CiliumNetworkPolicies, as the API server has them. */
    policies: object[];
    endpoints: Record<string, Endpoint>;
}

/** What decides at each end, before any proxy is asked. A flow takes place when both ends let it through. */
export interface Verdict {
    egress: boolean;
    ingress: boolean;
    /** Policies that decided, as `<namespace>/<name>`; none when an end denies because nothing lets the flow through. */
    egressBy: string[];
    ingressBy: string[];
}

export interface Answers {
    /** Policies that Cilium's agent does not take although the API server does, and why, by `<kind>/<namespace>/<name>`. */
    refused: Record<string, string>;
    /** In the order of the flows. */
    flows: Verdict[];
    /** Whether a question reaches the DNS server and its proxy lets it through, in the order of the lookups. */
    lookups: boolean[];
}

/**
 * Asks the policy engine of Cilium, all questions in one run of it.
 *
 * @param command - What `ensureReachability` gives.
 * @throws one error with what the engine says when it cannot judge: a policy of another kind, an unknown endpoint.
 */
export async function judge(
    command: string,
    landscape: Landscape,
    questions: { flows?: Flow[]; lookups?: Lookup[] },
): Promise<Answers> {
    const input = JSON.stringify({ flows: [], lookups: [], ...landscape, ...questions });
    return JSON.parse(await ask(command, [], input, "The policy engine of Cilium cannot judge"));
}
