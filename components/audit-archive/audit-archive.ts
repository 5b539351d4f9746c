import * as authorization from "@pulumi/azure-native/authorization";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import {
    assignRole,
    checked,
    checkedArmId,
    createIdentity,
    evidenceTables,
    knownAfter,
    parseArmId,
    validate,
} from "../shared";
import { type ArchiveAccount, createAccount, type Encryption, encryptionKey } from "./archive-account";
import { type AuditArchiveArgs, auditArchiveProblems, ForensicLock } from "./audit-archive-args";
import { keepEvidence } from "./evidence";
import { deleteOldFlows, recordFlows } from "./flow-log";

/**
 * A copy of the audit log that nobody can change, and a record of who talks to whom in the network.
 *
 * - Audit logs are exported to a forensic account, where every blob is immutable for a year or more, also for those who
 *   administer the subscription once `forensicLock` is `Locked`. A lock keeps the account itself.
 * - Flow logs are written over while they grow, so they lie in a second account, without immutability.
 * - Both accounts are private, take no keys, are encrypted twice, with an HSM key that their own identity may use,
 *   and log who reads them.
 *
 * The lock is inherited by everything in the forensic account: Azure refuses to remove a reader while it is there.
 *
 * Serves practices IR-3, 5.1, 4.4, 3.2, 6.2 and ZT-2.
 *
 * @throws one error that lists all problems of the arguments. Ids that other resources give are checked when they are
 * known, before anything uses them.
 */
export class AuditArchive extends pulumi.ComponentResource {
    /** ARM id of the account with the evidence. */
    readonly forensicAccountId: pulumi.Output<string>;
    /** Name of the account with the evidence. */
    readonly forensicAccountName: pulumi.Output<string>;
    /** ARM id of the account with the flow logs. */
    readonly flowLogAccountId: pulumi.Output<string>;
    /** Name of the account with the flow logs. */
    readonly flowLogAccountName: pulumi.Output<string>;

    constructor(name: string, args: AuditArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
        // no args: the engine would wait for them, and keep them in the state
        super("zero-trust-mcp:index:AuditArchive", name, {}, opts);
        validate(this, name, auditArchiveProblems(name, args));

        const encryption = allowEncryption(`${name}-encryption`, args, this);
        const forensic = createForensicAccount(`${name}-forensic`, encryption, args, this);
        const flows = createFlowAccount(`${name}-flows`, encryption, args, this);
        const exported = exportEvidence(`${name}-forensic`, forensic, args, this);
        const evidence = keepEvidence(`${name}-forensic`, forensic, args, this);
        keepAccount(`${name}-forensic`, forensic, [...forensic.children, exported, ...evidence], this);
        deleteOldFlows(`${name}-flows`, flows, args, this);
        recordFlows(`${name}-flows`, flows, args, this);

        this.forensicAccountId = forensic.id;
        this.forensicAccountName = forensic.name;
        this.flowLogAccountId = flows.id;
        this.flowLogAccountName = flows.name;
        this.registerOutputs({
            forensicAccountId: this.forensicAccountId,
            forensicAccountName: this.forensicAccountName,
            flowLogAccountId: this.flowLogAccountId,
            flowLogAccountName: this.flowLogAccountName,
        });
    }
}

/** The identity may use the key before an account names it: Azure tries the key when it creates the account. */
function allowEncryption(name: string, args: AuditArchiveArgs, parent: pulumi.Resource): Encryption {
    const keyId = encryptionKey(args);
    const { id, principal } = createIdentity(name, args, "audit-archive", parent);
    const role = "Key Vault Crypto Service Encryption User";
    const { subscriptionId } = args;
    const user = assignRole(`${name}-key-user`, { role, scope: keyId, principal, subscriptionId }, parent);
    return { keyId, identityId: knownAfter(user, id) };
}

function createForensicAccount(
    name: string,
    encryption: Encryption,
    args: AuditArchiveArgs,
    parent: pulumi.Resource,
): ArchiveAccount {
    const recoverable = { enabled: true, days: 90 };
    const immutability = {
        enabled: true,
        immutabilityPolicy: {
            state: args.forensicLock ?? ForensicLock.Unlocked,
            immutabilityPeriodSinceCreationInDays: args.forensicRetentionDays ?? 365,
            allowProtectedAppendWrites: true, // the export appends: https://learn.microsoft.com/azure/azure-monitor/logs/logs-data-export#storage-account
        },
    };
    const blobs = {
        isVersioningEnabled: true,
        changeFeed: { enabled: true },
        deleteRetentionPolicy: { ...recoverable, allowPermanentDelete: false },
        containerDeleteRetentionPolicy: recoverable,
    };
    return createAccount(name, { immutability, blobs }, encryption, args, parent);
}

function createFlowAccount(
    name: string,
    encryption: Encryption,
    args: AuditArchiveArgs,
    parent: pulumi.Resource,
): ArchiveAccount {
    // every flow log is written over once a minute, and each time would leave a version or a change behind
    const recoverable = { enabled: true, days: 7 };
    const blobs = {
        isVersioningEnabled: false,
        changeFeed: { enabled: false },
        deleteRetentionPolicy: { ...recoverable, allowPermanentDelete: false },
        containerDeleteRetentionPolicy: recoverable,
    };
    return createAccount(name, { blobs }, encryption, args, parent);
}

/** Named like the account, because a workspace exports to an account by one rule only. */
function exportEvidence(
    name: string,
    account: ArchiveAccount,
    args: AuditArchiveArgs,
    parent: pulumi.Resource,
): operationalinsights.DataExport {
    const workspace = workspaceOf(args).apply((id) => parseArmId(id));
    return new operationalinsights.DataExport(
        `${name}-export`,
        {
            dataExportName: account.name,
            workspaceName: workspace.apply((id) => id?.names[0] ?? ""),
            resourceGroupName: workspace.apply((id) => id?.resourceGroupName ?? ""),
            resourceId: account.id,
            tableNames: evidenceTables(),
            enable: true,
        },
        { parent },
    );
}

function workspaceOf({ workspaceId, subscriptionId }: AuditArchiveArgs): pulumi.Output<string> {
    return checked(checkedArmId(workspaceId, "workspaceId", "Microsoft.OperationalInsights/workspaces"), (id) =>
        parseArmId(id)?.subscriptionId.toLowerCase() === subscriptionId.toLowerCase()
            ? undefined
            : `workspaceId is "${id}"; the workspace must be in subscription ${subscriptionId}.`,
    );
}

/** The last to be created and the first to be deleted: below a lock, nothing can be deleted any more. */
function keepAccount(name: string, account: ArchiveAccount, below: pulumi.Resource[], parent: pulumi.Resource): void {
    new authorization.ManagementLockByScope(
        `${name}-lock`,
        {
            lockName: "evidence",
            scope: knownAfter(below, account.id),
            level: "CanNotDelete",
            notes: "Keeps the evidence. Remove it only to remove what is in the account, and put it back.",
        },
        { parent },
    );
}
