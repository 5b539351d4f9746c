import path from "node:path";
import { findBuilt } from "./build";
import { cacheFolder } from "./cache-folder";
import type { Engine } from "./engine";
import { findInstalled } from "./installed";
import { recipeKey } from "./recipe";

/** The engine that a run would use, when it is there already. Builds none. */
export async function findEngine(env: NodeJS.ProcessEnv = process.env): Promise<Engine | undefined> {
    const installed = await findInstalled(env);
    return "root" in installed ? installed : findBuilt(path.join(cacheFolder(env), "engine", recipeKey()), env);
}
