import {
    defineRelation,
    elements,
    get,
    type Link,
    nameAt,
    type Resource,
    some,
    someReferring,
    text,
    unless,
} from "../../engine";
import { namespaceType, objectName, systemNamespaces } from "./namespace";
import { allows } from "./role";
import type { Selector } from "./selector";

const group = "kubernetes:admissionregistration.k8s.io/v1";
const policyType = `${group}:ValidatingAdmissionPolicy`;
const bindingType = `${group}:ValidatingAdmissionPolicyBinding`;
const failure = "spec.failurePolicy";
const constraints = "spec.matchConstraints";
const conditions = "spec.matchConditions";
const policyName = "spec.policyName";
const actions = "spec.validationActions";
const where = "spec.matchResources";
const reads = [failure, constraints, conditions, policyName, actions, where];

/** The label with the name of a namespace, which the API server itself writes: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name */
const nameLabel = "kubernetes.io/metadata.name";

/** What must be judged, by the requests that bring it about. */
const judged: Readonly<Record<string, readonly string[]>> = {
    pods: ["CREATE", "UPDATE"],
    "pods/exec": ["CONNECT"],
    services: ["CREATE", "UPDATE"],
    networkpolicies: ["CREATE", "UPDATE", "DELETE"],
    ciliumnetworkpolicies: ["CREATE", "UPDATE", "DELETE"],
    roles: ["CREATE", "UPDATE"],
    rolebindings: ["CREATE", "UPDATE"],
};

// for the examples
const namespace = { type: namespaceType, inputs: { metadata: { name: "mcp-orders" } } };
const everything = Object.entries(judged).map(([resource, operations]) => ({
    apiGroups: ["*"],
    apiVersions: ["*"],
    operations,
    resources: [resource],
}));
const outside = (values: readonly string[]) => ({
    matchExpressions: [{ key: nameLabel, operator: "NotIn", values }],
});

const within = (values: readonly string[]) => ({ matchExpressions: [{ key: nameLabel, operator: "In", values }] });

/**
 * The cluster refuses what this pack refuses, whoever asks and whatever the tool.
 *
 * Which expressions a policy has, nothing here can judge. That it is in force is judged: for the requests that bring
 * about what the pack judges, in every namespace but those of Azure, by denying, and also when it cannot be evaluated.
 */
export default defineRelation({
    id: "k8s-admission-vap",
    title: "The cluster refuses by itself what must not run in it",
    severity: "high",
    level: "mandatory",
    practices: ["10.1"],
    references: { mcsb: ["PV-2"] },
    component: "ClusterGuards",
    url: "https://learn.microsoft.com/azure/aks/use-azure-policy",
    types: [namespaceType, policyType, bindingType],
    reads,
    // of one of the types each
    optional: reads,
    related: {
        [policyType]: { required: ["metadata.name"], optional: [failure, constraints, conditions] },
        [bindingType]: { required: [policyName], optional: [actions, where] },
    },
    presence: true,
    why: "A policy pack judges what Pulumi deploys; whoever has another way into the cluster, or a controller that was talked into it, is stopped by admission alone.",
    fix: `Create ValidatingAdmissionPolicies with failurePolicy Fail for ${Object.keys(judged).join(", ")}, and for each a ValidatingAdmissionPolicyBinding whose validationActions have Deny. Leave out namespaces of Azure only, by the label ${nameLabel}, and no objects; write no matchConditions.`,
    check: (resource, stack) => {
        if (resource.type === policyType)
            return [
                ...unless(text(resource, failure) === "Fail", failure, "what cannot be evaluated is let through"),
                ...unless(someReferring(bound, resource, stack, denies), "", "no binding makes this policy deny"),
                ...unless(
                    [isEverywhere, isOfAzure].some((holds) => holds(get(resource, constraints))),
                    constraints,
                    tooFew,
                ),
                ...unless(
                    elements(resource, conditions).length === 0,
                    conditions,
                    "a condition decides what is judged at all",
                ),
            ];
        if (resource.type === bindingType)
            return [
                ...unless(denies(resource), actions, "this binding refuses nothing"),
                ...unless(isEverywhere(get(resource, where)), where, tooFew),
            ];
        const missing = Object.keys(judged).filter(
            (each) => !some(stack.ofType(policyType), (policy) => judges(policy, each)),
        );
        return unless(missing.length === 0, "", `no policy of the cluster judges ${missing.join(", ")}`);
    },
    examples: {
        compliant: [
            { namespace, guard: guard({}), binding: binding({}) },
            {
                namespace,
                guard: guard({
                    matchConstraints: { namespaceSelector: outside(systemNamespaces), resourceRules: everything },
                }),
                binding: binding({ validationActions: ["Deny", "Audit"], matchResources: { namespaceSelector: {} } }),
            },
            {
                namespace,
                guard: guard({}),
                binding: binding({}),
                azures: guard({
                    matchConstraints: { namespaceSelector: within(["kube-system"]), resourceRules: everything },
                }),
            },
        ],
        violating: [
            { namespace },
            { namespace, guard: guard({}) },
            { namespace, guard: guard({}), binding: binding({ policyName: "other" }) },
            { namespace, guard: guard({}), binding: binding({ validationActions: ["Warn", "Audit"] }) },
            { namespace, guard: guard({ failurePolicy: "Ignore" }), binding: binding({}) },
            {
                namespace,
                guard: guard({ matchConditions: [{ name: "never", expression: "false" }] }),
                binding: binding({}),
            },
            ...[
                { resourceRules: everything.slice(1) },
                { resourceRules: everything.map((rule) => ({ ...rule, operations: ["DELETE"] })) },
                { resourceRules: everything, namespaceSelector: outside(["mcp-orders"]) },
                {
                    resourceRules: everything,
                    namespaceSelector: { matchExpressions: [{ key: "guarded", operator: "Exists" }] },
                },
                { resourceRules: everything, namespaceSelector: { matchLabels: { guarded: "true" } } },
                { resourceRules: everything, namespaceSelector: within(["kube-system"]) },
                { resourceRules: everything, objectSelector: { matchLabels: { guarded: "true" } } },
                { resourceRules: everything, excludeResourceRules: everything },
            ].map((matchConstraints) => ({ namespace, guard: guard({ matchConstraints }), binding: binding({}) })),
            {
                namespace,
                guard: guard({}),
                binding: binding({ matchResources: { namespaceSelector: outside(["mcp-orders"]) } }),
            },
        ],
    },
});

const tooFew = "this leaves out more than the namespaces of Azure";

/** From a binding to its policy. */
const bound: Link = {
    type: bindingType,
    input: "spec",
    names: nameAt(policyName),
    to: policyType,
    nameOf: objectName,
};

function denies(binding: Resource): boolean {
    return elements(binding, actions).some((path) => text(binding, path) === "Deny");
}

interface Match {
    namespaceSelector?: Selector;
    objectSelector?: Selector;
    excludeResourceRules?: object[];
    resourceRules?: { operations?: string[]; resources?: string[] }[];
}

/** Whether what is matched leaves out the namespaces of Azure at most; whoever makes an object chooses its labels. */
function isEverywhere(match: unknown): boolean {
    return goesByNameAlone(match) && expressionsOf(match).every((one) => speaksOfAzure(one, "NotIn"));
}

/** Whether what is matched is in some namespaces of Azure: a guard of these, beside those of all others. */
function isOfAzure(match: unknown): boolean {
    return goesByNameAlone(match) && expressionsOf(match).every((one) => speaksOfAzure(one, "In"));
}

type Expression = NonNullable<Selector["matchExpressions"]>[number];

function speaksOfAzure({ key, operator, values = [] }: Expression, expected: "In" | "NotIn"): boolean {
    return key === nameLabel && operator === expected && values.every((each) => systemNamespaces.includes(each));
}

function expressionsOf(match: unknown): Expression[] {
    const { namespaceSelector = {} }: Match = Object(match);
    return namespaceSelector.matchExpressions ?? [];
}

function goesByNameAlone(match: unknown): boolean {
    const { namespaceSelector = {}, objectSelector = {}, excludeResourceRules = [] }: Match = Object(match);
    const labels = [namespaceSelector.matchLabels ?? {}, objectSelector];
    return labels.every((each) => Object.keys(each).length === 0) && excludeResourceRules.length === 0;
}

/** Whether a policy judges a resource when it is brought about; whether it denies then is judged on the policy. */
function judges(policy: Resource, resource: string): boolean {
    if (!isEverywhere(get(policy, constraints))) return false;
    const { resourceRules = [] }: Match = Object(get(policy, constraints));
    const operations = resourceRules
        .filter(({ resources }) => allows(resources, resource))
        .flatMap((rule) => rule.operations ?? []);
    return (judged[resource] ?? []).every((operation) => allows(operations, operation));
}

function guard(spec: object) {
    return {
        type: policyType,
        inputs: {
            metadata: { name: "mcp-guard" },
            spec: {
                failurePolicy: "Fail",
                matchConstraints: { resourceRules: everything },
                validations: [{ expression: "!has(object.spec.hostNetwork)" }],
                ...spec,
            },
        },
    };
}

function binding(spec: object) {
    return {
        type: bindingType,
        inputs: {
            metadata: { name: "mcp-guard" },
            spec: { policyName: "mcp-guard", validationActions: ["Deny"], ...spec },
        },
    };
}
