import { version } from "@pulumi/azuread/package.json";
import type { Clock } from "../cloud/clock";
import type { Seed } from "../cloud/seed";
import type { Store } from "../cloud/store";
import type { ProviderPackage } from "../provider/provider";
import { Directory } from "./directory";
import { entraProvider } from "./provider";
import { Turns } from "./turns";

/** The azuread provider with the local cloud behind it. */
export function entraPackage({ store, clock, seed }: { store: Store; clock: Clock; seed: Seed }): ProviderPackage {
    const context = { graph: new Directory(store, clock, seed), turns: new Turns() };
    return { name: "azuread", version, configure: (config) => entraProvider(config, context) };
}
