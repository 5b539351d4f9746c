import {
    areAlike,
    defineRelation,
    every,
    idPart,
    type Link,
    nameAt,
    namesOf,
    proves,
    type Reference,
    type Resource,
    refers,
    type Stack,
    some,
    someAlike,
    someReferred,
    someReferring,
    text,
    unless,
} from "../../engine";
import {
    credentialType as credential,
    identityType as identity,
    isFederated,
} from "../workload-identity/federated-credential";
import { assignedAt, imageDutyOf, isAtRegistry, registryType } from "./registry";

const cluster = "containerservice:ManagedCluster";
const kubelet = "identityProfile.kubeletidentity.resourceId";

// for the examples
const pull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
const push = "8311e382-0749-4cb8-b61a-304f252e45ec";
const who = "33333333-3333-4333-8333-000000000031";
const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";
const group = `${subscription}/resourceGroups/rg-contoso`;
const registryId = `${group}/providers/Microsoft.ContainerRegistry/registries/crcontoso`;

/**
 * Who runs images cannot publish them, and either right is at one registry.
 *
 * An identity is in a cluster when its nodes pull with it, or when a service account is federated with it. That of a
 * role assignment is known where the program takes its principal from the identity.
 */
export default defineRelation({
    id: "acr-pull-only",
    title: "Clusters pull images and cannot push them",
    severity: "high",
    level: "mandatory",
    practices: ["10.2"],
    references: { mcsb: ["PA-7"] },
    component: "Registry",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview",
    types: [assignedAt.type],
    reads: ["scope", "roleDefinitionId", "principalId"],
    related: {
        [assignedAt.type]: { required: ["scope", "roleDefinitionId", "principalId"] },
        [registryType]: { required: ["registryName"] },
        [identity]: { required: ["resourceName"] },
        [credential]: { required: ["resourceName", "subject"] },
        [cluster]: { required: [kubelet] },
    },
    why: "Whoever breaks out of one container and can push replaces the images of all others.",
    fix: "Give the nodes of a cluster an identity of their own in identityProfile.kubeletidentity. Give what runs in a cluster AcrPull, or Container Registry Repository Reader, with the id of the registry as scope; give the right to push to a pipeline that has an identity of its own.",
    check: (assignment, stack) => {
        const duty = imageDutyOf(assignment);
        if (duty === undefined) return [];
        return [
            ...unless(
                isAtRegistry(assignment, stack),
                "scope",
                "a right on images must be at one registry, and not at all of a group or subscription",
            ),
            ...unless(
                duty !== "push" || !runsImages(assignment, stack),
                "principalId",
                "who runs images must not be able to publish them",
            ),
        ];
    },
    examples: {
        compliant: [
            {
                registry: { type: registryType, inputs: { registryName: "crcontoso" } },
                puller: assignment({}),
                pusher: assignment({ principalId: "33333333-3333-4333-8333-000000000032", role: push }),
                elsewhere: assignment({ scope: `${registryId}staging`, role: push }),
                tool: { type: identity, inputs: { resourceName: "id-tool" } },
                account: {
                    type: credential,
                    inputs: { resourceName: "id-tool", subject: "system:serviceaccount:mcp-tool:tool" },
                },
                cluster: {
                    type: cluster,
                    inputs: {
                        identityProfile: {
                            kubeletidentity: {
                                resourceId: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-nodes`,
                            },
                        },
                    },
                },
            },
            { reader: assignment({ scope: group, role: "acdd72a7-3385-48ef-bd42-f606fba81ae7" }) },
        ],
        violating: [
            { puller: assignment({ scope: group }) },
            { puller: assignment({}), pusher: assignment({ role: push }) },
        ],
    },
});

/** From a role assignment to who holds the role. */
const toPrincipal: Reference = { type: assignedAt.type, input: "principalId", names: nameAt("principalId") };

/** From a cluster to the identity that its nodes pull with. */
const pullsAs: Link = {
    type: cluster,
    input: "identityProfile",
    names: (each) => namesOf([kubelet], (path) => idPart(text(each, path), "userAssignedIdentities")),
    to: identity,
    nameOf: nameAt("resourceName"),
};

function runsImages(assignment: Resource, stack: Stack): boolean {
    const pullsToo = () =>
        someAlike(toPrincipal, assignment, stack, (other) =>
            every([() => imageDutyOf(other) === "pull", () => areAtSameRegistry(assignment, other, stack)], proves),
        );
    const isInCluster = () =>
        some(
            stack.sourcesOf(assignment, "principalId").filter(({ type }) => type === identity),
            (source) => some([isFederated, isOfNodes], (holds) => holds(source, stack)),
        );
    return some([pullsToo, isInCluster], proves);
}

function areAtSameRegistry(one: Resource, other: Resource, stack: Stack): boolean {
    const byName = () => areAlike({ type: assignedAt.type, names: assignedAt.names }, one, other, stack);
    const byRegistry = () =>
        someReferred(assignedAt, one, stack, (registry) => refers(assignedAt, other, registry, stack));
    return some([byName, byRegistry], proves);
}

function isOfNodes(one: Resource, stack: Stack): boolean {
    return someReferring(pullsAs, one, stack);
}

function assignment({ scope = registryId, role = pull, principalId = who }) {
    const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
    return { type: assignedAt.type, inputs: { scope, roleDefinitionId, principalId } };
}
