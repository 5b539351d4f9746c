import * as compute from "@pulumi/azure-native/compute";
import type * as pulumi from "@pulumi/pulumi";
import {
    assignRole,
    checkedArmId,
    knownAfter,
    PrincipalType,
    protection,
    resourceId,
    resourceName,
    systemPrincipalId,
    tags,
} from "../shared";
import type { ClusterArgs } from "./cluster-args";
import { checkedKeyUri } from "./key-uri";

const type = "Microsoft.Compute/diskEncryptionSets";

/**
 * What encrypts the disks of the nodes with one's own key; its id waits until it may use the key.
 *
 * Its identity is its own and ends with it: https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys. So the
 * role for another key comes after the set has gone over to that, which Azure refuses without any role.
 */
export function createDiskEncryption(name: string, args: ClusterArgs, parent: pulumi.Resource): pulumi.Output<string> {
    const diskEncryptionSetName = resourceName(type, args.naming, name);
    const keyId = checkedArmId(args.diskKeyId, "diskKeyId", "Microsoft.KeyVault/vaults/keys");
    const set = new compute.DiskEncryptionSet(
        `${name}-disks`,
        {
            diskEncryptionSetName,
            resourceGroupName: args.resourceGroupName,
            location: args.location,
            identity: { type: "SystemAssigned" },
            encryptionType: "EncryptionAtRestWithCustomerKey",
            // a version is demanded even so; Azure goes over to later ones within an hour
            activeKey: { keyUrl: checkedKeyUri(args.diskKeyUri, "diskKeyUri", keyId) },
            rotationToLatestKeyVersionEnabled: true,
            tags: tags(args, "cluster"),
        },
        { parent, ...protection(type, args) },
    );
    const user = assignRole(
        `${name}-disks-user`,
        {
            role: "Key Vault Crypto Service Encryption User",
            scope: keyId,
            principal: { principalId: systemPrincipalId(set), principalType: PrincipalType.ServicePrincipal },
            subscriptionId: args.subscriptionId,
        },
        parent,
    );
    return knownAfter([set, user], resourceId(args, type, diskEncryptionSetName));
}
