import type { Configuration } from "./configuration";
import type { Exception } from "./exceptions";
import type { Resource } from "./resource";
import type { Stack } from "./stack";

/**
 * What the policy `pack` has seen in this run. A stack's resources come with their outputs, which are mostly unknown in
 * a preview, and the engine tells no policy the settings of another; so both are kept for the rules.
 */
export interface Memory {
    /** Absent while the policy `pack` is switched off. */
    configuration?: Configuration;
    /** What is judged of a resource, by URN: itself, and what a template in it holds. */
    judged: Map<string, readonly Resource[]>;
    /** All that is judged, with its dependencies; made when the first relation asks, and again after another resource. */
    stack?: Stack;
    /** URNs of the resources that an exception was needed for. */
    needed: Map<Exception, Set<string>>;
}
