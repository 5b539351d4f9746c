import path from "node:path";
import type { Program } from "../go-build/go";
import { goVersion as goOf, moduleVersion, type Recipe, recipeKey } from "../go-build/recipe";

const checker: Recipe = { name: "envoy-check", folder: path.join(__dirname, "envoy-check") };

/** The version of the published schema, which is that of Envoy, for example `1.36.0`. */
export const schemaVersion = moduleVersion(checker, "github.com/envoyproxy/go-control-plane/envoy");

export const goVersion = goOf(checker);

export const envoyChecker: Program = { ...checker, package: ".", linkerFlags: "-s -w", cgo: false, minutes: 1 };

export const envoyCheckerKey = () => recipeKey([envoyChecker]);
