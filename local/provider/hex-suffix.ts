import { createHash } from "node:crypto";

/** Eight digits that follow from the seed of a registration; other ones than in the real providers, which have their own generator. */
export function hexSuffix(seed: Uint8Array): string {
    return createHash("sha256").update(seed).digest("hex").slice(0, 8);
}
