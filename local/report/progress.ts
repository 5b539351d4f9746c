import type { EngineEvent } from "@pulumi/pulumi/automation";
import { ComponentTree } from "./component-tree";
import { concernsCloud, type Resource, resourceOf, stateOf } from "./resource";

/** How far one component is. The sets hold URNs; times are milliseconds since the epoch. */
export interface ComponentProgress {
    component: Resource;
    started: number;
    /** When the last of its resources was done; undefined while there are any to come. */
    ended?: number;
    /** Its resources that change in this operation. */
    resources: Set<string>;
    /** Those that are not done yet. */
    pending: Set<string>;
    /** Those under way, and since when. */
    running: Map<string, number>;
    failed: Set<string>;
}

/**
 * Follows one operation of the engine, one entry per component. The engine tells when a resource starts and ends, but
 * not when a component is complete: that follows from what was expected of it.
 */
export class Progress {
    private readonly tree = new ComponentTree();
    private readonly expected = new Map<string, Set<string>>();
    private readonly entries = new Map<string, ComponentProgress>();

    /** @param expected - The resources that the operation is going to change, with their component. */
    constructor(expected: { urn: string; component: Resource }[]) {
        for (const { urn, component } of expected) {
            const urns = this.expected.get(component.urn) ?? new Set();
            this.expected.set(component.urn, urns.add(urn));
        }
    }

    /** Returns the component that the event completed, if it did. */
    apply(event: EngineEvent, now: number): ComponentProgress | undefined {
        const ended = event.resOutputsEvent ?? event.resOpFailedEvent;
        const metadata = (event.resourcePreEvent ?? ended)?.metadata;
        if (metadata === undefined) {
            return undefined;
        }
        const { urn } = metadata;
        this.tree.add(urn, stateOf(metadata).parent);
        const component = this.tree.componentOf(urn);
        if (
            !concernsCloud(metadata) ||
            (metadata.op === "same" && !this.entries.get(component.urn)?.running.has(urn))
        ) {
            return undefined;
        }
        const entry = this.entryOf(component, now);
        entry.resources.add(urn);
        if (ended === undefined) {
            entry.pending.add(urn);
            entry.running.set(urn, now);
            entry.ended = undefined;
            return undefined;
        }
        entry.pending.delete(urn);
        entry.running.delete(urn);
        if (event.resOpFailedEvent !== undefined) {
            entry.failed.add(urn);
        }
        if (entry.pending.size > 0) {
            return undefined;
        }
        entry.ended = now;
        return entry;
    }

    /** Every component that was touched, in the order in which they started. */
    components(): ComponentProgress[] {
        return [...this.entries.values()];
    }

    private entryOf(component: Resource, now: number): ComponentProgress {
        const entry = this.entries.get(component.urn) ?? {
            component,
            started: now,
            resources: new Set(this.expected.get(component.urn)),
            pending: new Set(this.expected.get(component.urn)),
            running: new Map(),
            failed: new Set(),
        };
        this.entries.set(component.urn, entry);
        return entry;
    }
}

/** The resource of a component that has been under way for longest, and since when. */
export function slowest({ running }: ComponentProgress): [Resource, number] | undefined {
    const [first] = [...running].sort(([, one], [, other]) => one - other);
    return first && [resourceOf(first[0]), first[1]];
}
