import { version } from "@pulumi/random/package.json";
import type { ProviderPackage } from "../provider/provider";
import { randomProvider } from "./provider";

/** The random provider, which needs no cloud. */
export function randomPackage(): ProviderPackage {
    return { name: "random", version, configure: () => randomProvider };
}
