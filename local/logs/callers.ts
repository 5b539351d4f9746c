import type { Seed } from "../cloud/seed";
import type { Caller } from "./activity";

/** Who deploys. Addresses are of those that documentation uses. */
export function deployer({ client }: Pick<Seed, "client">): Caller {
    return { objectId: client.objectId, address: "198.51.100.10" };
}

/** Who changes the cloud by hand: a user, of whom the seed has the name. */
export function administrator({ principals }: Pick<Seed, "principals">): Caller {
    const name = "administrator of the subscription";
    const found = principals.find((principal) => principal.name === name);
    if (found === undefined) throw new Error(`The seed has no principal "${name}", who changes the cloud by hand.`);
    return { objectId: found.id, address: "198.51.100.20" };
}
