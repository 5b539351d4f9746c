import { defineRule, unless } from "../../engine";
import { systemNamespaces } from "../kubernetes/namespace";

const reads = { level: "level", excluded: "excludedNamespaces" };

/** Deployment safeguards refuse what they find, everywhere but in the namespaces of Azure. */
export default defineRule({
    id: "aks-deployment-safeguards",
    title: "Deployment safeguards refuse what they find",
    severity: "medium",
    level: "advisory",
    practices: ["10.1"],
    references: { mcsb: ["PV-2"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/deployment-safeguards",
    types: ["containerservice:DeploymentSafeguard"],
    reads: Object.values(reads),
    optional: [reads.excluded],
    parameters: {
        excludable: {
            type: "array",
            items: { type: "string" },
            default: systemNamespaces,
            description: "Namespaces that may be left out; the default is those that Azure makes with the cluster.",
        },
    },
    why: "A warning stops nobody, and a namespace that is left out takes whatever is refused elsewhere.",
    fix: 'Set level to "Enforce", and leave no namespace but those of Azure in excludedNamespaces.',
    check: ({ level, excludedNamespaces = [] }, { parameters: { excludable } }) => [
        ...unless(level === "Enforce", reads.level, "safeguards only warn"),
        ...unless(
            excludedNamespaces.every((name: string) => excludable.includes(name)),
            reads.excluded,
            "a namespace is left out that is not on the list",
        ),
    ],
    examples: {
        compliant: [
            { inputs: { level: "Enforce" } },
            { inputs: { level: "Enforce", excludedNamespaces: ["kube-system", "gatekeeper-system"] } },
        ],
        violating: [
            { inputs: { level: "Warn" } },
            { inputs: { level: "Enforce", excludedNamespaces: ["kube-system", "mcp-crm"] } },
        ],
    },
});
