import { join, resolve } from "node:path";
import { cacheFolder } from "../engine/cache-folder";

/**
 * Where the local cloud and the run folders keep their state: `ZERO_TRUST_MCP_HOME`, else `local-cloud` in the cache
 * folder. It is never inside the checkout.
 */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string {
    return env.ZERO_TRUST_MCP_HOME ? resolve(env.ZERO_TRUST_MCP_HOME) : join(cacheFolder(env), "local-cloud");
}
