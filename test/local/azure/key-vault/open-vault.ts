import { Cloud } from "../../../../local/azure/cloud";
import { typeOf } from "../../../../local/azure/registry";
import type { Properties } from "../../../../local/provider/provider";
import { fixedKey } from "../../cloud/fixed-key";
import { groupId, seed, type Cloud as TestCloud } from "../fixture";
import { deploy, role } from "../landscape";

export const vaultId = `${groupId}/providers/Microsoft.KeyVault/vaults/kv-open`;
export const secretId = `${vaultId}/secrets/session`;
/** Without a version. */
export const identifier = "https://kv-open.vault.azure.net/secrets/session";

/** A vault that the internet reaches, in a group. */
export async function deployOpenVault(cloud: TestCloud): Promise<void> {
    await deploy(cloud, "resources:ResourceGroup");
    await cloud.create("keyvault:Vault", {
        resourceGroupName: "rg",
        location: "westeurope",
        vaultName: "kv-open",
        properties: {
            tenantId: seed.tenantId,
            sku: { family: "A", name: "standard" },
            enableRbacAuthorization: true,
            publicNetworkAccess: "enabled",
        },
    });
}

/** Inputs of its secret. */
export function secret(properties: Properties): Properties {
    return { resourceGroupName: "rg", vaultName: "kv-open", secretName: "session", properties };
}

/** Lets a principal read it, in whatever version. */
export function allow(cloud: TestCloud, principalId: string, principalType: string): Promise<{ id: string }> {
    return cloud.create("authorization:RoleAssignment", {
        scope: vaultId,
        roleAssignmentName: "55555555-5555-4555-8555-000000000007",
        principalId,
        principalType,
        roleDefinitionId: role("Key Vault Secrets User"),
    });
}

/** The same cloud, for somebody who asks it for secrets. */
export function asked({ store, clock }: TestCloud, sealingKey = fixedKey): Cloud {
    return new Cloud(store, clock, seed, typeOf, sealingKey);
}
