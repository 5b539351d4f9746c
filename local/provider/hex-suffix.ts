import { createHash } from "node:crypto";

/** The eight digits that the engine's own library draws from the seed of a registration. */
export function hexSuffix(seed: Uint8Array): string {
    return createHash("sha256").update(seed).digest("hex").slice(0, 8);
}
