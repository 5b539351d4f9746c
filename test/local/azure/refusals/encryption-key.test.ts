// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { textAt, valueAt } from "../../../../local/provider/values";
import { type Cloud, groupId, newCloud, seed } from "../fixture";
import { deploy, identityId, role, vaultId } from "../landscape";
import { arm, changedExample } from "../refusal-case";

const group = ["resources:ResourceGroup"];
const identity = "managedidentity:UserAssignedIdentity";

describe("a key of the customer", () => {
    const uri = "https://kv-one.vault.azure.net/";
    const byUser = { type: "UserAssigned", userAssignedIdentities: [identityId] };
    const encrypted = (change: Properties = {}): Properties =>
        changedExample("storage:StorageAccount", {
            identity: byUser,
            encryption: {
                keySource: "Microsoft.Keyvault",
                keyVaultProperties: { keyVaultUri: uri, keyName: "disk" },
                encryptionIdentity: { encryptionUserAssignedIdentity: identityId },
            },
            ...change,
        });
    const create = (cloud: Cloud, inputs = encrypted()) => cloud.create("storage:StorageAccount", inputs);

    async function withKey(vault: Properties = {}): Promise<Cloud> {
        const cloud = newCloud();
        await deploy(cloud, ...group, identity);
        await cloud.create("keyvault:Vault", changedExample("keyvault:Vault", {}, vault));
        await deploy(cloud, "keyvault:Key");
        return cloud;
    }

    async function allow(cloud: Cloud, scope: string, name = "Key Vault Crypto Service Encryption User") {
        const principalId = textAt((await cloud.read(identity, identityId))?.outputs, "principalId") ?? "";
        await cloud.create("authorization:RoleAssignment", {
            scope,
            roleAssignmentName: "55555555-5555-4555-8555-000000000001",
            principalId,
            principalType: "ServicePrincipal",
            roleDefinitionId: role(name),
        });
        return principalId;
    }

    for (const [where, scope] of [
        ["the key", `${vaultId}/keys/disk`],
        ["its vault", vaultId],
        ["its group", groupId],
    ] as const) {
        it(`encrypts an account whose identity may use ${where}`, async () => {
            const cloud = await withKey();
            await assert.rejects(create(cloud), { message: /^Status=403 Code="KeyVaultAuthenticationFailure"/ });
            await allow(cloud, scope);
            const { outputs } = await create(cloud);
            assert.equal(
                textAt(outputs, "encryption.keyVaultProperties.currentVersionedKeyIdentifier"),
                `${uri}keys/disk`,
            );
        });
    }

    it("is not used with another role, or by an access policy of another principal", async () => {
        const cloud = await withKey();
        await allow(cloud, vaultId, "Key Vault Reader");
        await assert.rejects(create(cloud), { message: /^Status=403 Code="KeyVaultAuthenticationFailure"/ });
        const policy = (objectId: string, keys: string[]) => ({
            enableRbacAuthorization: false,
            accessPolicies: [{ tenantId: seed.tenantId, objectId, permissions: { keys } }],
        });
        const principalId = textAt((await cloud.read(identity, identityId))?.outputs, "principalId") ?? "";
        const allowed = ["get", "wrapKey", "unwrapKey"];
        for (const [objectId, keys] of [
            ["99999999-9999-4999-8999-999999999999", allowed],
            [principalId, ["get", "list"]],
        ] as const) {
            const other = changedExample("keyvault:Vault", {}, policy(objectId, [...keys]));
            await cloud.update("keyvault:Vault", vaultId, other);
            await assert.rejects(create(cloud), { message: /^Status=403 Code="KeyVaultAuthenticationFailure"/ });
        }
        await cloud.update(
            "keyvault:Vault",
            vaultId,
            changedExample("keyvault:Vault", {}, policy(principalId, allowed)),
        );
        await create(cloud);
    });

    it("is refused without a vault, a key, purge protection or a way through the vault's firewall", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...group, identity);
        await assert.rejects(create(cloud), {
            message: arm(
                404,
                "KeyVaultVaultNotFound",
                `The key vault ${uri} is not found to unwrap the encryption key.`,
            ),
        });
        const unprotected = { enablePurgeProtection: null };
        await cloud.create("keyvault:Vault", changedExample("keyvault:Vault", {}, unprotected));
        await assert.rejects(create(cloud), {
            message: arm(400, "KeyVaultPolicyError", "Keyvault policy recoverable is not set."),
        });
        const closed = { networkAcls: { bypass: "None", defaultAction: "Deny" } };
        await cloud.update("keyvault:Vault", vaultId, changedExample("keyvault:Vault", {}, closed));
        await assert.rejects(create(cloud), {
            message: arm(
                404,
                "KeyVaultEncryptionKeyNotFound",
                "The key vault key disk is not found to unwrap the encryption key.",
            ),
        });
        await deploy(cloud, "keyvault:Key");
        await allow(cloud, vaultId);
        await assert.rejects(create(cloud), {
            message: arm(
                403,
                "KeyVaultAccessForbidden",
                `The firewall of the key vault ${uri} lets no trusted services through: networkAcls.bypass is None.`,
            ),
        });
    });

    it("of an HSM is taken when the HSM cannot be purged, because its keys and roles are its own", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...group, identity, "keyvault:ManagedHsm");
        const keyVaultProperties = { keyVaultUri: "https://hsm-one.managedhsm.azure.net", keyName: "any" };
        await create(
            cloud,
            encrypted({
                encryption: {
                    keySource: "Microsoft.Keyvault",
                    keyVaultProperties,
                    encryptionIdentity: { encryptionUserAssignedIdentity: identityId },
                },
            }),
        );
    });

    it("needs an identity of the account that is there before the account", async () => {
        const cloud = await withKey();
        const keyVaultProperties = { keyVaultUri: uri, keyName: "disk" };
        await assert.rejects(create(cloud, encrypted({ identity: { type: "SystemAssigned" } })), {
            message: arm(
                400,
                "InvalidRequestPropertyValue",
                `The identity ${identityId} that encrypts is none of the account's identities.`,
            ),
        });
        const bySystem = {
            identity: { type: "SystemAssigned" },
            encryption: { keySource: "Microsoft.Keyvault", keyVaultProperties },
        };
        await assert.rejects(create(cloud, encrypted(bySystem)), {
            message: arm(
                400,
                "InvalidRequestPropertyValue",
                "A new account has no system-assigned identity yet that could read the key: encrypt with encryptionUserAssignedIdentity.",
            ),
        });
    });

    it("encrypts a registry and an account for content safety by the client id of an identity", async () => {
        const cloud = await withKey();
        await allow(cloud, vaultId);
        const clientId = textAt((await cloud.read(identity, identityId))?.outputs, "clientId") ?? "";
        const { outputs } = await cloud.create(
            "containerregistry:Registry",
            changedExample("containerregistry:Registry", {
                identity: { type: "UserAssigned", userAssignedIdentities: { [identityId]: {} } },
                encryption: {
                    status: "enabled",
                    keyVaultProperties: { identity: clientId, keyIdentifier: `${uri}keys/disk` },
                },
            }),
        );
        assert.equal(textAt(valueAt(outputs, "identity.userAssignedIdentities") ?? {}, "nobody"), undefined);
        const identities = valueAt(outputs, "identity.userAssignedIdentities") as Properties;
        assert.equal(textAt(identities[identityId], "clientId"), clientId);
        await cloud.create(
            "cognitiveservices:Account",
            changedExample(
                "cognitiveservices:Account",
                { identity: byUser },
                {
                    encryption: {
                        keySource: "Microsoft.KeyVault",
                        keyVaultProperties: { identityClientId: clientId, keyVaultUri: uri, keyName: "disk" },
                    },
                },
            ),
        );
    });
});
