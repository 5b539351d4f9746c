import { textAt } from "../../provider/values";
import { ArmError } from "../arm-error";
import { isBelow } from "../arm-id";
import { linkedAccessRefused, type Need, roleIsMissing } from "../authorization/effective-role";
import type { Cloud } from "../cloud";
import type { Put } from "../resource-type";
import { ownZone } from "./cluster-access";
import { clusterPrincipal } from "./cluster-identity";
import { apiServerSubnet, nodeSubnets } from "./cluster-network";
import { nodeGroupId } from "./node-group";

const networkRoles = ["Contributor", "Network Contributor", "Owner"];

/**
 * What the identity of the cluster may not do yet: https://learn.microsoft.com/azure/aks/use-managed-identity. Azure lets some
 * of it pass, and the cluster fails later. The identity that a cluster has of itself comes with it, and gets its roles then.
 */
export function permissionIsMissing(put: Put): ArmError | undefined {
    const { id, inputs, cloud } = put;
    const principalId = clusterPrincipal(inputs, cloud);
    if (principalId === undefined) {
        return identityIsTooLate(put);
    }
    const [nodes, apiServer] = [nodeSubnets(inputs), apiServerSubnet(inputs)];
    const checks: [Need, ArmError | undefined][] = [
        ...nodes.map((subnet): [Need, undefined] => [joins(principalId, subnet), undefined]),
        ...[apiServer ?? []].flat().map((scope): [Need, undefined] => [
            {
                principalId,
                action: "Microsoft.Network/virtualNetworks/subnets/joinLoadBalancer/action",
                roles: networkRoles,
                scope,
            },
            undefined,
        ]),
        ...nodes
            .flatMap((subnet) => routeTableOf(subnet, cloud) ?? [])
            .map((scope): [Need, ArmError] => [
                { principalId, action: "Microsoft.Network/routeTables/write", roles: networkRoles, scope },
                // https://github.com/Azure/AKS-Construction/issues/501
                new ArmError(
                    400,
                    "CustomRouteTableMissingPermission",
                    `Managed identity or service principle must be given permission to read and write to custom route table ${scope}. Please see https://aka.ms/aks/customrt for more information`,
                ),
            ]),
        ...[ownZone(inputs) ?? []].flat().map((scope): [Need, ArmError] => [
            {
                principalId,
                action: "Microsoft.Network/privateDnsZones/A/write",
                roles: ["Contributor", "Owner", "Private DNS Zone Contributor"],
                scope,
            },
            new ArmError(
                400,
                "PrivateDNSZoneAuthorizationFailed",
                `The identity ${principalId} has no permission to write records in the private DNS zone ${scope}: it needs the role 'Private DNS Zone Contributor'.`,
            ),
        ]),
        ...[kubeletIdentity(put) ?? []].flat().map((scope): [Need, ArmError] => [
            {
                principalId,
                action: "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
                roles: ["Contributor", "Managed Identity Operator", "Owner"],
                scope,
            },
            kubeletIdentityRefused,
        ]),
        ...[textAt(inputs, "diskEncryptionSetID") ?? []].flat().map((scope): [Need, undefined] => [
            {
                principalId,
                action: "Microsoft.Compute/diskEncryptionSets/read",
                roles: ["Contributor", "Owner", "Reader"],
                scope,
            },
            undefined,
        ]),
    ];
    return checks
        .map(([need, refusal]) => roleIsMissing(need, refusal ?? linkedAccessRefused(need, id), cloud))
        .find((problem) => problem !== undefined);
}

/** What the identity of a cluster must be allowed for nodes in a subnet. */
export function joins(principalId: string, scope: string): Need {
    return { principalId, action: "Microsoft.Network/virtualNetworks/subnets/join/action", roles: networkRoles, scope };
}

/** The identity that nodes were given; one in the group of the nodes is AKS's own. */
export function kubeletIdentity(put: Put): string | undefined {
    const given = textAt(put.inputs, "identityProfile.kubeletidentity.resourceId");
    return given === undefined || isBelow(given, nodeGroupId(put)) ? undefined : given;
}

function routeTableOf(subnet: string, cloud: Cloud): string | undefined {
    return textAt(cloud.find(subnet)?.body, "routeTable.id");
}

const kubeletIdentityRefused = new ArmError(
    400,
    "CustomKubeletIdentityMissingPermissionError",
    "The cluster using user-assigned managed identity must be granted 'Managed Identity Operator' role to assign kubelet identity. You can run 'az role assignment create --assignee <control-plane-identity-principal-id> --role 'Managed Identity Operator' --scope <kubelet-identity-resource-id>' to grant the permission. See https://learn.microsoft.com/en-us/azure/aks/use-managed-identity#add-role-assignment",
);

/** What needs roles before there is a cluster, whose own identity could not have them. */
function identityIsTooLate(put: Put): ArmError | undefined {
    const { inputs, cloud } = put;
    if (kubeletIdentity(put) !== undefined) {
        return new ArmError(
            400,
            "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
            "Custom kubelet identity is only supported on a cluster with a user-assigned managed identity.",
        );
    }
    // https://github.com/Azure/AKS/issues/2333
    return nodeSubnets(inputs).some((subnet) => routeTableOf(subnet, cloud) !== undefined)
        ? new ArmError(
              400,
              "CustomRouteTableWithUnsupportedMSIType",
              "Clusters using managed identity type SystemAssigned do not support bringing your own route table. Please see https://aka.ms/aks/customrt for more information",
          )
        : undefined;
}
