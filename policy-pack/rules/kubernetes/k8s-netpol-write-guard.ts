import {
    defineRelation,
    elements,
    every,
    get,
    idPart,
    type Link,
    namesOf,
    proves,
    type Resource,
    type Stack,
    some,
    someReferred,
    someReferring,
    text,
    unless,
} from "../../engine";
import { roleOf, sampleRole, sampleScopes } from "../authorization/role-assignment";
import { credentialType, identityType, isFederated, ofIdentity } from "../workload-identity/federated-credential";
import { objectName } from "./namespace";
import { allows, bindingTypes, type RoleRule, roleTypes, writesOf } from "./role";

const assignmentType = "authorization:RoleAssignment";
const jobType = "app:Job";
const jobIdentities = "identity.userAssignedIdentities";
const [role = "", clusterRole = ""] = roleTypes;
const [binding = ""] = bindingTypes;
const reads = [
    "metadata.namespace",
    "roleRef",
    "subjects",
    "roleDefinitionId",
    "scope",
    "principalId",
    "principalType",
];

/** Roles of Azure that change network policies, in a namespace or everywhere: https://learn.microsoft.com/azure/aks/manage-azure-rbac */
const writers: readonly string[] = [
    "3498e952-d568-435e-9b2c-8d77e338d7f7", // Azure Kubernetes Service RBAC Admin
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b", // Azure Kubernetes Service RBAC Cluster Admin
    "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb", // Azure Kubernetes Service RBAC Writer
];

const policies = ["ciliumclusterwidenetworkpolicies", "ciliumnetworkpolicies", "networkpolicies"];

// for the examples
const account = { kind: "ServiceAccount", name: "orders", namespace: "mcp-orders" };
const responders = { kind: "Group", name: "33333333-3333-4333-8333-000000000021" };
const quarantine = { apiGroups: ["cilium.io"], resources: ["ciliumnetworkpolicies"], verbs: ["get", "create"] };
const watching = { ...quarantine, verbs: ["get", "list", "watch"] };
const deliverer = "33333333-3333-4333-8333-000000000041";
const stranger = "33333333-3333-4333-8333-000000000042";
const job = {
    type: jobType,
    inputs: {
        identity: {
            userAssignedIdentities: [
                `${sampleScopes.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-orders`,
            ],
        },
    },
};

/**
 * No workload changes what it may reach or who may reach it. Responders may, who are a group or the identity of a job in
 * the network that the program takes the id from: they put pods under quarantine.
 *
 * A role outside of the stack may allow anything, but the one of Kubernetes that only reads. The roles of Azure that write
 * hold in the namespaces of Azure, too, so that nobody has one but groups, whose members can be made eligible for a time,
 * and whoever delivers: a job in the network whose identity the program takes the id from, or a principal on the list.
 */
export default defineRelation({
    id: "k8s-netpol-write-guard",
    title: "Workloads do not change network policies",
    severity: "high",
    level: "mandatory",
    practices: ["10.3"],
    references: { mcsb: ["PA-7"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/manage-azure-rbac",
    types: [...bindingTypes, assignmentType],
    parameters: {
        deliverers: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Object ids of those who deliver to clusters, other than by a job of the stack.",
        },
    },
    reads,
    // of one of the types each
    optional: reads,
    related: {
        [role]: { required: ["metadata.name"], optional: ["metadata.namespace", "rules"] },
        [clusterRole]: { required: ["metadata.name"], optional: ["rules"] },
        [identityType]: { required: ["resourceName"] },
        [credentialType]: { required: ["resourceName", "subject"] },
        [jobType]: { optional: [`${jobIdentities}[]`] },
    },
    why: "Network policies add up: a server that may write one lets itself out of the namespace that was to contain it.",
    fix: "Bind service accounts to a role of the stack that only reads network policies, and users to no other, but for the identity of a job that the id is taken from. Give an AKS RBAC role that writes to a group, or to the identity of a job that delivers and take the id from it; anybody else must be on the list deliverers, and the identity of a workload never has one.",
    check: (resource, stack, { parameters: { deliverers } }) => {
        if (resource.type === assignmentType)
            return unless(
                !writers.includes(roleOf(text(resource, "roleDefinitionId"))) || mayWrite(resource, deliverers, stack),
                "principalId",
                "a workload, or somebody who delivers nothing, may change network policies and all else",
            );
        const subjects = elements(resource, "subjects").map((path) => text(resource, `${path}.kind`));
        return unless(
            subjects.every((kind) => kind === "Group") ||
                isHarmless(resource, stack) ||
                (subjects.every((kind) => ["Group", "User"].includes(kind)) && isOfJob(resource, "subjects", stack)),
            "roleRef",
            "a service account or user may change network policies, or has a role that nobody knows",
        );
    },
    examples: {
        parameters: { deliverers: [deliverer] },
        compliant: [
            { role: roleOfServer([quarantine]), binding: bindingTo([responders]) },
            { role: roleOfServer([watching]), binding: bindingTo([account]) },
            {
                role: { type: clusterRole, inputs: { metadata: { name: "server" }, rules: [watching] } },
                binding: bindingTo([account], { kind: "ClusterRole", name: "server" }),
            },
            { binding: bindingTo([account], { kind: "ClusterRole", name: "view" }) },
            { deliverer: assignment(sampleScopes.cluster, "ServicePrincipal"), ...federated("orders") },
            { responders: assignment(`${sampleScopes.cluster}/namespaces/mcp-orders`, "Group", stranger) },
            { responders: assignment(sampleScopes.cluster, "Group", stranger) },
        ],
        violating: [
            { role: roleOfServer([watching, quarantine]), binding: bindingTo([account]) },
            { role: roleOfServer([quarantine]), binding: bindingTo([responders, account]) },
            // somebody with some id, which comes from no identity of a job
            { role: roleOfServer([quarantine]), binding: bindingTo([{ kind: "User", name: stranger }]), job },
            {
                role: roleOfServer([{ ...quarantine, apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]),
                binding: bindingTo([account]),
            },
            { binding: bindingTo([account]) },
            { binding: bindingTo([account], { kind: "ClusterRole", name: "edit" }) },
            ...[`${sampleScopes.cluster}/namespaces/mcp-orders`, sampleScopes.cluster, sampleScopes.group].map(
                (scope) => ({
                    stranger: assignment(scope, "ServicePrincipal", stranger),
                }),
            ),
            { stranger: assignment(sampleScopes.cluster, "User", stranger) },
            // a job with some identity, which is not where the id comes from
            { stranger: assignment(sampleScopes.cluster, "ServicePrincipal", stranger), ...federated("orders"), job },
        ],
    },
});

/** From a binding to a role of its namespace. */
function toRole(type: string): Link {
    return { type, input: "roleRef", names: namedRole, to: role, nameOf: nameInNamespace };
}

/** From a binding to a role of the whole cluster. */
function toClusterRole(type: string): Link {
    return { type, input: "roleRef", names: namedClusterRole, to: clusterRole, nameOf: objectName };
}

function namedRole(binding: Resource) {
    const inNamespace = (path: string) => `${text(binding, "metadata.namespace")}/${text(binding, path)}`;
    return namesOf(text(binding, "roleRef.kind") === "Role" ? ["roleRef.name"] : [], inNamespace);
}

function namedClusterRole(binding: Resource) {
    return namesOf(text(binding, "roleRef.kind") === "Role" ? [] : ["roleRef.name"], (path) => text(binding, path));
}

function nameInNamespace(role: Resource) {
    return namesOf(["metadata.name"], (path) => `${text(role, "metadata.namespace")}/${text(role, path)}`);
}

function isHarmless(binding: Resource, stack: Stack): boolean {
    if (text(binding, "roleRef.kind") === "ClusterRole" && text(binding, "roleRef.name") === "view") return true;
    return some([toRole, toClusterRole], (to) =>
        someReferred(to(binding.type), binding, stack, (each) => !changesPolicies(each)),
    );
}

function changesPolicies(role: Resource): boolean {
    const rules = [get(role, "rules") ?? []].flat() as RoleRule[];
    return rules.some((rule) => policies.some((each) => allows(rule.resources, each)) && writesOf(rule).length > 0);
}

/** From a job to the identities that it has. */
const ofJob: Link = {
    type: jobType,
    input: "identity",
    names: (job) => namesOf(elements(job, jobIdentities), (path) => idPart(text(job, path), "userAssignedIdentities")),
    to: identityType,
    nameOf: ofIdentity.nameOf,
};

function mayWrite(assignment: Resource, deliverers: readonly string[], stack: Stack): boolean {
    const isKnown = () =>
        some(
            [
                () => text(assignment, "principalType") === "Group",
                () => isOfJob(assignment, "principalId", stack),
                () => deliverers.includes(text(assignment, "principalId")),
            ],
            proves,
        );
    return every([() => isOfNoWorkload(assignment, "principalId", stack), isKnown], proves);
}

/** Whether what a property has comes from the identity of a job, and of no workload of the cluster. */
function isOfJob(resource: Resource, property: string, stack: Stack): boolean {
    const identities = identitiesOf(resource, property, stack);
    const ofJobs = () => identities.length > 0 && every(identities, (each) => someReferring(ofJob, each, stack));
    return every([() => isOfNoWorkload(resource, property, stack), ofJobs], proves);
}

function isOfNoWorkload(resource: Resource, property: string, stack: Stack): boolean {
    return every(identitiesOf(resource, property, stack), (each) => !isFederated(each, stack));
}

function identitiesOf(resource: Resource, property: string, stack: Stack): Resource[] {
    return stack.sourcesOf(resource, property).filter(({ type }) => type === identityType);
}

function bindingTo(subjects: object[], roleRef = { kind: "Role", name: "server" }) {
    return { type: binding, inputs: { metadata: { name: "server", namespace: "mcp-orders" }, roleRef, subjects } };
}

function roleOfServer(rules: object[]) {
    return { type: role, inputs: { metadata: { name: "server", namespace: "mcp-orders" }, rules } };
}

function assignment(scope: string, principalType: string, principalId = deliverer) {
    const roleDefinitionId = sampleRole("a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb");
    return { type: assignmentType, inputs: { roleDefinitionId, scope, principalId, principalType } };
}

function federated(name: string) {
    const resourceName = `id-${name}`;
    const subject = `system:serviceaccount:mcp-${name}:${name}`;
    return {
        identity: { type: identityType, inputs: { resourceName } },
        credential: { type: credentialType, inputs: { resourceName, subject } },
    };
}
