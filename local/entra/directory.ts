import { createHash } from "node:crypto";
import { v5 as uuid } from "uuid";
import type { Clock } from "../cloud/clock";
import { creationOf } from "../cloud/creation";
import { Draft } from "../cloud/draft";
import { findPrincipal, type Principal, principalRecord } from "../cloud/principals";
import type { Seed } from "../cloud/seed";
import type { Store, Write } from "../cloud/store";
import type { Properties } from "../provider/provider";
import { isObject } from "../provider/values";
import { notFound } from "./graph-error";

/** An object of the directory, by its path in Microsoft Graph. */
export interface Entry {
    path: string;
    body: Properties;
}

/**
 * Seconds until all replicas of the directory know a new object. Microsoft publishes none; a call by id reads its own
 * writes, a reference from another object may not.
 */
const replicationSeconds = 5;

/** Days that a deleted application can be restored (https://learn.microsoft.com/graph/api/resources/directory). */
const retentionDays = 30;
const day = 24 * 60 * 60 * 1000;

/** Whom an object is made for, and what they are answered. */
interface Purpose {
    urn: string;
    outputsOf(id: string, graph: Directory): Properties;
}

/** What exists in Entra: objects that were made, and what the seed says was there before. */
export class Directory {
    constructor(
        private readonly store: Store,
        readonly clock: Clock,
        readonly seed: Seed,
        /** How many ids were drawn. */
        private readonly drawn = { ids: 0 },
        private readonly purpose?: Purpose,
    ) {}

    /** The same directory for the create of a resource: what it writes is noted in case that the answer gets lost. */
    for(purpose: Purpose): Directory {
        return new Directory(this.store, this.clock, this.seed, this.drawn, purpose);
    }

    find(path: string): Properties | undefined {
        return bodyOf(this.store.get(key(path)));
    }

    /** Throws Graph's error when the object is not there. */
    get(path: string): Properties {
        const body = this.find(path);
        if (body === undefined) {
            throw notFound(path.slice(path.lastIndexOf("/") + 1));
        }
        return body;
    }

    /** Objects directly or indirectly below a path. */
    below(path: string): Entry[] {
        return this.store.list(`${key(path)}/`).flatMap(([, record]) => {
            const body = bodyOf(record);
            return body ? [{ path: String(record.path), body }] : [];
        });
    }

    /** Whether other objects can refer to it yet. */
    isReplicated(path: string): boolean {
        return Number(this.store.get(key(path))?.replicatedAt ?? 0) <= this.clock.now();
    }

    /** Deleted applications that can still be restored. */
    deletedApplications(): Properties[] {
        return this.store
            .list(deletedKey(""))
            .filter(([, { purgedAt }]) => Number(purgedAt) > this.clock.now())
            .map(([, record]) => bodyOf(record) ?? {});
    }

    principal(objectId: string): Principal | undefined {
        return findPrincipal(this.store, this.seed, objectId);
    }

    /**
     * Makes or changes an object.
     *
     * @param about.id - Id of the resource that it is written for. Default: the path.
     * @param about.principal - Known to Azure, too.
     */
    async put(
        path: string,
        body: Properties,
        { id = path, principal }: { id?: string; principal?: { objectId: string; name: string } } = {},
    ): Promise<void> {
        const replicatedAt = this.store.get(key(path))?.replicatedAt ?? this.clock.now() + replicationSeconds * 1000;
        const writes: Write[] = [{ key: key(path), value: { path, body, replicatedAt } }];
        if (principal) {
            const { objectId, name } = principal;
            writes.push(principalRecord(objectId, { type: "ServicePrincipal", name }));
        }
        await this.store.write(this.purpose === undefined ? writes : this.#noted(this.purpose, id, writes));
    }

    #noted({ urn, outputsOf }: Purpose, id: string, writes: Write[]): Write[] {
        const after = new Directory(new Draft(this.store, writes), this.clock, this.seed);
        return creationOf({ urn, id, outputs: outputsOf(id, after) }, writes, this.store);
    }

    /** Removes objects with everything below them, in one step. An application can be restored for a while. */
    async remove(paths: string[], principals: string[] = []): Promise<void> {
        const gone = paths.flatMap((path) => [path, ...this.below(path).map((entry) => entry.path)]);
        const purgedAt = this.clock.now() + retentionDays * day;
        const kept = paths.filter((path) => /^\/applications\/[^/]+$/.test(path));
        await this.store.write([
            ...gone.map((path): Write => ({ key: key(path) })),
            ...principals.map((objectId) => principalRecord(objectId, undefined)),
            ...kept.map((path): Write => ({ key: deletedKey(path), value: { path, body: this.get(path), purgedAt } })),
        ]);
    }

    /** Deletes for good what could be restored. */
    async forgetDeleted(paths: string[]): Promise<void> {
        const keys = paths.map(deletedKey).filter((name) => this.store.get(name) !== undefined);
        await this.store.write(keys.map((name) => ({ key: name })));
    }

    /** A GUID that is new each time, and the same in each run with the same clock. */
    newGuid(...parts: string[]): string {
        this.drawn.ids += 1;
        return uuid([...parts, this.clock.now(), this.drawn.ids].join("|"), this.seed.tenantId);
    }

    /** An id as Graph gives it to assignments of roles. */
    newAssignmentId(...parts: string[]): string {
        return createHash("sha256")
            .update(this.newGuid(...parts))
            .digest("base64url");
    }
}

function bodyOf(record: Properties | undefined): Properties | undefined {
    return isObject(record?.body) ? record.body : undefined;
}

function key(path: string): string {
    return `entra:${path.toLowerCase()}`;
}

function deletedKey(path: string): string {
    return `entra-deleted:${path.toLowerCase()}`;
}
