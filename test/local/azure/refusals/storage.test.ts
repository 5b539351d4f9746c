// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { valueAt } from "../../../../local/provider/values";
import { type Cloud, groupId, newCloud } from "../fixture";
import { accountId, deploy, example, lifecycleRule } from "../landscape";
import { arm, changedExample, itRefuses, type RefusalCase } from "../refusal-case";

const group = ["resources:ResourceGroup"];
const account = [...group, "storage:StorageAccount"];
const workspace = [...group, "operationalinsights:Workspace"];
const forExport = [...workspace, "storage:StorageAccount"];
const immutability = (state: string, days = 30, allowProtectedAppendWrites = true): Properties => ({
    immutableStorageWithVersioning: {
        enabled: true,
        immutabilityPolicy: { allowProtectedAppendWrites, immutabilityPeriodSinceCreationInDays: days, state },
    },
});
const policyFailure = (message: string) => arm(409, "AccountImmutabilityPolicyFailure", message);
const readOnlyProperty = (path: string) =>
    arm(
        400,
        "AccountPropertyCannotBeUpdated",
        `The property '${path}' was specified in the input, but it cannot be updated as it is read-only. For more information, see - https://aka.ms/storageaccountupdate`,
    );

const cases: RefusalCase[] = [
    {
        title: "an immutability policy begins locked",
        given: group,
        token: "storage:StorageAccount",
        inputs: immutability("Locked"),
        message: policyFailure(
            "An immutability policy can only be created in the state Disabled or Unlocked, and only an Unlocked one can be Locked.",
        ),
    },
    {
        title: "an immutability policy is longer than Azure keeps anything",
        given: group,
        token: "storage:StorageAccount",
        inputs: immutability("Unlocked", 146001),
        message: policyFailure("The immutability period must be from 1 to 146000 days, but is 146001."),
    },
    {
        title: "an account with a hierarchical namespace is to be immutable",
        given: group,
        token: "storage:StorageAccount",
        inputs: { isHnsEnabled: true },
        message: policyFailure("Version-level immutability needs an account without a hierarchical namespace."),
    },
    {
        title: "immutability is switched off",
        given: group,
        token: "storage:StorageAccount",
        update: true,
        inputs: { immutableStorageWithVersioning: { enabled: false } },
        message: readOnlyProperty("immutableStorageWithVersioning.enabled"),
    },
    {
        title: "infrastructure encryption comes after creation",
        given: group,
        token: "storage:StorageAccount",
        update: true,
        inputs: { encryption: { keySource: "Microsoft.Storage", requireInfrastructureEncryption: true } },
        message: readOnlyProperty("encryption.requireInfrastructureEncryption"),
    },
    {
        title: "a key is the customer's, and nobody says which",
        given: group,
        token: "storage:StorageAccount",
        inputs: { encryption: { keySource: "Microsoft.Keyvault" } },
        message: arm(
            400,
            "InvalidRequestPropertyValue",
            "encryption.keyVaultProperties needs keyVaultUri and keyName when the key source is Microsoft.Keyvault.",
        ),
    },
    {
        title: "versioning goes although all versions are immutable",
        given: account,
        token: "storage:BlobServiceProperties",
        inputs: { isVersioningEnabled: false },
        message: arm(
            409,
            "BlobVersioningCannotBeDisabled",
            "Blob versioning cannot be disabled: the account has version-level immutability.",
        ),
    },
    {
        title: "the properties of the blob service have a name of their own",
        given: account,
        token: "storage:BlobServiceProperties",
        inputs: { blobServicesName: "other" },
        message: arm(
            404,
            "HttpResourceNotFound",
            `The request url https://management.azure.com${accountId}/blobServices/other is not found.`,
        ),
    },
    {
        title: "blobs can be restored for longer than they are kept",
        given: account,
        token: "storage:BlobServiceProperties",
        inputs: {
            changeFeed: { enabled: true },
            deleteRetentionPolicy: { enabled: true, days: 7 },
            restorePolicy: { enabled: true, days: 7 },
        },
        message: arm(
            400,
            "InvalidRestorePolicy",
            "restorePolicy needs versioning, change feed and soft delete of blobs, with fewer days than the soft delete.",
        ),
    },
    {
        title: "a container has capitals",
        given: account,
        token: "storage:BlobContainer",
        inputs: { containerName: "Audit" },
        message: arm(400, "InvalidResourceName", "The specified resource name 'Audit' contains invalid characters."),
    },
    {
        title: "a container is public in an account that is not",
        given: account,
        token: "storage:BlobContainer",
        inputs: { publicAccess: "Blob" },
        message: arm(409, "PublicAccessNotPermitted", "Public access is not permitted on this storage account."),
    },
    {
        title: "a lifecycle has a name of its own",
        given: account,
        token: "storage:ManagementPolicy",
        inputs: { managementPolicyName: "other" },
        message: arm(
            404,
            "HttpResourceNotFound",
            `The request url https://management.azure.com${accountId}/managementPolicies/other is not found.`,
        ),
    },
    ...(
        [
            [[], "a policy needs at least one rule"],
            [[lifecycleRule("a", {}), lifecycleRule("a", {})], "the names of rules must differ"],
            [
                [{ ...lifecycleRule("a", {}), definition: { actions: {}, filters: { blobTypes: ["blockBlob"] } } }],
                "rule 'a' has no action",
            ],
            [
                [
                    {
                        ...lifecycleRule("a", {}),
                        definition: {
                            actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 30 } } },
                            filters: { blobTypes: ["appendBlob"] },
                        },
                    },
                ],
                "rule 'a' moves append blobs to another tier, they can only be deleted",
            ],
        ] satisfies [Properties[], string][]
    ).map(([rules, problem]) => ({
        title: `of a lifecycle, ${problem}`,
        given: account,
        token: "storage:ManagementPolicy",
        inputs: { policy: { rules } },
        message: arm(400, "InvalidManagementPolicy", `The policy is invalid: ${problem}.`),
    })),
];

describe("azure refuses, of storage, that", () => itRefuses(cases));

describe("an immutability policy", () => {
    const update = (cloud: Cloud, change: Properties) =>
        cloud.update("storage:StorageAccount", accountId, changedExample("storage:StorageAccount", change));

    it("is unlocked, then locked, and from then on only grows", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...account);
        await update(cloud, immutability("Unlocked", 7, false));
        await update(cloud, immutability("Disabled"));
        await assert.rejects(update(cloud, immutability("Locked")), { message: /only an Unlocked one can be Locked/ });
        await update(cloud, immutability("Unlocked"));
        await update(cloud, immutability("Locked"));
        for (const [change, message] of [
            [immutability("Unlocked"), "A locked immutability policy cannot be changed to Unlocked."],
            [
                immutability("Locked", 29),
                "The period of a locked immutability policy only grows: from 30 days to 29 is not allowed.",
            ],
            [
                immutability("Locked", 30, false),
                "allowProtectedAppendWrites of a locked immutability policy cannot be changed.",
            ],
        ] satisfies [Properties, string][]) {
            await assert.rejects(update(cloud, change), { message: policyFailure(message) });
        }
        const longer = await update(cloud, immutability("Locked", 60));
        const left = await update(cloud, { immutableStorageWithVersioning: null });
        assert.deepEqual(left.immutableStorageWithVersioning, longer.immutableStorageWithVersioning);
    });

    it("keeps the account and what was exported to it once it is locked", async () => {
        const cloud = newCloud();
        const ids = await deploy(cloud, ...forExport, "operationalinsights:DataExport");
        await cloud.remove("operationalinsights:DataExport", ids["operationalinsights:DataExport"] ?? "");
        const container = `${accountId}/blobServices/default/containers/am-auditlogs`;
        const exported = await cloud.read("storage:BlobContainer", container);
        assert.equal(exported?.outputs.name, "am-auditlogs");
        await update(cloud, immutability("Locked"));
        await assert.rejects(cloud.remove("storage:StorageAccount", accountId), {
            message: arm(
                409,
                "AccountProtectedFromDeletion",
                "The storage account stone cannot be deleted: its immutability policy is locked and it holds data, which stays until its period is over. For more information, see https://aka.ms/immutable-policies.",
            ),
        });
        await assert.rejects(cloud.remove("storage:BlobContainer", container), {
            message: /^Status=409 Code="ContainerProtectedFromDeletion"/,
        });
        await assert.rejects(cloud.remove("resources:ResourceGroup", groupId), {
            message: /^Status=409 Code="AccountProtectedFromDeletion"/,
        });
    });

    it("lets an account go that is locked and empty, or holds data and is not locked", async () => {
        const empty = newCloud();
        await deploy(empty, ...account);
        await update(empty, immutability("Locked"));
        await empty.remove("storage:StorageAccount", accountId);
        const unlocked = newCloud();
        await deploy(unlocked, ...forExport, "operationalinsights:DataExport");
        await unlocked.remove("storage:StorageAccount", accountId);
        assert.equal(await unlocked.read("storage:StorageAccount", accountId), undefined);
    });

    it("of an account turns versioning on, and goes to its containers", async () => {
        const cloud = newCloud();
        await deploy(cloud, ...account);
        const { blobServicesName, resourceGroupName, accountName } = example["storage:BlobServiceProperties"] ?? {};
        const names = { resourceGroupName, accountName } as Properties;
        const service = await cloud.create("storage:BlobServiceProperties", {
            ...names,
            blobServicesName: blobServicesName ?? "",
        });
        assert.equal(service.outputs.isVersioningEnabled, true);
        const container = await cloud.create("storage:BlobContainer", { ...names, containerName: "audit" });
        assert.equal(valueAt(container.outputs, "immutableStorageWithVersioning.enabled"), true);
        await assert.rejects(
            cloud.update("storage:BlobContainer", container.id, {
                ...names,
                containerName: "audit",
                immutableStorageWithVersioning: { enabled: false },
            }),
            { message: /^Status=409 Code="ContainerImmutabilityPolicyFailure"/ },
        );
    });
});
