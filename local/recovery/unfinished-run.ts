import { creationsIn, settled } from "../cloud/creation";
import type { Store, Write } from "../cloud/store";

/** A run that changes a stack, noted in the cloud for as long as it has not ended well. */
export interface UnfinishedRun {
    command: string;
    /** RFC 3339. */
    since: string;
}

/** What the URNs of a stack's resources begin with. */
export function urnPrefix({ stack, project }: { stack: string; project: string }): string {
    return `urn:pulumi:${stack}::${project}::`;
}

/** The run that left the stack unsettled, if any. */
export function unfinishedRun(store: Store, urnPrefix: string): UnfinishedRun | undefined {
    return store.get(runKey(urnPrefix)) as UnfinishedRun | undefined;
}

export function beginning(urnPrefix: string, { command, since }: UnfinishedRun): Write {
    return { key: runKey(urnPrefix), value: { command, since } };
}

/** A run that ended well leaves no question: the state has whatever was created. */
export function ending(store: Store, urnPrefix: string): Write[] {
    return [{ key: runKey(urnPrefix) }, ...creationsIn(store, urnPrefix).map(settled)];
}

function runKey(urnPrefix: string): string {
    return `run:${urnPrefix}`;
}
