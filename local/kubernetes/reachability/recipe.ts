import path from "node:path";
import type { Program } from "../../go-build/go";
import { goVersion as goOf, moduleVersion, type Recipe, recipeKey } from "../../go-build/recipe";

const engine: Recipe = { name: "cilium-reachability", folder: path.join(__dirname, "cilium-reachability") };

/** The version of Cilium whose engine decides, for example `1.19.1`. */
export const ciliumVersion = moduleVersion(engine, "github.com/cilium/cilium");

export const goVersion = goOf(engine);

export const reachabilityEngine: Program = {
    ...engine,
    package: ".",
    linkerFlags: "-s -w",
    cgo: false,
    minutes: 3,
};

export const reachabilityKey = () => recipeKey([reachabilityEngine]);
