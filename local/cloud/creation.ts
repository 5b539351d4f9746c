import type { Properties } from "../provider/provider";
import { Draft } from "./draft";
import type { Store, Write } from "./store";
import { undone } from "./undone";

/**
 * A create that the cloud has carried out in a run that has not ended well yet. Whether the engine heard of it only the
 * state of the stack can tell: an answer is lost when either side is killed, and a note about its delivery would come
 * too early or too late.
 */
export interface Creation {
    urn: string;
    /** What the engine was answered, or would have been. */
    id: string;
    /** Absent: nobody knows them any more, so it cannot be adopted. */
    outputs?: Properties;
    /**
     * What it did to each key. Absent: it is never taken back, as in Azure, which is how a cloud that is to crash after a
     * side effect records it.
     */
    undo?: Record<string, Change>;
    /** What it made outside of this cloud's records, for the one who takes it back there. */
    outside?: Properties;
}

/** What a key held before and after; null for nothing. */
interface Change {
    before: Properties | null;
    after: Properties | null;
}

/** The writes of a create together with its note, as one batch: both are there or none. */
export function creationOf(answer: Omit<Creation, "undo">, writes: Write[], store: Store): Write[] {
    const changes = writes.map(({ key, value = null }) => [key, { before: store.get(key) ?? null, after: value }]);
    return [...writes, noteOf({ ...answer, undo: Object.fromEntries(changes) })];
}

/** Notes about the resources of one stack. */
export function creationsIn(store: Store, urnPrefix: string): Creation[] {
    return store.list(noteKey(urnPrefix)).map(([, value]) => value as unknown as Creation);
}

/** Forgets the note. */
export function settled({ urn }: Pick<Creation, "urn">): Write {
    return { key: noteKey(urn) };
}

/** Makes a create one that is never taken back, if it is noted. */
export function keptForGood(urn: string, store: Store): Write[] {
    const note = store.get(noteKey(urn));
    if (note === undefined) return [];
    const { undo, ...kept } = note;
    return [{ key: noteKey(urn), value: kept }];
}

/** Takes the create back, as if it had never been asked for; what others have done to the same records since stays. */
export function rolledBack({ undo = {} }: Creation, store: Store): Write[] {
    return Object.entries(undo).map(([key, { before, after }]) => {
        const value = undone(store.get(key), before ?? undefined, after ?? undefined);
        return value === undefined ? { key } : { key, value: value as Properties };
    });
}

/** The cloud without some creates, taken back one after the other: several may have changed the same record. */
export async function withoutCreations(store: Store, creations: Creation[]): Promise<Draft> {
    const draft = new Draft(store);
    for (const creation of creations) {
        await draft.write(rolledBack(creation, draft));
    }
    return draft;
}

function noteOf(creation: Creation): Write {
    return { key: noteKey(creation.urn), value: creation as unknown as Properties };
}

function noteKey(urn: string): string {
    return `created:${urn}`;
}
