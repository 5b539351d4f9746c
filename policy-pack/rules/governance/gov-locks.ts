import { defineRelation, type Link, nameAt, namesOf, someReferred, someReferring, text, unless } from "../../engine";
import { immutability, isForensic } from "./forensic-storage";

const lockByScope = "authorization:ManagementLockByScope";
const account = "storage:StorageAccount";

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";

/**
 * A lock on the forensic storage of an environment, and none elsewhere: what is below inherits a lock, so that nobody
 * could remove a server, a detection or a role assignment. Elsewhere `gov-protect-opts` and soft delete protect.
 *
 * Locks of the other types do not say the id that they are on, and are refused.
 */
export default defineRelation({
    id: "gov-locks",
    title: "Forensic storage is locked, and nothing else",
    severity: "medium",
    level: "mandatory",
    practices: ["IR-3", "IR-4"],
    references: {},
    url: "https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources",
    types: [
        "authorization:ManagementLockAtResourceGroupLevel",
        "authorization:ManagementLockAtResourceLevel",
        "authorization:ManagementLockAtSubscriptionLevel",
        lockByScope,
        account,
    ],
    reads: ["scope", "level", "accountName", immutability],
    // of one of the types each
    optional: ["scope", "level", "accountName", immutability],
    related: {
        [lockByScope]: { required: ["scope", "level"] },
        [account]: { required: ["accountName"], optional: [immutability] },
    },
    presence: true,
    why: "Whoever covers their tracks deletes the storage with the evidence; but a lock higher up stops responders and updates from removing anything.",
    fix: "Give each storage account with immutable storage an authorization.ManagementLockByScope with its id as scope and level CanNotDelete, and remove all other locks.",
    check: (resource, stack) => {
        if (resource.type === account) {
            const isLocked = () =>
                someReferring(onAccount, resource, stack, (lock) => text(lock, "level") === "CanNotDelete");
            return unless(
                !isForensic(resource) || isLocked(),
                "",
                "no CanNotDelete lock keeps this forensic storage account",
            );
        }
        return unless(
            someReferred(onAccount, resource, stack, isForensic),
            "scope",
            "this lock is on something else than forensic storage",
        );
    },
    examples: {
        compliant: [
            { evidence: evidence(true), lock: lock(`${group}/providers/Microsoft.Storage/storageAccounts/stevidence`) },
            { logs: evidence(false) },
        ],
        violating: [
            { evidence: evidence(true) },
            {
                evidence: evidence(true),
                lock: lock(`${group}/providers/Microsoft.Storage/storageAccounts/stevidence`, "ReadOnly"),
            },
            { group: lock(group) },
            { vault: lock(`${group}/providers/Microsoft.KeyVault/vaults/kv-contoso`) },
            { logs: evidence(false), lock: lock(`${group}/providers/Microsoft.Storage/storageAccounts/stevidence`) },
        ],
    },
});

/** From a lock to the account that it is on itself; what is on something in an account leads to none. */
const onAccount: Link = {
    type: lockByScope,
    input: "scope",
    names: (lock) => namesOf(["scope"], (path) => accountInId(text(lock, path))),
    to: account,
    // unique in all of Azure
    nameOf: nameAt("accountName"),
};

function accountInId(id: string): string {
    return /\/providers\/Microsoft\.Storage\/storageAccounts\/([^/]+)$/i.exec(id)?.[1] ?? "";
}

function evidence(enabled: boolean) {
    return {
        type: account,
        inputs: { accountName: "stevidence", immutableStorageWithVersioning: { enabled } },
    };
}

function lock(scope: string, level = "CanNotDelete") {
    return { type: lockByScope, inputs: { scope, level } };
}
