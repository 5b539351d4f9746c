// Does not prove that Azure exports anything, nor that it refuses to change what is immutable.
import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { AuditArchive, type AuditArchiveArgs } from "../../../components";
import { evidenceTables } from "../../../components/shared/log-tables";
import { type Capture, capture } from "../../support/capture";
import {
    groupId,
    placement,
    sampleAssignment,
    sampleNetwork,
    sampleTags,
    sampleWorkspaceId,
} from "../../support/sample-placement";
import { archiveArgs, auditors } from "./sample-args";

const types = {
    account: "azure-native:storage:StorageAccount",
    blobs: "azure-native:storage:BlobServiceProperties",
    lifecycle: "azure-native:storage:ManagementPolicy",
    export: "azure-native:operationalinsights:DataExport",
    flowLog: "azure-native:network:FlowLog",
    lock: "azure-native:authorization:ManagementLockByScope",
    role: "azure-native:authorization:RoleAssignment",
    identity: "azure-native:managedidentity:UserAssignedIdentity",
    endpoint: "azure-native:network:PrivateEndpoint",
    zones: "azure-native:network:PrivateDnsZoneGroup",
    logs: "azure-native:monitor:DiagnosticSetting",
};
const inGroup = { resourceGroupName: "rg-test", location: "westeurope", tags: sampleTags("audit-archive") };

const captureArchive = (args: Partial<AuditArchiveArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new AuditArchive("archive", { ...archiveArgs, ...args }), { preview });

const forensicName = "stcontosomcpdevarchxl2bu";
const flowsName = "stcontosomcpdevarchwcnkd";
const accountId = (name: string) => `${groupId}/providers/Microsoft.Storage/storageAccounts/${name}`;
const identityId = (role: string) =>
    `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-mcp-dev-archive-${role}`;
/** Who Azure makes of every identity in a capture. */
const identity = { principalId: "55555555-5555-4555-8555-000000000002", principalType: "ServicePrincipal" };

/** What both accounts are. */
const baseline = {
    ...inGroup,
    kind: "StorageV2",
    sku: { name: "Standard_ZRS" },
    publicNetworkAccess: "Disabled",
    networkRuleSet: {
        defaultAction: "Deny",
        bypass: "AzureServices",
        ipRules: [],
        resourceAccessRules: [],
        virtualNetworkRules: [],
    },
    enableHttpsTrafficOnly: true,
    minimumTlsVersion: "TLS1_2",
    allowBlobPublicAccess: false,
    allowSharedKeyAccess: false,
    defaultToOAuthAuthentication: true,
    allowCrossTenantReplication: false,
    allowedCopyScope: "PrivateLink",
    isHnsEnabled: false,
    isLocalUserEnabled: false,
    isSftpEnabled: false,
    identity: { type: "UserAssigned", userAssignedIdentities: [identityId("encryption")] },
    encryption: {
        keySource: "Microsoft.Keyvault",
        keyVaultProperties: { keyVaultUri: "https://kv-sample.vault.azure.net/", keyName: "storage-abcde" },
        encryptionIdentity: { encryptionUserAssignedIdentity: identityId("encryption") },
        requireInfrastructureEncryption: true,
        services: Object.fromEntries(
            ["blob", "file", "queue", "table"].map((service) => [service, { enabled: true, keyType: "Account" }]),
        ),
    },
};

describe("AuditArchive: the accounts", () => {
    it("are two, each with its endpoint and its log, and only the forensic one is locked", async () => {
        const resources = await captureArchive({ readers: { auditors } });
        assert.deepEqual(
            resources.typesAndNames(),
            [
                `${types.identity} archive-encryption-identity`,
                `${types.role} archive-encryption-key-user`,
                ...["forensic", "flows"].flatMap((account) => [
                    `${types.account} archive-${account}-account`,
                    `${types.blobs} archive-${account}-blobs`,
                    `${types.endpoint} archive-${account}-endpoint`,
                    `${types.zones} archive-${account}-endpoint-zones`,
                    `${types.logs} archive-${account}-logs`,
                    `${types.role} archive-${account}-reader-auditors`,
                ]),
                `${types.export} archive-forensic-export`,
                `${types.lock} archive-forensic-lock`,
                `${types.identity} archive-flows-identity`,
                `${types.role} archive-flows-writer`,
                `${types.flowLog} archive-flows-log`,
                `${types.lifecycle} archive-flows-lifecycle`,
            ].sort(),
        );
        const component = resources.only("zero-trust-mcp:index:AuditArchive");
        assert.deepEqual(component.inputs, {});
        for (const child of resources.resources.filter(({ custom }) => custom)) {
            assert.equal(child.parent, component.urn, child.name);
        }
    });

    it("take no keys, are private, and are encrypted twice, with the HSM key", async () => {
        const resources = await captureArchive();
        const forensic = resources.only(types.account, "archive-forensic-account");
        assert.deepEqual(forensic.inputs, {
            ...baseline,
            accountName: forensicName,
            immutableStorageWithVersioning: {
                enabled: true,
                immutabilityPolicy: {
                    state: "Unlocked",
                    immutabilityPeriodSinceCreationInDays: 365,
                    allowProtectedAppendWrites: true,
                },
            },
        });
        const flows = resources.only(types.account, "archive-flows-account");
        assert.deepEqual(flows.inputs, { ...baseline, accountName: flowsName });
        assert.deepEqual([forensic.protect, flows.protect], [true, true]);
    });

    it("are locked, kept and copied as they are told to, and unprotected when told to", async () => {
        const args = { forensicLock: "Locked", forensicRetentionDays: 3650, redundancy: "Standard_GZRS" } as const;
        const resources = await captureArchive({ ...args, protect: false });
        const forensic = resources.only(types.account, "archive-forensic-account");
        assert.deepEqual(forensic.inputs.immutableStorageWithVersioning, {
            enabled: true,
            immutabilityPolicy: {
                state: "Locked",
                immutabilityPeriodSinceCreationInDays: 3650,
                allowProtectedAppendWrites: true,
            },
        });
        for (const account of resources.all(types.account)) {
            assert.deepEqual(account.inputs.sku, { name: "Standard_GZRS" });
            assert.equal(account.protect, false);
        }
    });

    it("keep versions of evidence, but none of what is written over every minute", async () => {
        const resources = await captureArchive();
        const service = { blobServicesName: "default", resourceGroupName: "rg-test" };
        assert.deepEqual(resources.only(types.blobs, "archive-forensic-blobs").inputs, {
            ...service,
            accountName: forensicName,
            isVersioningEnabled: true,
            changeFeed: { enabled: true },
            deleteRetentionPolicy: { enabled: true, days: 90, allowPermanentDelete: false },
            containerDeleteRetentionPolicy: { enabled: true, days: 90 },
        });
        assert.deepEqual(resources.only(types.blobs, "archive-flows-blobs").inputs, {
            ...service,
            accountName: flowsName,
            isVersioningEnabled: false,
            changeFeed: { enabled: false },
            deleteRetentionPolicy: { enabled: true, days: 7, allowPermanentDelete: false },
            containerDeleteRetentionPolicy: { enabled: true, days: 7 },
        });
    });

    for (const [role, name] of [
        ["forensic", forensicName],
        ["flows", flowsName],
    ] as const) {
        it(`are reached by private endpoints, and log who reads them: ${role}`, async () => {
            const resources = await captureArchive();
            assert.deepEqual(
                resources.only(types.endpoint, `archive-${role}-endpoint`).inputs.privateLinkServiceConnections,
                [{ name: "blob", privateLinkServiceId: accountId(name), groupIds: ["blob"] }],
            );
            assert.deepEqual(
                resources.only(types.zones, `archive-${role}-endpoint-zones`).inputs.privateDnsZoneConfigs,
                [
                    {
                        name: "privatelink-blob-core-windows-net",
                        privateDnsZoneId: archiveArgs.network.zoneIds["privatelink.blob.core.windows.net"],
                    },
                ],
            );
            assert.deepEqual(resources.only(types.logs, `archive-${role}-logs`).inputs, {
                name: "audit",
                resourceUri: `${accountId(name)}/blobServices/default`,
                workspaceId: sampleWorkspaceId,
                logAnalyticsDestinationType: "Dedicated",
                logs: ["StorageRead", "StorageWrite", "StorageDelete"].map((category) => ({ category, enabled: true })),
            });
        });
    }

    it("are kept by a lock: the forensic one, and only it", async () => {
        assert.deepEqual((await captureArchive()).only(types.lock).inputs, {
            lockName: "evidence",
            scope: accountId(forensicName),
            level: "CanNotDelete",
            notes: "Keeps the evidence. Remove it only to remove what is in the account, and put it back.",
        });
    });
});

describe("AuditArchive: access", () => {
    it("to the key is for an identity that can do nothing else", async () => {
        const resources = await captureArchive();
        assert.deepEqual(resources.only(types.identity, "archive-encryption-identity").inputs, {
            ...inGroup,
            resourceName: "id-mcp-dev-archive-encryption",
        });
        assert.deepEqual(
            resources.only(types.role, "archive-encryption-key-user").inputs,
            sampleAssignment(archiveArgs.encryptionKeyId, identity, "Key Vault Crypto Service Encryption User"),
        );
    });

    it("to flow logs is for the identity that writes them, in their account only", async () => {
        const resources = await captureArchive();
        assert.deepEqual(resources.only(types.identity, "archive-flows-identity").inputs, {
            ...inGroup,
            resourceName: "id-mcp-dev-archive-flows",
        });
        assert.deepEqual(
            resources.only(types.role, "archive-flows-writer").inputs,
            sampleAssignment(accountId(flowsName), identity, "Storage Blob Data Contributor"),
        );
    });

    it("to what is stored is for readers, who change nothing", async () => {
        const resources = await captureArchive({ readers: { auditors } });
        for (const [role, name] of [
            ["forensic", forensicName],
            ["flows", flowsName],
        ] as const) {
            assert.deepEqual(
                resources.only(types.role, `archive-${role}-reader-auditors`).inputs,
                sampleAssignment(accountId(name), auditors, "Storage Blob Data Reader"),
            );
        }
    });
});

describe("AuditArchive: evidence", () => {
    it("is exported from the workspace's tables of audit logs to the forensic account", async () => {
        assert.deepEqual((await captureArchive()).only(types.export).inputs, {
            dataExportName: forensicName,
            workspaceName: "log",
            resourceGroupName: "rg-test",
            resourceId: accountId(forensicName),
            tableNames: evidenceTables(),
            enable: true,
        });
    });

    it("is exported from where the workspace is", async () => {
        const workspaceId = sampleWorkspaceId.replace("rg-test", "rg-central").replace(/log$/, "central");
        const { inputs } = (await captureArchive({ workspaceId })).only(types.export);
        assert.deepEqual([inputs.resourceGroupName, inputs.workspaceName], ["rg-central", "central"]);
    });

    it("of incidents is added by who keeps it, in a container before the lock, and neither read nor changed", async () => {
        const keeper = {
            principalId: "33333333-3333-4333-8333-000000000073",
            principalType: "ServicePrincipal",
        } as const;
        const resources = await captureArchive({ keepers: { snapshot: keeper } });
        const { inputs: role, name: roleName } = resources.only("azure-native:authorization:RoleDefinition");
        assert.deepEqual(role.permissions, [
            {
                actions: [],
                notActions: [],
                dataActions: [
                    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
                    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/immutableStorage/runAsSuperUser/action",
                ],
                notDataActions: [],
            },
        ]);
        const { inputs: container, name: containerName } = resources.only("azure-native:storage:BlobContainer");
        assert.deepEqual(container, {
            containerName: "incidents",
            accountName: forensicName,
            resourceGroupName: "rg-test",
            publicAccess: "None",
        });
        const { inputs: assigned, name: assignment } = resources.only(types.role, "archive-forensic-keeper-snapshot");
        assert.equal(assigned.scope, `${accountId(forensicName)}/blobServices/default/containers/incidents`);
        assert.equal(assigned.principalId, keeper.principalId);
        assert.equal(assigned.roleDefinitionId.split("/").at(-1), role.roleDefinitionId);
        const waits = resources.waitsFor();
        assert.ok([containerName, roleName].every((name) => waits[assignment]?.includes(name)));
        assert.ok([containerName, assignment].every((name) => waits["archive-forensic-lock"]?.includes(name)));
    });
});

describe("AuditArchive: flow logs", () => {
    it("are of the network, in the region's watcher, analysed, and written without a key", async () => {
        assert.deepEqual((await captureArchive()).only(types.flowLog).inputs, {
            flowLogName: "flow-mcp-dev-archive-flows",
            networkWatcherName: "NetworkWatcher_westeurope",
            resourceGroupName: "NetworkWatcherRG",
            location: "westeurope",
            targetResourceId: archiveArgs.virtualNetworkId,
            storageId: accountId(flowsName),
            identity: { type: "UserAssigned", userAssignedIdentities: [identityId("flows")] },
            enabled: true,
            format: { type: "JSON", version: 2 },
            retentionPolicy: { enabled: false, days: 0 },
            flowAnalyticsConfiguration: {
                networkWatcherFlowAnalyticsConfiguration: {
                    enabled: true,
                    trafficAnalyticsInterval: 10,
                    workspaceResourceId: sampleWorkspaceId,
                },
            },
            tags: sampleTags("audit-archive"),
        });
    });

    it("are in another watcher when told so", async () => {
        const watcher = { networkWatcherName: "watcher", networkWatcherResourceGroupName: "rg-watcher" };
        const { inputs } = (await captureArchive(watcher)).only(types.flowLog);
        assert.deepEqual([inputs.networkWatcherName, inputs.resourceGroupName], ["watcher", "rg-watcher"]);
    });

    for (const [flowLogRetentionDays, expected] of [
        [undefined, 365],
        [90, 90],
    ]) {
        it(`are deleted after ${expected} days`, async () => {
            const resources = await captureArchive({ flowLogRetentionDays });
            assert.deepEqual(resources.only(types.lifecycle).inputs, {
                accountName: flowsName,
                managementPolicyName: "default",
                resourceGroupName: "rg-test",
                policy: {
                    rules: [
                        {
                            name: "delete-old",
                            type: "Lifecycle",
                            enabled: true,
                            definition: {
                                filters: { blobTypes: ["blockBlob"] },
                                actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: expected } } },
                            },
                        },
                    ],
                },
            });
        });
    }
});

/** Outputs of an archive by name. */
function outputsOf(archive: AuditArchive): Record<string, pulumi.Output<string>> {
    const { forensicAccountId, forensicAccountName, flowLogAccountId, flowLogAccountName } = archive;
    return { forensicAccountId, forensicAccountName, flowLogAccountId, flowLogAccountName };
}

describe("AuditArchive: order", () => {
    it("everything waits for what it needs, and for nothing else", async () => {
        const resources = await capture(() => {
            const archive = new AuditArchive("archive", { ...archiveArgs, readers: { auditors } });
            for (const [name, output] of Object.entries(outputsOf(archive))) {
                new random.RandomBytes(name, { length: 1, keepers: { output } });
            }
        });
        const account = (role: string) => [`archive-${role}-account`, `archive-${role}-blobs`];
        const inAccount = (role: string) => ({
            [`archive-${role}-account`]: ["archive-encryption-identity", "archive-encryption-key-user"],
            [`archive-${role}-blobs`]: [`archive-${role}-account`],
            [`archive-${role}-endpoint`]: account(role),
            [`archive-${role}-endpoint-zones`]: [`archive-${role}-endpoint`],
            [`archive-${role}-logs`]: account(role),
            [`archive-${role}-reader-auditors`]: account(role),
        });
        assert.deepEqual(resources.waitsFor(), {
            "archive-encryption-identity": [],
            "archive-encryption-key-user": ["archive-encryption-identity"],
            ...inAccount("forensic"),
            ...inAccount("flows"),
            "archive-forensic-export": account("forensic"),
            "archive-forensic-lock": [
                "archive-forensic-account",
                "archive-forensic-blobs",
                "archive-forensic-endpoint-zones",
                "archive-forensic-export",
                "archive-forensic-logs",
                "archive-forensic-reader-auditors",
            ],
            "archive-flows-lifecycle": account("flows"),
            "archive-flows-identity": [],
            "archive-flows-writer": [...account("flows"), "archive-flows-identity"],
            "archive-flows-log": [...account("flows"), "archive-flows-identity", "archive-flows-writer"],
            forensicAccountId: account("forensic"),
            forensicAccountName: account("forensic"),
            flowLogAccountId: account("flows"),
            flowLogAccountName: account("flows"),
        });
    });
});

describe("AuditArchive: in a preview", () => {
    it("everything is known but who Azure makes of the identities", async () => {
        const resources = await captureArchive({ readers: { auditors } }, true);
        assert.deepEqual(
            resources.resources
                .flatMap(({ name, unknownPaths }) => unknownPaths.map((path) => `${name} ${path}`))
                .sort(),
            ["archive-encryption-key-user", "archive-flows-writer"].flatMap((name) => [
                `${name} principalId`,
                `${name} roleAssignmentName`,
            ]),
        );
    });

    it("outputs are known", async () => {
        const given: Record<string, string> = {};
        await capture(
            () => {
                for (const [name, output] of Object.entries(outputsOf(new AuditArchive("archive", archiveArgs)))) {
                    output.apply((value) => {
                        given[name] = value;
                    });
                }
            },
            { preview: true },
        );
        assert.deepEqual(given, {
            forensicAccountId: accountId(forensicName),
            forensicAccountName: forensicName,
            flowLogAccountId: accountId(flowsName),
            flowLogAccountName: flowsName,
        });
    });
});

describe("AuditArchive: ids from elsewhere", () => {
    const elsewhere = sampleWorkspaceId.replace(placement.subscriptionId, "99999999-9999-4999-8999-999999999999");
    const cases: [string, Partial<AuditArchiveArgs>, string][] = [
        [
            "key",
            { encryptionKeyId: "key" },
            'encryptionKeyId is "key"; it must be the ARM id of a Microsoft.KeyVault/vaults/keys.',
        ],
        [
            "network",
            { virtualNetworkId: "vnet" },
            'virtualNetworkId is "vnet"; it must be the ARM id of a Microsoft.Network/virtualNetworks.',
        ],
        [
            "workspace",
            { workspaceId: "log" },
            'workspaceId is "log"; it must be the ARM id of a Microsoft.OperationalInsights/workspaces.',
        ],
        [
            "subnet",
            { network: { ...sampleNetwork("privatelink.blob.core.windows.net"), subnetId: "subnet" } },
            'network.subnetId is "subnet"; it must be the ARM id of a Microsoft.Network/virtualNetworks/subnets.',
        ],
        [
            "workspace of the subscription",
            { workspaceId: elsewhere },
            `workspaceId is "${elsewhere}"; the workspace must be in subscription ${placement.subscriptionId}.`,
        ],
    ];
    for (const [what, args, problem] of cases) {
        it(`are refused when they turn out to be of no ${what}`, () =>
            assert.rejects(captureArchive(args), (error: Error) => {
                assert.ok(error.message.endsWith(problem), error.message);
                return true;
            }));
    }
});
