import { defineRule, unless } from "../../engine";

const reads = {
    type: "identity.type",
    kubelet: "identityProfile.kubeletidentity.resourceId",
    secret: "servicePrincipalProfile",
};

/**
 * A cluster and its nodes act as identities that exist before them, and that have no secret.
 *
 * An identity of the cluster's own does not exist when its key vault and its subnets need to know it.
 */
export default defineRule({
    id: "aks-managed-identity",
    title: "Clusters act as managed identities of the environment",
    severity: "high",
    level: "mandatory",
    practices: ["2.1"],
    references: { mcsb: ["IM-3"], azurePolicy: ["da6e2401"], psrule: ["AKS.ManagedIdentity"] },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/use-managed-identity",
    types: ["containerservice:ManagedCluster"],
    reads: Object.values(reads),
    optional: [reads.secret],
    why: "The secret of a service principal lies on every node and ends on a day; and nodes without an identity of their own get one that Azure makes, whose rights nobody gave.",
    fix: 'Set identity.type to "UserAssigned", identityProfile.kubeletidentity to an identity that may only pull images, and leave out servicePrincipalProfile.',
    check: ({ identity, identityProfile, servicePrincipalProfile }) => [
        ...unless(identity?.type === "UserAssigned", reads.type, "this cluster has no identity of the environment"),
        ...unless(
            Boolean(identityProfile?.kubeletidentity?.resourceId),
            reads.kubelet,
            "the nodes have no identity of their own",
        ),
        ...unless(servicePrincipalProfile === undefined, reads.secret, "this cluster acts with a secret"),
    ],
    examples: {
        compliant: [{ inputs: cluster({}) }],
        violating: [
            { inputs: cluster({ identity: { type: "SystemAssigned" } }) },
            { inputs: cluster({ identityProfile: { kubeletidentity: { resourceId: "" } } }) },
            { inputs: cluster({ servicePrincipalProfile: { clientId: "33333333-3333-4333-8333-000000000043" } }) },
        ],
    },
});

function cluster(changes: object) {
    const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
    const resourceId = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-nodes`;
    return { identity: { type: "UserAssigned" }, identityProfile: { kubeletidentity: { resourceId } }, ...changes };
}
