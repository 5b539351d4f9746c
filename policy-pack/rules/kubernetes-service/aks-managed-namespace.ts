import { defineRule, unless } from "../../engine";

const policy = "properties.defaultNetworkPolicy";
const quota = "properties.defaultResourceQuota";
const limits = ["cpuRequest", "cpuLimit", "memoryRequest", "memoryLimit"];
const reads = {
    ingress: `${policy}.ingress`,
    egress: `${policy}.egress`,
    adoption: "properties.adoptionPolicy",
    deletion: "properties.deletePolicy",
};

/**
 * A namespace that Azure manages is closed and limited from its first moment.
 *
 * The namespaces of this project are Kubernetes objects, which other rules judge; nobody should make the same one twice.
 */
export default defineRule({
    id: "aks-managed-namespace",
    title: "Managed namespaces are closed and limited",
    severity: "high",
    level: "mandatory",
    practices: ["4.3", "10.3", "ZT-2"],
    references: { mcsb: ["NS-1"] },
    url: "https://learn.microsoft.com/azure/aks/concepts-managed-namespaces",
    types: ["containerservice:ManagedNamespace"],
    reads: [...Object.values(reads), ...limits.map(limitPath)],
    why: "Until somebody writes a policy, whatever runs in a namespace reaches everything and takes all of a node; a namespace that is adopted loses what was set on it, and one that is deleted takes its evidence along.",
    fix: 'In properties, set defaultNetworkPolicy.ingress to "DenyAll" or "AllowSameNamespace" and egress to "DenyAll", all four values of defaultResourceQuota, adoptionPolicy to "Never" or "IfIdentical", and deletePolicy to "Keep".',
    check: ({ properties }) => {
        const { defaultNetworkPolicy, defaultResourceQuota, adoptionPolicy, deletePolicy } = properties ?? {};
        return [
            ...unless(
                ["AllowSameNamespace", "DenyAll"].includes(defaultNetworkPolicy?.ingress),
                reads.ingress,
                "pods of other namespaces reach this one",
            ),
            ...unless(
                defaultNetworkPolicy?.egress === "DenyAll",
                reads.egress,
                "pods may send to whatever no policy forbids",
            ),
            ...limits.flatMap((name) =>
                unless(
                    Boolean(defaultResourceQuota?.[name]),
                    limitPath(name),
                    "this namespace takes all that there is",
                ),
            ),
            ...unless(
                ["IfIdentical", "Never"].includes(adoptionPolicy),
                reads.adoption,
                "a namespace that somebody else made would be overwritten",
            ),
            ...unless(deletePolicy === "Keep", reads.deletion, "a deletion takes everything in the namespace along"),
        ];
    },
    examples: {
        compliant: [
            { inputs: { properties: namespace({}) } },
            {
                inputs: {
                    properties: namespace({
                        defaultNetworkPolicy: { ingress: "AllowSameNamespace", egress: "DenyAll" },
                        adoptionPolicy: "IfIdentical",
                    }),
                },
            },
        ],
        violating: [
            ...[
                { defaultNetworkPolicy: { ingress: "AllowAll", egress: "DenyAll" } },
                { defaultNetworkPolicy: { ingress: "DenyAll", egress: "AllowSameNamespace" } },
                ...limits.map((name) => ({
                    defaultResourceQuota: { ...namespace({}).defaultResourceQuota, [name]: "" },
                })),
                { adoptionPolicy: "Always" },
                { deletePolicy: "Delete" },
            ].map((changes) => ({ inputs: { properties: namespace(changes) } })),
        ],
    },
});

function limitPath(name: string): string {
    return `${quota}.${name}`;
}

function namespace(changes: object) {
    return {
        defaultNetworkPolicy: { ingress: "DenyAll", egress: "DenyAll" },
        defaultResourceQuota: { cpuRequest: "2000m", cpuLimit: "4000m", memoryRequest: "4Gi", memoryLimit: "8Gi" },
        adoptionPolicy: "Never",
        deletePolicy: "Keep",
        ...changes,
    };
}
