import { resolve } from "node:path";

/** The folder of this package. */
export const checkout = resolve(__dirname, "..", "..");

/**
 * The policy pack, as an executable: every engine starts that, while a pack given as a folder needs a language host
 * that older ones do not have. Absolute, because the engine looks from the folder of the program's entry point.
 */
export const policyPack = resolve(checkout, "policy-pack", "run");

/** The project that is run: this one, or for tests another that `ZERO_TRUST_MCP_PROJECT` names. */
export function projectFolder(env: NodeJS.ProcessEnv = process.env): string {
    return env.ZERO_TRUST_MCP_PROJECT ? resolve(env.ZERO_TRUST_MCP_PROJECT) : checkout;
}
