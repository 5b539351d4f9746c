import type { Rule } from "../../policy-pack/engine/rule";
import { codes, table } from "./markdown";

/** Where others demand the same; that nobody does is worth knowing, too. */
export function equivalents({
    mcsb = [],
    cis = [],
    azurePolicy = [],
    checkov = [],
    psrule = [],
}: Rule["references"]): string {
    const rows: [string, string[]][] = [
        ["Microsoft cloud security benchmark v1", mcsb],
        ["CIS Microsoft Azure Foundations Benchmark 3.0.0", cis],
        ["Azure Policy, first eight digits of the definition's id", azurePolicy],
        ["Checkov", checkov],
        ["PSRule for Azure", psrule.map((name) => `Azure.${name}`)],
    ];
    return table([
        ["Catalogue", "Equivalent"],
        ...rows.map(([name, ids]) => [name, ids.length === 0 ? "none known" : codes(ids)]),
    ]);
}
