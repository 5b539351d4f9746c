import type { Surroundings } from "../surroundings";
import { CircuitBreakers } from "./circuit-breakers";
import { RateLimits } from "./rate-limits";
import { Schemas } from "./schemas";

/** What requests of one gateway have in common. */
export interface Runtime {
    surroundings: Surroundings;
    rateLimits: RateLimits;
    /** Requests that are in a `limit-concurrency` at the moment, by key. */
    concurrent: Map<string, number>;
    circuitBreakers: CircuitBreakers;
    schemas: Schemas;
}

/** A gateway that has handled nothing. */
export function newRuntime(surroundings: Surroundings): Runtime {
    return {
        surroundings,
        rateLimits: new RateLimits(),
        concurrent: new Map(),
        circuitBreakers: new CircuitBreakers(),
        schemas: new Schemas(),
    };
}
