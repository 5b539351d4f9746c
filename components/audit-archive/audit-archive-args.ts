import type * as pulumi from "@pulumi/pulumi";
import {
    guidProblem,
    listed,
    type PlacementArgs,
    type Principal,
    PrincipalType,
    type PrivateNetwork,
    placementProblems,
    principalProblems,
    privateNetworkProblems,
    rangeProblem,
    roleProblem,
} from "../shared";

/** How far evidence is protected from those who administer the subscription. */
export const ForensicLock = {
    /** Nobody changes evidence, but an administrator can shorten or end its protection. An account begins like this. */
    Unlocked: "Unlocked",
    /** Nobody ends the protection, not even Microsoft; the days can only be raised. It is never taken back. */
    Locked: "Locked",
} as const;
export type ForensicLock = (typeof ForensicLock)[keyof typeof ForensicLock];

/** Where the copies of what is stored lie. */
export const StorageRedundancy = {
    /** In one datacenter, for regions without availability zones. */
    Local: "Standard_LRS",
    /** In three availability zones. */
    Zone: "Standard_ZRS",
    /** In three availability zones, and in the paired region. */
    GeoZone: "Standard_GZRS",
} as const;
export type StorageRedundancy = (typeof StorageRedundancy)[keyof typeof StorageRedundancy];

/** Arguments of `AuditArchive`. */
export interface AuditArchiveArgs extends PlacementArgs {
    /** Required. Subnet and DNS zone that make the accounts reachable. */
    network: PrivateNetwork;
    /** Required. ARM id of the workspace whose audit logs are exported, in the same region and subscription. */
    workspaceId: pulumi.Input<string>;
    /** Required. ARM id of the virtual network whose flows are recorded, in the same region. */
    virtualNetworkId: pulumi.Input<string>;
    /**
     * Required. ARM id of the HSM key that encrypts both accounts, of purpose `storage`: `keyResourceIds` of a `KeyVault`
     * has it. The component gives its own identity the right to use this one key.
     */
    encryptionKeyId: pulumi.Input<string>;
    /**
     * Optional. Azure creates no account that is locked: deploy `Unlocked` first, then `Locked`. Default: Unlocked.
     * Serves practice IR-3.
     */
    forensicLock?: ForensicLock;
    /** Optional. Days that nobody can change or delete evidence, 365 to 146000. Default: 365. Serves practice IR-3. */
    forensicRetentionDays?: number;
    /** Optional. Days that flow logs are kept, 90 to 3650. Default: 365. Serves practices 4.4 and PP-1. */
    flowLogRetentionDays?: number;
    /** Optional. Where copies lie. Azure moves an account to other zones on request only. Default: Zone. Serves practice IR-4. */
    redundancy?: StorageRedundancy;
    /** Optional. Groups that read evidence and flow logs, by a short name. Default: nobody. Serves practice 2.2. */
    readers?: Record<string, Principal>;
    /** Optional. Who adds evidence of incidents to the container `incidents`, by a short name. Default: nobody, without the container. Serves practice IR-3. */
    keepers?: Record<string, Principal>;
    /** Optional. Name of the region's network watcher, of which Azure creates one with the first network. Default: `NetworkWatcher_<location>`. */
    networkWatcherName?: string;
    /** Optional. Resource group of the network watcher. Default: `NetworkWatcherRG`. */
    networkWatcherResourceGroupName?: string;
}

/** Problems in the arguments, as sentences; empty when there are none. */
export function auditArchiveProblems(name: string, args: AuditArchiveArgs): string[] {
    const { forensicRetentionDays = 365, flowLogRetentionDays = 365 } = args;
    return listed(
        ...placementProblems(name, args),
        ...privateNetworkProblems(args.network, "blob"),
        optionProblem(args.forensicLock, "forensicLock", ForensicLock),
        // https://learn.microsoft.com/azure/storage/blobs/immutable-time-based-retention-policy-overview
        rangeProblem(forensicRetentionDays, "forensicRetentionDays", { min: 365, max: 146000, unit: "days" }),
        rangeProblem(flowLogRetentionDays, "flowLogRetentionDays", { min: 90, max: 3650, unit: "days" }),
        optionProblem(args.redundancy, "redundancy", StorageRedundancy),
        ...Object.entries(args.readers ?? {}).flatMap(([reader, principal]) => readerProblems(reader, principal)),
        ...Object.keys(args.keepers ?? {}).map((keeper) => roleProblem(keeper, `The name of keepers.${keeper}`)),
        ...principalProblems("keepers", args.keepers),
    );
}

function optionProblem(
    value: string | undefined,
    argument: string,
    options: Record<string, string>,
): string | undefined {
    const allowed = Object.values(options);
    return value === undefined || allowed.includes(value)
        ? undefined
        : `${argument} is "${value}"; it must be one of ${allowed.join(", ")}.`;
}

function readerProblems(reader: string, { principalId, principalType }: Principal): (string | undefined)[] {
    const argument = `readers.${reader}`;
    return [
        roleProblem(reader, `The name of ${argument}`),
        typeof principalId === "string" ? guidProblem(principalId, `${argument}.principalId`) : undefined,
        principalType === PrincipalType.Group
            ? undefined
            : `${argument}.principalType is "${principalType}"; evidence is read by people, so it must be ${PrincipalType.Group}.`,
    ];
}
