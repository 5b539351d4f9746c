import * as pulumi from "@pulumi/pulumi";
import {
    assignRole,
    type BuiltInRole,
    checkedArmId,
    createIdentity,
    knownAfter,
    type ManagedIdentity,
} from "../shared";
import type { ClusterArgs } from "./cluster-args";

/** The identities of a cluster, which wait until they may do what the cluster does with them from its first minute on. */
export interface ClusterIdentities {
    /** ARM id of the identity of the control plane. */
    clusterIdentityId: pulumi.Output<string>;
    /** ARM id of the identity of the nodes. */
    kubeletIdentityId: pulumi.Output<string>;
    /** Object id of the identity of the nodes. */
    kubeletPrincipalId: pulumi.Output<string>;
}

/** What a control plane with an identity of one's own needs: https://learn.microsoft.com/azure/aks/use-managed-identity */
export function createClusterIdentities(
    name: string,
    diskEncryptionSetId: pulumi.Output<string>,
    args: ClusterArgs,
    parent: pulumi.Resource,
): ClusterIdentities {
    const cluster = createIdentity(name, args, "cluster", parent);
    const kubelet = createIdentity(`${name}-kubelet`, args, "cluster", parent);
    const assign = (child: string, role: BuiltInRole, scope: pulumi.Input<string>, identity = cluster) => {
        const { subscriptionId } = args;
        return assignRole(`${name}-${child}`, { role, scope, principal: identity.principal, subscriptionId }, parent);
    };
    const subnet = "Microsoft.Network/virtualNetworks/subnets";
    const kmsVaultId = checkedArmId(args.kmsVaultId, "kmsVaultId", "Microsoft.KeyVault/vaults");
    const roles = [
        assign("nodes-contributor", "Network Contributor", checkedArmId(args.nodeSubnetId, "nodeSubnetId", subnet)),
        assign(
            "api-server-contributor",
            "Network Contributor",
            checkedArmId(args.apiServerSubnetId, "apiServerSubnetId", subnet),
        ),
        assign(
            "routes-contributor",
            "Network Contributor",
            checkedArmId(args.routeTableId, "routeTableId", "Microsoft.Network/routeTables"),
        ),
        ...(args.existingPrivateDnsZoneId === undefined
            ? []
            : [assign("zone-contributor", "Private DNS Zone Contributor", zoneId(args.existingPrivateDnsZoneId))]),
        assign("kubelet-operator", "Managed Identity Operator", kubelet.id),
        assign("disks-reader", "Reader", diskEncryptionSetId),
        assign("kms-user", "Key Vault Crypto User", kmsVaultId),
        // it approves the private endpoint by which the API server reaches the vault
        assign("kms-contributor", "Key Vault Contributor", kmsVaultId),
    ];
    const registryId = checkedArmId(args.registryId, "registryId", "Microsoft.ContainerRegistry/registries");
    const pull = assign("kubelet-pull", "AcrPull", registryId, kubelet);
    return {
        clusterIdentityId: knownAfter(roles, cluster.id),
        kubeletIdentityId: knownAfter(pull, kubelet.id),
        kubeletPrincipalId: principalId(kubelet),
    };
}

function zoneId(given: pulumi.Input<string>): pulumi.Output<string> {
    return checkedArmId(given, "existingPrivateDnsZoneId", "Microsoft.Network/privateDnsZones");
}

function principalId({ principal }: ManagedIdentity): pulumi.Output<string> {
    return pulumi.output(principal.principalId);
}
