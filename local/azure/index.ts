import { version } from "@pulumi/azure-native/package.json";
import type { Clock } from "../cloud/clock";
import type { Seed } from "../cloud/seed";
import type { Store } from "../cloud/store";
import type { ActivityLog } from "../logs/activity-log";
import type { ProviderPackage } from "../provider/provider";
import { Cloud } from "./cloud";
import { azureProvider } from "./provider";
import { typeOf } from "./registry";

/** What the local cloud is made of. */
export interface CloudParts {
    store: Store;
    clock: Clock;
    seed: Seed;
    /** The key that seals what goes in and never comes out. */
    sealingKey(): Buffer;
    /** Notes what is deployed; absent where nobody reads it. */
    activity?: ActivityLog;
}

/** The azure-native provider with the local cloud behind it. */
export function azurePackage({ store, clock, seed, sealingKey, activity }: CloudParts): ProviderPackage {
    const cloud = new Cloud(store, clock, seed, typeOf, sealingKey, activity);
    return { name: "azure-native", version, configure: (config) => azureProvider(config, cloud) };
}
