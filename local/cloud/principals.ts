import type { Seed } from "./seed";
import type { Store, Write } from "./store";

/** Whom a role can be assigned to. */
export interface Principal {
    /** `Group`, `ServicePrincipal` or `User`. */
    type: string;
    name: string;
}

/** The principal with an object id: of the seed, or one that Azure or Entra made since. */
export function findPrincipal(store: Store, seed: Seed, objectId: string): Principal | undefined {
    const seeded = seed.principals.find(({ id }) => id === objectId.toLowerCase());
    const record = store.get(key(objectId));
    return seeded ?? (record && { type: String(record.type), name: String(record.name) });
}

/** Announces a principal to all parts of the local cloud, or takes it back when there is none. */
export function principalRecord(objectId: string, principal: Principal | undefined): Write {
    return { key: key(objectId), ...(principal && { value: { type: principal.type, name: principal.name } }) };
}

function key(objectId: string): string {
    return `principal:${objectId.toLowerCase()}`;
}
