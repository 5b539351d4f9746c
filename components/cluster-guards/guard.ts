import type * as pulumi from "@pulumi/pulumi";
import { type KubernetesObject, systemNamespaces } from "../shared";
import type { Expression } from "./cel";

/** Something that the API server refuses, whoever asks and by whatever means. */
export interface Guard {
    /** What is judged. */
    matches: readonly Match[];
    /** Where it is judged. Default: everywhere. */
    where?: NamespaceSelector;
    /** Expressions by name; later ones may use earlier ones as `variables.<name>`. */
    variables?: Readonly<Record<string, Expression>>;
    /** What must hold. An expression that fails, for example because a field is missing, refuses as well. */
    demands: readonly Demand[];
}

/** Requests of an API group. */
export interface Match {
    group: string;
    /** Plural names, with subresources as `pods/exec`. */
    resources: readonly string[];
    operations: readonly Operation[];
}

type Operation = "CREATE" | "UPDATE" | "DELETE" | "CONNECT";

export interface Demand {
    holds: pulumi.Input<Expression>;
    /** Says what to do, to whoever is refused. */
    message: string;
}

export interface NamespaceSelector {
    matchExpressions: readonly { key: string; operator: "In" | "NotIn"; values: readonly string[] }[];
}

/** Requests that bring something about. */
export const writes = ["CREATE", "UPDATE"] as const;

/** These, and what removes. There is no `object` then. */
export const changes = [...writes, "DELETE"] as const;

/**
 * Label of a namespace with its name, which the API server itself writes: nobody can forge or remove it.
 * https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name
 */
const nameLabel = "kubernetes.io/metadata.name";

/** Every namespace but these. */
export function outside(namespaces: readonly string[]): NamespaceSelector {
    return { matchExpressions: [{ key: nameLabel, operator: "NotIn", values: namespaces }] };
}

/** Every namespace but those that belong to Azure. */
export const outsideSystem = outside(systemNamespaces);

/** The namespaces that belong to Azure. */
export const inSystem: NamespaceSelector = {
    matchExpressions: [{ key: nameLabel, operator: "In", values: systemNamespaces }],
};

/** The name of a guard in the cluster, which whoever is refused gets to read. */
function nameOf(role: string): string {
    return `mcp-${role}`;
}

/**
 * The policy that a guard is. There are no match conditions, as one that is wrong lets everything through, and no
 * parameter object, as somebody else could change it.
 */
export function guardPolicy(role: string, guard: Guard): KubernetesObject {
    return {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicy",
        metadata: { name: nameOf(role) },
        spec: {
            failurePolicy: "Fail",
            matchConstraints: {
                matchPolicy: "Equivalent",
                ...(guard.where && { namespaceSelector: guard.where }),
                resourceRules: guard.matches.map(({ group, resources, operations }) => ({
                    apiGroups: [group],
                    apiVersions: ["*"],
                    operations,
                    resources,
                })),
            },
            ...(guard.variables && {
                variables: Object.entries(guard.variables).map(([name, expression]) => ({ name, expression })),
            }),
            validations: guard.demands.map(({ holds, message }) => ({
                expression: holds,
                message,
                reason: "Forbidden",
            })),
        },
    };
}

/** Puts the policy into force, everywhere. What it refuses is in the audit log, with the name of the guard. */
export function guardBinding(role: string): KubernetesObject {
    const name = nameOf(role);
    return {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicyBinding",
        metadata: { name },
        spec: { policyName: name, validationActions: ["Deny", "Audit"] },
    };
}
