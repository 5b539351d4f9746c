import { defineRule, unless } from "../../engine";
import { namespaceType, systemNamespaces, tierLabel } from "./namespace";
import { partialTypes, refusePartial } from "./partial-types";

const modes = ["enforce", "audit", "warn"];
const prefix = "pod-security.kubernetes.io";
const classification = "data-classification";
const partial = partialTypes([namespaceType]);

/**
 * A namespace says in what version of the restricted standard its pods are held to, so that a new Kubernetes refuses none
 * that ran before; and it says what runs in it and how sensitive its data is, because other rules and policies of the
 * cluster go by that.
 *
 * A name of Azure's is refused: the policies of the cluster leave such a namespace alone. So is a patch of a namespace that
 * somebody else makes.
 */
export default defineRule({
    id: "k8s-ns-pss",
    title: "Namespaces enforce the restricted pod security standard",
    severity: "critical",
    level: "mandatory",
    practices: ["6.4", "10.1"],
    references: {},
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/use-psa",
    types: [namespaceType, ...partial],
    reads: ["metadata.name", "metadata.labels"],
    parameters: {
        version: {
            type: "string",
            default: "v1.34",
            description: "Version of the pod security standards that namespaces pin: that of the cluster's Kubernetes.",
        },
        classifications: {
            type: "array",
            items: { type: "string" },
            default: ["public", "internal", "confidential", "restricted"],
            description: "Values that the label data-classification may have.",
        },
        tiers: {
            type: "array",
            items: { type: "string" },
            default: ["tools"],
            description:
                "Values that the label mcp-tier may have. Whatever is in the tier tools runs in a virtual machine of its own.",
        },
    },
    why: "What a namespace does not enforce, whoever may create a pod in it may do: as root, on the network of the node, with the files of the node.",
    fix: 'Set the labels pod-security.kubernetes.io/enforce, audit and warn to "restricted", each with its -version at the version of the cluster, and data-classification and mcp-tier to values that the environment knows. Give the namespace a name that Azure does not use, and declare it as a whole instead of patching it.',
    check: ({ metadata }, { resource: { type }, parameters: { version, classifications, tiers } }) => {
        if (partial.includes(type)) return refusePartial();
        const labels = metadata?.labels ?? {};
        return [
            ...unless(
                metadata?.name !== undefined && !systemNamespaces.includes(metadata.name),
                "metadata.name",
                "the policies of the cluster leave a namespace of this name alone",
            ),
            ...modes.flatMap((mode) => [
                ...unless(
                    labels[`${prefix}/${mode}`] === "restricted",
                    "metadata.labels",
                    `the label for pod security ${mode} must be restricted`,
                ),
                ...unless(
                    labels[`${prefix}/${mode}-version`] === version,
                    "metadata.labels",
                    `the label for pod security ${mode}-version must be the version of the environment`,
                ),
            ]),
            ...unless(
                classifications.includes(labels[classification]),
                "metadata.labels",
                `the label ${classification} must be one of ${classifications.join(", ")}`,
            ),
            ...unless(
                tiers.includes(labels[tierLabel]),
                "metadata.labels",
                `the label ${tierLabel} must be one of ${tiers.join(", ")}`,
            ),
        ];
    },
    examples: {
        compliant: [{ inputs: namespace({}) }],
        violating: [
            { inputs: { metadata: { name: "mcp-orders" } } },
            ...modes.flatMap((mode) => [
                { inputs: namespace({ [`${prefix}/${mode}`]: "baseline" }) },
                { inputs: namespace({ [`${prefix}/${mode}-version`]: "latest" }) },
            ]),
            { inputs: namespace({ [classification]: "secret" }) },
            { inputs: namespace({ [tierLabel]: "platform" }) },
            { inputs: namespace({}, "gatekeeper-system") },
            { type: `${namespaceType}Patch`, inputs: namespace({}) },
        ],
    },
});

function namespace(changes: Record<string, string>, name = "mcp-orders") {
    const labels = {
        ...Object.fromEntries(
            modes.flatMap((mode) => [
                [`${prefix}/${mode}`, "restricted"],
                [`${prefix}/${mode}-version`, "v1.34"],
            ]),
        ),
        [classification]: "confidential",
        [tierLabel]: "tools",
        ...changes,
    };
    return { metadata: { name, labels } };
}
