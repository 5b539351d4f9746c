import type { EngineEvent } from "@pulumi/pulumi/automation";
import { plain } from "./plain";
import { type Resource, resourceOf } from "./resource";

/** Why an operation failed. */
export interface Problem {
    /** Absent when it is about the program, its configuration or the engine. */
    resource?: Resource;
    message: string;
}

/** The problem in an event of the engine, if it carries one that says more than "failed". */
export function problemOf({ diagnosticEvent: event }: EngineEvent): Problem | undefined {
    if (event?.severity !== "error") {
        return undefined;
    }
    const message = withoutNoise(plain(event.message));
    return message === "" ? undefined : { resource: event.urn ? resourceOf(event.urn) : undefined, message };
}

/** What the engine wrote when it failed before it had anything to report as an event. */
export function problemsIn(stderr: string): Problem[] {
    const text = plain(stderr);
    const [, ...errors] = text.split(/^error: /m);
    return (errors.length > 0 ? errors : [text]).map((message) => ({ message: withoutNoise(message) }));
}

/** Whether a problem is only the echo of a Ctrl-C: each operation under way reports one. */
export function isCancellation({ message }: Problem): boolean {
    return message === "operation cancelled";
}

/**
 * Leaves the cause, and of a stack trace the lines that lie in the project: the engine, the SDK and Node are not where
 * it can be mended.
 */
function withoutNoise(message: string): string {
    return message
        .split("\n")
        .filter((line) => !/^\s+at .*(node_modules|node:|<anonymous>)/.test(line))
        .join("\n")
        .replace(/^Running program '.*' failed with an unhandled exception:\n/, "")
        .replace(/^Error: /, "")
        .replace(/^1 error occurred:\s*\* /, "")
        .replace(/^((update|preview|refresh|destroy) failed|(.*: )?context canceled)$/, "")
        .replace(/^an unhandled error occurred: Program exited with non-zero exit code: \d+$/, "")
        .trim();
}
