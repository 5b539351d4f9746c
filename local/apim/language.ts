import { loadCSharp, type ReadCSharp } from "./csharp/syntax";
import { type TypeTable, typeTable } from "./csharp/type-table";
import { type PolicySubset, readSubset } from "./subset";

/** All that is needed to read policy documents: the subset, and what follows from it. */
export interface PolicyLanguage {
    subset: PolicySubset;
    types: TypeTable;
    read: ReadCSharp;
}

/** The language of the committed subset. */
export async function loadLanguage(): Promise<PolicyLanguage> {
    const subset = readSubset();
    return { subset, types: typeTable(subset.csharp.types), read: await loadCSharp() };
}
