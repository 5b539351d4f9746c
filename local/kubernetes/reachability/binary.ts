import path from "node:path";
import { ensureProgram, type Tool } from "../../go-build/ensure-program";
import type { GoOptions } from "../../go-build/go";
import { moduleVersion } from "../../go-build/recipe";

const engine = { name: "cilium-reachability", folder: path.join(__dirname, "cilium-reachability") };

/** Its version is that of Cilium. */
export const reachabilityEngine: Tool = {
    title: "policy engine of Cilium",
    version: moduleVersion(engine, "github.com/cilium/cilium"),
    folder: "reachability",
    program: { ...engine, package: ".", linkerFlags: "-s -w", cgo: false, minutes: 3 },
};

/** The command that judges flows with the policy engine of Cilium. */
export const ensureReachability = (options: GoOptions): Promise<string> => ensureProgram(reachabilityEngine, options);
