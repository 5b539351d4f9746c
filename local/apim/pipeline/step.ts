import type { Message } from "../context";
import type { Exchange } from "./exchange";

/** Whether the pipeline goes on after a statement, or has its response. */
export type Outcome = "next" | "end";

/**
 * A statement that has been compiled.
 * @param made The message that the statement around it makes, if it stands in one that does.
 * @throws PolicyFailure when the request cannot go on.
 */
export type Step = (exchange: Exchange, made?: Message) => Promise<Outcome>;

/** Runs steps one after the other until one ends the pipeline. */
export function sequence(steps: readonly Step[]): Step {
    return async (exchange, made) => {
        for (const step of steps) if ((await step(exchange, made)) === "end") return "end";
        return "next";
    };
}
