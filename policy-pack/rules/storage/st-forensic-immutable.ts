import {
    defineRelation,
    every,
    get,
    type Link,
    nameAt,
    type Resource,
    some,
    someReferring,
    text,
    unless,
} from "../../engine";
import { immutability, isForensic } from "../governance/forensic-storage";

const account = "storage:StorageAccount";
const blobService = "storage:BlobServiceProperties";
const workspace = "operationalinsights:Workspace";

const policy = "immutableStorageWithVersioning.immutabilityPolicy";
const reads = {
    state: `${policy}.state`,
    period: `${policy}.immutabilityPeriodSinceCreationInDays`,
    append: `${policy}.allowProtectedAppendWrites`,
    bypass: "networkRuleSet.bypass",
};
const blobReads = [
    "isVersioningEnabled",
    "changeFeed.enabled",
    "deleteRetentionPolicy.enabled",
    "containerDeleteRetentionPolicy.enabled",
];

/**
 * An environment keeps its evidence where nobody can change it: in an account that is immutable as a whole.
 *
 * Policies of containers would protect nothing, because the export of logs makes its own containers. Azure creates no
 * account that is locked, so a new one breaks the rule in production until a second deployment locks it: an exception
 * with a date says until when. The export appends to its blobs and comes from outside of the network, so an account that
 * refuses either stays empty.
 */
export default defineRelation({
    id: "st-forensic-immutable",
    title: "Evidence is kept in storage that nobody can change",
    severity: "critical",
    level: "mandatory",
    practices: ["IR-3"],
    references: {
        mcsb: ["LT-6", "BR-2"],
        cis: ["4.10"],
        azurePolicy: ["c36a325b"],
        psrule: ["Storage.ContainerSoftDelete", "Storage.SoftDelete"],
    },
    component: "AuditArchive",
    url: "https://learn.microsoft.com/azure/storage/blobs/immutable-version-level-worm-policies",
    types: [workspace, account],
    reads: ["accountName", immutability, ...Object.values(reads)],
    // of accounts, and only of those that are immutable
    optional: ["accountName", immutability, ...Object.values(reads)],
    related: {
        [account]: { required: ["accountName"], optional: [immutability] },
        [blobService]: { required: ["accountName", ...blobReads] },
    },
    presence: true,
    parameters: {
        minimumRetentionDays: {
            type: "integer",
            default: 365,
            minimum: 1,
            maximum: 146_000,
            description: "Fewest days that nobody can change or delete evidence.",
        },
        lockedEnvironments: {
            type: "array",
            items: { type: "string" },
            default: ["prod"],
            description: "Names of the environments whose protection must be locked, so that nobody can end it.",
        },
    },
    why: "Whoever takes over an administrator also takes over the log of it, unless a copy exists that administrators cannot change.",
    fix: 'Create a storage account with immutableStorageWithVersioning.enabled, an immutabilityPolicy of 365 days or more with allowProtectedAppendWrites true, networkRuleSet.bypass "AzureServices", and BlobServiceProperties with versioning, change feed and soft delete of blobs and containers. Deploy it with state "Unlocked", then set "Locked"; in between, add an exception with a date.',
    check: (resource, stack, { parameters: { minimumRetentionDays, lockedEnvironments }, settings }) => {
        if (resource.type === workspace)
            return unless(
                some(stack.ofType(account), isForensic),
                "",
                "no immutable storage keeps what is logged here",
            );
        if (!isForensic(resource)) return [];
        const states = lockedEnvironments.includes(settings.environment) ? ["Locked"] : ["Locked", "Unlocked"];
        return [
            ...unless(
                states.includes(text(resource, reads.state)),
                reads.state,
                `the state of the policy must be ${states.join(" or ")}`,
            ),
            ...unless(
                Number(get(resource, reads.period)) >= minimumRetentionDays,
                reads.period,
                `evidence must be kept for ${minimumRetentionDays} days or more`,
            ),
            ...unless(get(resource, reads.append) === true, reads.append, "the export cannot append to its blobs"),
            ...unless(
                text(resource, reads.bypass).split(/, */).includes("AzureServices"),
                reads.bypass,
                "the firewall keeps the export of logs out",
            ),
            ...unless(
                someReferring(ofAccount, resource, stack, keepsVersions),
                "",
                "no blob service properties turn on versioning, change feed and soft delete of blobs and containers",
            ),
        ];
    },
    examples: {
        compliant: [{ log: log(), evidence: evidence({}, {}), blobs: blobs({}), flows: storage("stflows", {}) }],
        violating: [
            { log: log(), flows: storage("stflows", { immutableStorageWithVersioning: { enabled: false } }) },
            { evidence: evidence({ state: "Unlocked" }, {}), blobs: blobs({}) },
            { evidence: evidence({ immutabilityPeriodSinceCreationInDays: 364 }, {}), blobs: blobs({}) },
            { evidence: evidence({ allowProtectedAppendWrites: false }, {}), blobs: blobs({}) },
            { evidence: evidence({}, { networkRuleSet: { defaultAction: "Deny", bypass: "None" } }), blobs: blobs({}) },
            { evidence: evidence({}, {}) },
            { evidence: evidence({}, {}), blobs: blobs({ isVersioningEnabled: false }) },
            { evidence: evidence({}, {}), blobs: blobs({ changeFeed: { enabled: false } }) },
            { evidence: evidence({}, {}), blobs: blobs({ deleteRetentionPolicy: { enabled: false } }) },
            { evidence: evidence({}, {}), blobs: blobs({ containerDeleteRetentionPolicy: { enabled: false } }) },
        ],
    },
});

/** From the properties of a blob service to its account; names of accounts are unique in all of Azure. */
const ofAccount: Link = {
    type: blobService,
    input: "accountName",
    names: nameAt("accountName"),
    to: account,
    nameOf: nameAt("accountName"),
};

function keepsVersions(blobs: Resource): boolean {
    return every(blobReads, (path) => get(blobs, path) === true);
}

function log() {
    return { type: workspace, inputs: { workspaceName: "log-contoso" } };
}

function storage(accountName: string, inputs: object) {
    return { type: account, inputs: { accountName, ...inputs } };
}

function evidence(changes: object, inputs: object) {
    const immutabilityPolicy = {
        state: "Locked",
        immutabilityPeriodSinceCreationInDays: 365,
        allowProtectedAppendWrites: true,
        ...changes,
    };
    return storage("stevidence", {
        immutableStorageWithVersioning: { enabled: true, immutabilityPolicy },
        networkRuleSet: { defaultAction: "Deny", bypass: "AzureServices" },
        ...inputs,
    });
}

function blobs(changes: object) {
    return {
        type: blobService,
        inputs: {
            accountName: "stevidence",
            isVersioningEnabled: true,
            changeFeed: { enabled: true },
            deleteRetentionPolicy: { enabled: true, days: 90 },
            containerDeleteRetentionPolicy: { enabled: true, days: 90 },
            ...changes,
        },
    };
}
