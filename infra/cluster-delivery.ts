/** How objects get into the private cluster. */
export const ClusterDelivery = {
    /** This process sends them to the API server, which only a path into the network makes possible. */
    Direct: "direct",
    /** It writes them as YAML, and the team's own GitOps applies them. */
    Rendered: "rendered",
} as const;
export type ClusterDelivery = (typeof ClusterDelivery)[keyof typeof ClusterDelivery];
