import type { Properties } from "../../../local/provider/provider";
import { textAt } from "../../../local/provider/values";
import {
    apiServerSubnet,
    apiServerSubnetId,
    containerServiceExamples,
    nodeSubnet,
    nodeSubnetId,
    systemPool,
} from "./container-service-landscape";
import { type Cloud, groupId } from "./fixture";
import { deploy, identityId, role, vaultId } from "./landscape";

const identity = "managedidentity:UserAssignedIdentity";
export const kubeletId = identityId.replace("id-one", "id-kubelet");
export const routeTableId = `${groupId}/providers/Microsoft.Network/routeTables/rt`;
export const diskEncryptionSetId = `${groupId}/providers/Microsoft.Compute/diskEncryptionSets/des-one`;

/** What the identity of the cluster must be allowed, by the name of the scope. */
export const roles: Record<string, [role: string, scope: string]> = {
    nodes: ["Network Contributor", nodeSubnetId],
    apiServer: ["Network Contributor", apiServerSubnetId],
    routeTable: ["Network Contributor", routeTableId],
    kubelet: ["Managed Identity Operator", kubeletId],
    key: ["Key Vault Crypto User", vaultId],
    vault: ["Key Vault Contributor", vaultId],
    disks: ["Reader", diskEncryptionSetId],
};

/** A network, identities, keys and roles, and the cluster that they are for. */
export interface ClusterLandscape {
    inputs: Properties;
    /** Object id of the cluster's identity. */
    principalId: string;
    give(name: string): Promise<void>;
}

/** Everything that a cluster with egress through a firewall and keys of one's own needs, but its roles. */
export async function clusterLandscape(cloud: Cloud): Promise<ClusterLandscape> {
    await deploy(cloud, "resources:ResourceGroup", "network:VirtualNetwork", "network:RouteTable");
    await cloud.create(nodeSubnet[0], { ...nodeSubnet[1], routeTable: { id: routeTableId } });
    await cloud.create(...apiServerSubnet);
    await deploy(cloud, "keyvault:Vault");
    const { outputs: key } = await cloud.create("keyvault:Key", {
        resourceGroupName: "rg",
        vaultName: "kv-one",
        keyName: "disk",
        properties: { kty: "RSA" },
    });
    const [own, kubelet] = await Promise.all(
        ["id-one", "id-kubelet"].map((resourceName) =>
            cloud.create(identity, { resourceGroupName: "rg", location: "westeurope", resourceName }),
        ),
    );
    const keyId = key.keyUriWithVersion ?? "";
    await cloud.create("compute:DiskEncryptionSet", {
        ...containerServiceExamples["compute:DiskEncryptionSet"],
        activeKey: { keyUrl: keyId },
    });
    await cloud.create("features:SubscriptionFeatureRegistration", {
        providerNamespace: "Microsoft.Compute",
        featureName: "EncryptionAtHost",
    });
    cloud.clock.advance(900);
    const principalId = textAt(own?.outputs, "principalId") ?? "";
    const example = containerServiceExamples["containerservice:ManagedCluster"] ?? {};
    return {
        principalId,
        inputs: {
            ...example,
            identity: { type: "UserAssigned", userAssignedIdentities: [identityId] },
            identityProfile: { kubeletidentity: { resourceId: kubelet?.id ?? "" } },
            networkProfile: { ...(example.networkProfile as Properties), outboundType: "userDefinedRouting" },
            diskEncryptionSetID: diskEncryptionSetId,
            securityProfile: {
                workloadIdentity: { enabled: true },
                azureKeyVaultKms: {
                    enabled: true,
                    keyId,
                    keyVaultNetworkAccess: "Private",
                    keyVaultResourceId: vaultId,
                },
            },
            agentPoolProfiles: [
                {
                    ...systemPool,
                    vnetSubnetID: nodeSubnetId,
                    enableEncryptionAtHost: true,
                    securityProfile: { enableSecureBoot: true, enableVTPM: true },
                },
            ],
            nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" },
        },
        give: async (name) => {
            const [given = "", scope = ""] = roles[name] ?? [];
            const number = Object.keys(roles).indexOf(name);
            await cloud.create("authorization:RoleAssignment", {
                scope,
                roleAssignmentName: `55555555-5555-4555-8555-00000000020${number}`,
                principalId,
                principalType: "ServicePrincipal",
                roleDefinitionId: role(given),
            });
        },
    };
}
