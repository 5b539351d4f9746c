import type { Settings } from "./settings";
import type { Value } from "./value";

/**
 * What the policy `pack` has seen in this run. The engine hands settings to one policy only, and a stack's resources
 * come with their outputs, which are mostly unknown in a preview; so both are kept for the rules.
 */
export interface Memory {
    settings?: Settings;
    /** By URN. */
    inputs: Map<string, Value>;
}
