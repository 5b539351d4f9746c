import type { Properties } from "../provider/provider";
import type { Store, Write } from "./store";

/**
 * A create that the cloud has carried out in a run that has not ended well yet. Whether the engine heard of it only the
 * state of the stack can tell: an answer is lost when either side is killed, and a note about its delivery would come
 * too early or too late.
 */
export interface Creation {
    urn: string;
    /** What the engine was answered, or would have been. */
    id: string;
    outputs: Properties;
    /**
     * What its keys held before, null for nothing. Absent: it is never taken back, as in Azure, which is how a cloud
     * that is to crash after a side effect records it.
     */
    undo?: Record<string, Properties | null>;
}

/** The writes of a create together with its note, as one batch: both are there or none. */
export function creationOf(answer: Pick<Creation, "urn" | "id" | "outputs">, writes: Write[], store: Store): Write[] {
    const undo = Object.fromEntries(writes.map(({ key }) => [key, store.get(key) ?? null]));
    return [...writes, { key: noteKey(answer.urn), value: { ...answer, undo } }];
}

/** Notes about the resources of one stack. */
export function creationsIn(store: Store, urnPrefix: string): Creation[] {
    return store.list(noteKey(urnPrefix)).map(([, value]) => value as unknown as Creation);
}

/** Forgets the note. */
export function settled({ urn }: Creation): Write {
    return { key: noteKey(urn) };
}

/** Makes a create one that is never taken back, if it is noted. */
export function keptForGood(urn: string, store: Store): Write[] {
    const note = store.get(noteKey(urn));
    if (note === undefined) return [];
    const { undo, ...kept } = note;
    return [{ key: noteKey(urn), value: kept }];
}

/** Takes the create back, as if it had never been asked for. */
export function rolledBack({ undo = {} }: Creation): Write[] {
    return Object.entries(undo).map(([key, value]) => (value === null ? { key } : { key, value }));
}

function noteKey(urn: string): string {
    return `created:${urn}`;
}
