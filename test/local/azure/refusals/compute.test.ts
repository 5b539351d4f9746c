// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { clusterLandscape, diskEncryptionSetId, roles } from "../cluster-landscape";
import { clusterId } from "../container-service-landscape";
import { groupId, newCloud } from "../fixture";
import { deploy, example, identityId, role, vaultId, vaultTokens } from "../landscape";
import { arm, type Change, itRefuses } from "../refusal-case";

const set = "compute:DiskEncryptionSet";
const invalid = (problem: string) => arm(400, "InvalidParameter", `The disk encryption set is invalid: ${problem}.`);
const keyUrl = `https://kv-one.vault.azure.net/keys/disk/${"0".repeat(32)}`;

const cases: [title: string, inputs: Change, message: string][] = [
    [
        "it has no identity",
        { identity: { type: "None" } },
        invalid("identity must be SystemAssigned, or one user-assigned identity, not None"),
    ],
    ["it has no key", { activeKey: null }, invalid("it needs an activeKey")],
    [
        "its key has no version",
        { activeKey: { keyUrl: "https://kv-one.vault.azure.net/keys/disk" } },
        invalid(
            "activeKey.keyUrl must be the address of a version of a key, not https://kv-one.vault.azure.net/keys/disk",
        ),
    ],
    [
        "its key is in another vault than it says",
        { activeKey: { keyUrl, sourceVault: { id: groupId } } },
        invalid(`the key ${keyUrl} is not in activeKey.sourceVault ${groupId}`),
    ],
    [
        "its vault is in another region",
        { location: "northeurope" },
        invalid("the vault is in westeurope, the disk encryption set in northeurope"),
    ],
];

describe("azure refuses a disk encryption set when", () => {
    const given = ["resources:ResourceGroup", "keyvault:Vault", "keyvault:Key", "managedidentity:UserAssignedIdentity"];
    itRefuses(cases.map(([title, inputs, message]) => ({ title, given, token: set, inputs, message })));

    it("its identity may not use the key", async () => {
        const cloud = newCloud();
        const ids = await deploy(cloud, ...given);
        const identity = await cloud.read("managedidentity:UserAssignedIdentity", ids[given[3] ?? ""] ?? "");
        const request = cloud.create(set, {
            ...example[set],
            identity: { type: "UserAssigned", userAssignedIdentities: [identityId] },
        });
        await assert.rejects(request, {
            message: arm(
                403,
                "KeyVaultAuthenticationFailure",
                `The operation failed because of authentication issue on the keyvault: the principal ${identity?.outputs.principalId} may not wrap and unwrap with ${vaultId}/keys/disk. The role 'Key Vault Crypto Service Encryption User' on the key or its vault allows it.`,
            ),
        });
    });
});

describe("a disk encryption set", () => {
    it("goes over to another key as soon as its own identity may use that", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...vaultTokens, "keyvault:Key");
        const { id, outputs } = await cloud.create(set, example[set] ?? {});
        const { identity } = outputs as { identity: Properties };
        const other = await cloud.create("keyvault:Key", { ...example["keyvault:Key"], keyName: "other" });
        const activeKey = { keyUrl: other.outputs.keyUriWithVersion ?? "" };
        const changed = () => cloud.update(set, id, { ...example[set], activeKey });
        await assert.rejects(changed(), /may not wrap and unwrap with .*\/keys\/other\./);
        await cloud.create("authorization:RoleAssignment", {
            scope: vaultId,
            roleAssignmentName: "55555555-5555-4555-8555-000000000301",
            principalId: identity.principalId ?? "",
            principalType: "ServicePrincipal",
            roleDefinitionId: role("Key Vault Crypto Service Encryption User"),
        });
        cloud.clock.advance(600);
        assert.deepEqual((await changed()).activeKey, activeKey);
    });

    it("stays as long as a cluster uses it", async () => {
        const cloud = newCloud();
        const { inputs, give } = await clusterLandscape(cloud);
        for (const name of Object.keys(roles)) {
            await give(name);
        }
        cloud.clock.advance(60);
        await cloud.create("containerservice:ManagedCluster", inputs);
        await assert.rejects(cloud.remove(set, diskEncryptionSetId), {
            message: arm(
                409,
                "OperationNotAllowed",
                `Disk encryption set ${diskEncryptionSetId} cannot be deleted: ${clusterId} uses it.`,
            ),
        });
        await cloud.remove("containerservice:ManagedCluster", clusterId);
        await cloud.remove(set, diskEncryptionSetId);
    });
});
