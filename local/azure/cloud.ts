import { v5 as uuid } from "uuid";
import type { Clock } from "../cloud/clock";
import { creationOf } from "../cloud/creation";
import { findPrincipal, principalRecord } from "../cloud/principals";
import type { Seed } from "../cloud/seed";
import type { Store, Write } from "../cloud/store";
import { type ActivityLog, noActivityLog } from "../logs/activity-log";
import type { Properties } from "../provider/provider";
import { isObject, textAt } from "../provider/values";
import { isBelow, lastSegment, sameId } from "./arm-id";
import type { ResourceType } from "./resource-type";
import { type Sealed, sealedWithin, sealedWrites, unsealed } from "./sealed-records";
import { WritesInProgress } from "./writes-in-progress";

/** A resource that exists. */
export interface Stored {
    /** Token of its type. */
    type: string;
    id: string;
    /** What a GET answers, in the SDK's shape. */
    body: Properties;
}

const noKey = (): Buffer => {
    throw new Error("This cloud has no key to seal with.");
};

const groupType = "azure-native:resources:ResourceGroup";
const identityType = "azure-native:managedidentity:UserAssignedIdentity";
const day = 24 * 60 * 60 * 1000;

/** What exists in Azure: deployed resources, soft-deleted ones, and what the seed says was there before. */
export class Cloud {
    readonly writes = new WritesInProgress();

    constructor(
        private readonly store: Store,
        readonly clock: Clock,
        readonly seed: Seed,
        /** Type of a token; throws when there is none. */
        readonly typeOf: (token: string) => ResourceType,
        /** What seals and opens that which never comes out; absent where nobody asks for that. */
        private readonly sealingKey = noKey,
        /** Notes what whoever has this cloud does to it. */
        readonly activity: ActivityLog = noActivityLog,
    ) {}

    /** What has been deployed with the id, or was there before: the latter is found, but in no list. */
    find(id: string): Stored | undefined {
        return stored(this.store.get(recordKey(id))) ?? this.seed.resources.find((resource) => sameId(resource.id, id));
    }

    /** Whether the id is that of a resource, of the subscription or of a built-in role. */
    exists(id: string): boolean {
        return (
            this.find(id) !== undefined ||
            sameId(id, `/subscriptions/${this.seed.subscriptionId}`) ||
            this.roleDefinition(id) !== undefined
        );
    }

    all(type?: string): Stored[] {
        return this.store
            .list("arm:")
            .flatMap(([, value]) => stored(value) ?? [])
            .filter((resource) => type === undefined || resource.type === type);
    }

    below(id: string): Stored[] {
        return this.store.list(`${recordKey(id)}/`).flatMap(([, value]) => stored(value) ?? []);
    }

    /** Resource groups that belong to one of the resources, and go with it. */
    groupsOf(owners: string[]): Stored[] {
        return groupsOf(this.store, (owner) => owners.some((id) => sameId(owner, id)));
    }

    /** A deleted resource whose time of retention has not ended. */
    softDeleted(type: string, matches: (id: string, body: Properties) => boolean): Stored | undefined {
        return this.store
            .list("deleted:")
            .filter(([, value]) => Number(value.purgeAt) > this.clock.now())
            .flatMap(([, value]) => stored(value) ?? [])
            .find((resource) => resource.type === type && matches(resource.id, resource.body));
    }

    /** What went into a resource and never comes out, by the id that it is sealed with. Throws when the key is lost. */
    unsealed(id: string): Properties | undefined {
        return unsealed(id, this.store, this.sealingKey);
    }

    /** Ids of what is sealed of a resource, and of what lies in it. */
    sealedWithin(id: string): string[] {
        return sealedWithin(id, this.store);
    }

    /**
     * @param created - Whom it is new for, and what they are answered; absent for one that existed.
     * @param besides - What is written with it.
     * @param sealed - What is sealed with it.
     */
    async put(
        resource: Stored,
        created?: { urn: string; outputs: Properties },
        besides: Stored[] = [],
        sealed: Sealed[] = [],
    ): Promise<void> {
        const writes: Write[] = [
            ...[resource, ...besides].map((each) => ({ key: recordKey(each.id), value: { ...each } })),
            { key: deletedKey(resource.id) },
            ...sealedWrites(sealed, this.store, this.sealingKey),
        ];
        for (const each of [resource, ...besides]) {
            const principal = principalOf(each);
            if (principal !== undefined) {
                writes.push(principalRecord(principal, { type: "ServicePrincipal", name: lastSegment(each.id) }));
            }
        }
        await this.store.write(created ? creationOf({ ...created, id: resource.id }, writes, this.store) : writes);
    }

    /** Removes resources in one step; those with days of retention stay as soft-deleted ones. */
    async remove(resources: { resource: Stored; retentionDays?: number }[]): Promise<void> {
        const now = this.clock.now();
        // what was deleted inside a vault goes with the vault; a deleted vault outlives its resource group
        const kept = resources.flatMap(({ resource, retentionDays }) =>
            retentionDays === undefined ? [] : resource.id,
        );
        const purged = this.store
            .list("deleted:")
            .filter(([, { id }]) => kept.some((above) => isBelow(String(id), above)));
        const writes: Write[] = purged.map(([name]) => ({ key: name }));
        // what is sealed of a soft-deleted resource comes back with it
        const gone = resources.flatMap(({ resource, retentionDays }) =>
            retentionDays === undefined ? resource.id : [],
        );
        const sealed = [...gone, ...purged.map(([, { id }]) => String(id))]
            .flatMap((id) => this.sealedWithin(id))
            .map((id) => ({ id }));
        writes.push(...sealedWrites(sealed, this.store, this.sealingKey));
        for (const { resource, retentionDays } of resources) {
            writes.push({ key: recordKey(resource.id) });
            const principal = principalOf(resource);
            if (principal !== undefined) {
                writes.push(principalRecord(principal, undefined));
            }
            if (retentionDays !== undefined) {
                const value = { ...resource, deletedAt: now, purgeAt: now + retentionDays * day };
                writes.push({ key: deletedKey(resource.id), value });
            }
        }
        await this.store.write(writes);
    }

    /** Name of a built-in role by the id of its definition. */
    roleDefinition(id: string): string | undefined {
        const scope = `(/subscriptions/${this.seed.subscriptionId})?`;
        if (!new RegExp(`^${scope}/providers/Microsoft\\.Authorization/roleDefinitions/[^/]+$`, "i").test(id)) {
            return undefined;
        }
        const guid = lastSegment(id).toLowerCase();
        return Object.entries(this.seed.roleDefinitions).find(([, value]) => value === guid)?.[0];
    }

    /** Name of a built-in set of policies, which belongs to no subscription, by its id. */
    policySet(id: string): string | undefined {
        const guid = /^\/providers\/Microsoft\.Authorization\/policySetDefinitions\/([^/]+)$/i.exec(id)?.[1] ?? "";
        return Object.entries(this.seed.policySetDefinitions).find(([, value]) => value === guid.toLowerCase())?.[0];
    }

    /** Kind of the principal in the directory: of the seed, or an identity or service principal that was created. */
    principalType(objectId: string): string | undefined {
        return findPrincipal(this.store, this.seed, objectId)?.type;
    }

    /** A GUID that is new for each resource and time, the same for the same clock. */
    newGuid(...parts: string[]): string {
        return uuid([...parts, this.clock.now()].join("|"), this.seed.subscriptionId);
    }

    /** Time as Azure writes it. */
    timestamp(): string {
        return new Date(this.clock.now()).toISOString();
    }
}

/** Object id of the principal that comes and goes with the resource. Others name that of somebody else. */
export function principalOf({ type, body }: Stored): string | undefined {
    return textAt(body, type === identityType ? "principalId" : "identity.principalId");
}

/** Resource groups that belong to a resource elsewhere: they are below none, so only a look at all groups finds them. */
export function groupsOf(store: Store, isOwner: (id: string) => boolean): Stored[] {
    return store
        .list("arm:")
        .flatMap(([, record]) => stored(record) ?? [])
        .filter(({ type, body }) => type === groupType && isOwner(textAt(body, "managedBy") ?? ""));
}

/** Where what exists with an id is kept. */
export function recordKey(id: string): string {
    return `arm:${id.toLowerCase()}`;
}

function deletedKey(id: string): string {
    return `deleted:${id.toLowerCase()}`;
}

export function stored(record: Properties | undefined): Stored | undefined {
    return record && isObject(record.body)
        ? { type: String(record.type), id: String(record.id), body: record.body }
        : undefined;
}
