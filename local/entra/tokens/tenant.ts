import { Cloud } from "../../azure/cloud";
import { typeOf } from "../../azure/registry";
import type { Clock } from "../../cloud/clock";
import { Draft } from "../../cloud/draft";
import { readSeed, type Seed } from "../../cloud/seed";
import type { Store } from "../../cloud/store";
import { Directory } from "../directory";
import type { SigningKey } from "./signing-key";

/** What tokens are issued from. */
export interface Tenant {
    graph: Directory;
    cloud: Cloud;
    key: SigningKey;
}

/** A tenant as it is at this moment, for those who read it only. */
export function tenantOf(
    records: Pick<Store, "get" | "list">,
    { key, clock, seed = readSeed() }: { key: SigningKey; clock: Clock; seed?: Seed },
): Tenant {
    const store = new Draft(records);
    return { graph: new Directory(store, clock, seed), cloud: new Cloud(store, clock, seed, typeOf), key };
}

/** Seconds since the epoch, as tokens have them. */
export function secondsNow({ graph }: Tenant): number {
    return Math.floor(graph.clock.now() / 1000);
}

/** A time of a token in words. */
export function isoTime(seconds: number): string {
    return new Date(seconds * 1000).toISOString();
}
