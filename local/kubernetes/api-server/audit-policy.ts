/** Rules of the API server about what it records: the first that matches decides. */
interface AuditRule {
    level: "None" | "Metadata" | "Request" | "RequestResponse";
    users?: string[];
    userGroups?: string[];
    verbs?: string[];
    resources?: { group: string; resources?: string[] }[];
    nonResourceURLs?: string[];
}

const core = "";
const reads = ["get", "list", "watch"];

/**
 * What is recorded, with as much as AKS shows in the category `kube-audit`. AKS does not publish its policy; this one
 * follows that of Kubernetes' own scripts for the cloud, in which nothing that holds a secret is recorded with a body:
 * https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy
 */
const rules: AuditRule[] = [
    // what controllers look at all the time
    { level: "None", users: ["system:apiserver", "system:kube-controller-manager"], verbs: reads },
    { level: "None", resources: [{ group: core, resources: ["events"] }] },
    { level: "None", resources: [{ group: "events.k8s.io", resources: ["events"] }] },
    { level: "None", nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version", "/openapi/*"] },
    {
        level: "Metadata",
        resources: [
            { group: core, resources: ["secrets", "configmaps", "serviceaccounts/token"] },
            { group: "authentication.k8s.io", resources: ["tokenreviews", "selfsubjectreviews"] },
        ],
    },
    // megabytes of schema, asked for again and again until they are served
    { level: "None", resources: [{ group: "apiextensions.k8s.io" }], verbs: reads },
    { level: "Metadata", resources: [{ group: "apiextensions.k8s.io" }] },
    { level: "Metadata", users: ["system:apiserver", "system:kube-controller-manager"] },
    {
        level: "Request",
        resources: [{ group: core, resources: ["pods/exec", "pods/attach", "pods/portforward", "pods/proxy"] }],
    },
    { level: "Metadata", verbs: reads },
    { level: "RequestResponse" },
];

/** JSON, which is YAML. */
export const auditPolicy = JSON.stringify({
    apiVersion: "audit.k8s.io/v1",
    kind: "Policy",
    omitStages: ["RequestReceived"],
    omitManagedFields: true,
    rules,
});
