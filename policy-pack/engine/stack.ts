import { folded, type Names, type Naming } from "./names";
import { type Resource, Undecided } from "./resource";

interface Index {
    byName: Map<string, Resource[]>;
    /** Those that may have other names, too. */
    open: Resource[];
}

/** The resources that are judged together. What relations look for is indexed: a stack of any size is read once. */
export class Stack {
    private readonly byType = new Map<string, Resource[]>();
    private readonly byUrn = new Map<string, Resource[]>();
    private readonly indexes = new Map<string, Map<Naming, Index>>();

    constructor(readonly resources: readonly Resource[]) {
        for (const resource of resources) {
            append(this.byType, resource.type, resource);
            append(this.byUrn, resource.urn, resource);
        }
    }

    /** Those of a type, in their order. */
    ofType(type: string): readonly Resource[] {
        return this.byType.get(type) ?? [];
    }

    /** Those of a type that have one of some names, and those that may have one, because not all names are known. */
    named(type: string, naming: Naming, wanted: Names): { named: readonly Resource[]; open: readonly Resource[] } {
        const { byName, open } = this.indexOf(type, naming);
        const named = new Set(wanted.known.flatMap((name) => byName.get(folded(name)) ?? []));
        const candidates = wanted.undecided === undefined ? open : this.ofType(type);
        return { named: [...named], open: candidates.filter((resource) => !named.has(resource)) };
    }

    /** The resources that give a value to an input of a resource. */
    sourcesOf({ dependencies }: Resource, input: string): readonly Resource[] {
        return (dependencies[input] ?? []).flatMap((urn) => this.byUrn.get(urn) ?? []);
    }

    private indexOf(type: string, naming: Naming): Index {
        const ofType = this.indexes.get(type) ?? new Map<Naming, Index>();
        this.indexes.set(type, ofType);
        const existing = ofType.get(naming);
        if (existing) return existing;
        const index: Index = { byName: new Map(), open: [] };
        ofType.set(naming, index);
        for (const resource of this.ofType(type)) {
            const names = namesBy(naming, resource);
            for (const name of new Set(names?.known.map(folded))) append(index.byName, name, resource);
            if (names === undefined || names.undecided) index.open.push(resource);
        }
        return index;
    }
}

/** Nothing when not even a dependency could tell. */
function namesBy(naming: Naming, resource: Resource): Names | undefined {
    try {
        return naming(resource);
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
