import path from "node:path";
import { ensureProgram, type Tool } from "../go-build/ensure-program";
import type { GoOptions } from "../go-build/go";
import { moduleVersion } from "../go-build/recipe";

const checker = { name: "envoy-check", folder: path.join(__dirname, "envoy-check") };

/** Its version is that of the published schema, hence of Envoy. */
export const envoyCheck: Tool = {
    title: "checker of Envoy's schema",
    version: moduleVersion(checker, "github.com/envoyproxy/go-control-plane/envoy"),
    folder: "envoy-check",
    program: { ...checker, package: ".", linkerFlags: "-s -w", cgo: false, minutes: 1 },
};

/** The command that judges configurations by the published schema of Envoy. */
export const ensureEnvoyCheck = (options: GoOptions): Promise<string> => ensureProgram(envoyCheck, options);
