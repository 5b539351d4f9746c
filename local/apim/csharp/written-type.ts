import type { Judge } from "./judge";
import { namedChildren, type Syntax } from "./syntax";
import { parseType, type Type } from "./types";

/** The type that code writes down; undefined when it is not in the subset, which is reported. */
export function writtenType(node: Syntax | undefined, judge: Judge): Type | undefined {
    const type = node && spelled(node);
    if (type === undefined || !judge.table.has(type)) {
        const text = node?.text ?? "";
        return judge.report(node, text, `Type ${text} is not in the policy subset.`);
    }
    judge.use(type);
    return type;
}

/** Whether a node may be the name of a type. */
export function spellsType({ kind }: Syntax): boolean {
    return ["identifier", "predefined_type", "generic_name"].includes(kind);
}

/** The type that a node spells, whether or not there is such a type. */
export function spelled(node: Syntax): Type | undefined {
    const [, rank] = namedChildren(node);
    const spells = spellsType(node) || (node.kind === "array_type" && rank?.text === "[]");
    return spells ? parseType(node.text) : undefined;
}
