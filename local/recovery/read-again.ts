import { Interrupted } from "../commands/interruption";
import type { Session } from "../commands/session";
import { Changes } from "../report/changes";
import { Failure } from "../report/failure";
import { label } from "../report/resource";
import { EngineError } from "../workspace/engine-error";

/**
 * Lets the engine read everything that the state has: an update or deletion whose answer was lost is in the cloud, and the
 * engine would not look.
 */
export async function readAgain({ stack, interruption, terminal, selection }: Session): Promise<void> {
    const changes = new Changes();
    try {
        await stack.refresh({
            ...selection,
            parallel: 64,
            signal: interruption.stop,
            onEvent: (event) => changes.apply(event),
        });
    } catch (error) {
        if (interruption.stop.aborted) {
            throw new Interrupted();
        }
        throw error instanceof EngineError ? new Failure(error.message) : error;
    }
    for (const change of changes.list()) {
        if (change.operation !== "unchanged") {
            terminal.line(
                `  ${label(change)}: ${change.operation === "delete" ? "is gone" : "differs from its state"}`,
            );
        }
    }
}
