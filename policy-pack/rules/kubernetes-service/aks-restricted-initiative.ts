import {
    defineRelation,
    elements,
    every,
    get,
    haveCommon,
    type Link,
    type Naming,
    nameAt,
    namesOf,
    proves,
    type Resource,
    refers,
    someReferring,
    text,
    unless,
} from "../../engine";
import { systemNamespaces } from "../kubernetes/namespace";
import { clusterType } from "./node-pool";

const assignmentType = "authorization:PolicyAssignment";
const groupType = "resources:ResourceGroup";

/** Kubernetes cluster pod security restricted standards for Linux-based workloads: https://learn.microsoft.com/azure/aks/policy-reference */
const initiative = "/providers/Microsoft.Authorization/policySetDefinitions/42b8ef37-b724-4e24-bbc8-7a7708edfe00";

// for the examples
const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";
const clusterId = `${subscription}/resourceGroups/rg-contoso/providers/Microsoft.ContainerService/managedClusters/aks-contoso`;

/**
 * Azure Policy refuses pods that ask for more than the restricted standard allows, everywhere but in the namespaces of
 * Azure: in the cluster, its group, or its subscription, which a stack cannot tell from another one.
 *
 * Left to itself, the initiative only audits, and leaves out namespaces that do not exist: whoever may create one of these
 * evades it. So the assignment must say which ones it leaves out.
 */
export default defineRelation({
    id: "aks-restricted-initiative",
    title: "Azure Policy refuses pods that are not restricted",
    severity: "critical",
    level: "mandatory",
    practices: ["10.1", "12.1"],
    references: { mcsb: ["PV-2"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/use-azure-policy",
    types: [clusterType],
    reads: ["resourceName", "resourceGroupName"],
    related: {
        [assignmentType]: {
            required: ["scope", "policyDefinitionId"],
            optional: [
                "enforcementMode",
                "notScopes[]",
                "overrides",
                "resourceSelectors",
                "parameters.effect.value",
                "parameters.excludedNamespaces.value",
                "parameters.namespaces.value",
            ],
        },
        [groupType]: { required: ["resourceGroupName"] },
    },
    presence: true,
    parameters: {
        excludable: {
            type: "array",
            items: { type: "string" },
            default: systemNamespaces,
            description: "Namespaces that may be left out; the default is those that Azure makes with the cluster.",
        },
    },
    why: "A policy pack sees the pods that a program declares; who has a role in the cluster creates others, and only admission stops those.",
    fix: 'Create an authorization.PolicyAssignment of the initiative 42b8ef37-b724-4e24-bbc8-7a7708edfe00 at the id of the cluster, with enforcementMode "Default", parameters.effect.value "Deny", the namespaces of Azure alone in parameters.excludedNamespaces.value, and without notScopes, resourceSelectors, overrides and parameters.namespaces.',
    check: (cluster, stack, { parameters: { excludable } }) =>
        unless(
            someReferring(atCluster, cluster, stack, (assignment) => refuses(assignment, excludable)),
            "",
            "no assignment of the initiative refuses pods in all namespaces but those of Azure",
        ),
    examples: {
        compliant: [
            { cluster: cluster(), initiative: assignment({}) },
            {
                cluster: cluster(),
                group: { type: groupType, inputs: { resourceGroupName: "rg-contoso" } },
                initiative: assignment({ scope: `${subscription}/resourceGroups/rg-contoso` }),
            },
            { cluster: cluster(), initiative: assignment({ scope: subscription }) },
        ],
        violating: [
            { cluster: cluster() },
            { cluster: cluster(), initiative: assignment({ scope: `${subscription}/resourceGroups/rg-other` }) },
            { cluster: cluster(), initiative: assignment({ scope: `${clusterId}-other` }) },
            {
                cluster: cluster(),
                other: assignment({ policyDefinitionId: initiative.replace("42b8ef37", "a8640138") }),
            },
            { cluster: cluster(), initiative: assignment({ enforcementMode: "DoNotEnforce" }) },
            { cluster: cluster(), initiative: assignment({ notScopes: [clusterId] }) },
            {
                cluster: cluster(),
                initiative: assignment({ overrides: [{ kind: "policyEffect", value: "Audit" }] }),
            },
            {
                cluster: cluster(),
                initiative: assignment({
                    resourceSelectors: [{ name: "one", selectors: [{ kind: "resourceLocation", in: ["westeurope"] }] }],
                }),
            },
            { cluster: cluster(), initiative: assignment({ parameters: parameters({ effect: { value: "Audit" } }) }) },
            {
                cluster: cluster(),
                initiative: assignment({
                    parameters: parameters({ excludedNamespaces: { value: ["kube-system", "mcp-crm"] } }),
                }),
            },
            { cluster: cluster(), initiative: assignment({ parameters: { effect: { value: "Deny" } } }) },
            {
                cluster: cluster(),
                initiative: assignment({ parameters: parameters({ namespaces: { value: ["default"] } }) }),
            },
        ],
    },
});

/** From a cluster to its group. */
const inGroup: Link = {
    type: clusterType,
    input: "resourceGroupName",
    names: nameAt("resourceGroupName"),
    to: groupType,
    nameOf: nameAt("resourceGroupName"),
};

const wholeSubscription = "/";

/** The cluster, its group and its subscription, as {@link placeOf} names them. */
const placesAround: Naming = (cluster) => {
    const { known, ...rest } = namesOf(["resourceName", "resourceGroupName"], (path) =>
        path === "resourceName" ? `cluster ${text(cluster, path)}` : `group ${text(cluster, path)}`,
    );
    return { known: [...known, wholeSubscription], ...rest };
};

/** From assignments to the clusters that they are at or above. */
const atCluster: Link = {
    type: assignmentType,
    input: "scope",
    names: (assignment) => namesOf(["scope"], (path) => placeOf(text(assignment, path))),
    to: clusterType,
    nameOf: placesAround,
    via: (source, cluster, stack) => refers(inGroup, cluster, source, stack),
};

/** A cluster or a group by its name, or what stands for a subscription; empty for other scopes. */
function placeOf(scope: string): string {
    const inSubscription =
        /^\/subscriptions\/[^/]+(?:\/resourceGroups\/([^/]+)(?:\/providers\/Microsoft\.ContainerService\/managedClusters\/([^/]+))?)?$/i;
    const match = inSubscription.exec(scope);
    if (match === null) return "";
    const [, group, cluster] = match;
    if (cluster !== undefined) return `cluster ${cluster}`;
    return group === undefined ? wholeSubscription : `group ${group}`;
}

const initiativeId = nameAt("policyDefinitionId");

/** Whether an assignment is of the initiative, and refuses what the initiative finds, in all namespaces but some. */
function refuses(assignment: Resource, excludable: readonly string[]): boolean {
    const excluded = "parameters.excludedNamespaces.value";
    return every(
        [
            () => haveCommon(initiativeId(assignment), { known: [initiative] }),
            () => text(assignment, "enforcementMode") === "Default",
            () => text(assignment, "parameters.effect.value").toLowerCase() === "deny",
            () => get(assignment, excluded) !== undefined,
            () => every(elements(assignment, excluded), (path) => excludable.includes(text(assignment, path))),
            ...["notScopes", "overrides", "resourceSelectors", "parameters.namespaces.value"].map(
                (path) => () => elements(assignment, path).length === 0,
            ),
        ],
        proves,
    );
}

function cluster() {
    return { type: clusterType, inputs: { resourceName: "aks-contoso", resourceGroupName: "rg-contoso" } };
}

function parameters(changes: object) {
    return {
        effect: { value: "Deny" },
        excludedNamespaces: { value: ["kube-system", "gatekeeper-system"] },
        ...changes,
    };
}

function assignment(changes: object) {
    return {
        type: assignmentType,
        inputs: {
            scope: clusterId,
            policyDefinitionId: initiative,
            enforcementMode: "Default",
            parameters: parameters({}),
            ...changes,
        },
    };
}
