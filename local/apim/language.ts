import { Cache } from "./cache";
import type { CheckedCSharp } from "./csharp/check";
import { loadCSharp, type ReadCSharp } from "./csharp/syntax";
import { type TypeTable, typeTable } from "./csharp/type-table";
import { type PolicySubset, readSubset } from "./subset";

/** All that is needed to read policy documents: the subset, and what follows from it. */
export interface PolicyLanguage {
    subset: PolicySubset;
    types: TypeTable;
    read: ReadCSharp;
    /** C# code that has been checked: the same code stands in many places, and is compiled after its check. */
    checked: Cache<CheckedCSharp>;
}

let loaded: Promise<PolicyLanguage> | undefined;

/** The language of the committed subset, loaded once. */
export function loadLanguage(): Promise<PolicyLanguage> {
    loaded ??= load();
    return loaded;
}

async function load(): Promise<PolicyLanguage> {
    const subset = readSubset();
    return { subset, types: typeTable(subset.csharp.types), read: await loadCSharp(), checked: new Cache(2000) };
}
