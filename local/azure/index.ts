import { version } from "@pulumi/azure-native/package.json";
import type { Clock } from "../cloud/clock";
import type { Seed } from "../cloud/seed";
import type { Store } from "../cloud/store";
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
}

/** The azure-native provider with the local cloud behind it. */
export function azurePackage({ store, clock, seed, sealingKey }: CloudParts): ProviderPackage {
    const cloud = new Cloud(store, clock, seed, typeOf, sealingKey);
    return { name: "azure-native", version, configure: (config) => azureProvider(config, cloud) };
}
