import { type Resource, Undecided } from "./resource";

/** A text by which a resource names itself or another one; empty when it names none. */
export type Key = (resource: Resource) => string | readonly string[];

interface Index {
    byKey: Map<string, Resource[]>;
    /** Those whose key is not known. */
    undecided: Resource[];
}

/** The resources that are judged together. What relations look for is indexed: a stack of any size is read once. */
export class Stack {
    private readonly byType = new Map<string, Resource[]>();
    private readonly indexes = new Map<string, Map<Key, Index>>();
    private readonly byUrn = new Map<string, Resource[]>();

    constructor(readonly resources: readonly Resource[]) {
        for (const resource of resources) {
            append(this.byType, resource.type, resource);
            append(this.byUrn, resource.urn, resource);
        }
    }

    /** Those of some types, type by type. */
    ofType(...types: string[]): readonly Resource[] {
        const [first = "", ...rest] = types;
        const found = this.byType.get(first) ?? [];
        return rest.length === 0 ? found : [...found, ...this.ofType(...rest)];
    }

    /**
     * Those of a type that may have a key: it is the same but for case, or not known, or the wanted one is not known.
     *
     * @param key Must be the same function at every call, because its answers are kept.
     */
    withKey(type: string, key: Key, wanted: () => string): readonly Resource[] {
        const value = known(wanted)?.toLowerCase();
        if (value === undefined) return this.ofType(type);
        const { byKey, undecided } = this.indexOf(type, key);
        const found = value === "" ? [] : (byKey.get(value) ?? []);
        return undecided.length === 0 ? found : [...found, ...undecided];
    }

    /** The resources that give a value to an input of a resource. */
    sourcesOf({ dependencies }: Resource, input: string): readonly Resource[] {
        return (dependencies[input] ?? []).flatMap((urn) => this.byUrn.get(urn) ?? []);
    }

    private indexOf(type: string, key: Key): Index {
        const ofType = this.indexes.get(type) ?? new Map<Key, Index>();
        this.indexes.set(type, ofType);
        const existing = ofType.get(key);
        if (existing) return existing;
        const index: Index = { byKey: new Map(), undecided: [] };
        ofType.set(key, index);
        for (const resource of this.ofType(type)) add(index, resource, key);
        return index;
    }
}

function add({ byKey, undecided }: Index, resource: Resource, key: Key): void {
    const keys = known(() => [key(resource)].flat());
    if (keys === undefined) undecided.push(resource);
    else for (const text of new Set(keys.map((each) => each.toLowerCase()))) append(byKey, text, resource);
}

function known<T>(read: () => T): T | undefined {
    try {
        return read();
    } catch (error) {
        if (error instanceof Undecided) return undefined;
        throw error;
    }
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
    const list = lists.get(key);
    if (list) list.push(value);
    else lists.set(key, [value]);
}
