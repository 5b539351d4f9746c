import os from "node:os";
import path from "node:path";

/**
 * Folder for what can be made again: the Pulumi CLI built from source, and the state of the local cloud.
 *
 * `$ZERO_TRUST_MCP_CACHE`, else `$XDG_CACHE_HOME/zero-trust-mcp`, else `~/.cache/zero-trust-mcp`
 * (`~/Library/Caches/zero-trust-mcp` on macOS).
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
    if (env.ZERO_TRUST_MCP_CACHE) {
        return path.resolve(env.ZERO_TRUST_MCP_CACHE);
    }
    const home = env.HOME ?? os.homedir();
    const caches = platform === "darwin" ? path.join(home, "Library", "Caches") : path.join(home, ".cache");
    return path.join(env.XDG_CACHE_HOME || caches, "zero-trust-mcp");
}
