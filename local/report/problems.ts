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

/** Leaves the cause: no stack traces, no repeated headings, no echo of the policy findings. */
function withoutNoise(message: string): string {
    return message
        .split("\n")
        .filter((line) => !/^\s+at /.test(line))
        .join("\n")
        .replace(/^Running program '.*' failed with an unhandled exception:\n/, "")
        .replace(/^(Error|ConfigurationError): /, "")
        .replace(/^((update|preview|refresh|destroy) failed|context canceled)$/, "")
        .trim();
}
