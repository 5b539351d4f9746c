import type { SubscriptionPlacementArgs } from "./placement";

/** Which component of the project a resource belongs to: the value of the tag `mcp-component`. */
export type ComponentKind =
    | "ai-models"
    | "audit-archive"
    | "audit-log"
    | "cluster"
    | "cluster-ingress"
    | "content-safety"
    | "gateway"
    | "governance"
    | "key-vault"
    | "managed-hsm"
    | "network"
    | "registry"
    | "resource-group"
    | "runner"
    | "sentinel"
    | "server-namespace";

/** The tags that every taggable resource carries. Serves practices 6.4 and 5.1. */
export function tags(
    { naming, ownership }: SubscriptionPlacementArgs,
    component: ComponentKind,
): Record<string, string> {
    return {
        environment: naming.environment,
        owner: ownership.owner,
        "cost-center": ownership.costCenter,
        "data-classification": ownership.dataClassification,
        "mcp-component": component,
    };
}
