import { Language, type Node, Parser } from "web-tree-sitter";

/** A node of the syntax of C# code, as tree-sitter-c-sharp names it. */
export interface Syntax {
    kind: string;
    /** Whether it is a node of the grammar, and no operator, keyword or bracket. */
    named: boolean;
    /** Role in its parent. */
    field?: string;
    /** Offset in the code. */
    start: number;
    text: string;
    children: Syntax[];
}

/** Reads the code of an expression, or the statements of a block. */
export type ReadCSharp = (code: string, kind: "expression" | "block") => Syntax;

/** Why a text is no C# code. */
export class NoCSharp extends Error {
    constructor(
        message: string,
        readonly start: number,
    ) {
        super(message);
    }
}

/**
 * Loads the grammar; what it gives then reads at once.
 *
 * Reading gives the node of the expression, or the `block` of the statements, and throws NoCSharp when the text is not
 * exactly one of them: a text must not end the code that it stands in.
 */
export async function loadCSharp(): Promise<ReadCSharp> {
    await Parser.init();
    const parser = new Parser();
    parser.setLanguage(await Language.load(require.resolve("tree-sitter-c-sharp/tree-sitter-c_sharp.wasm")));
    return (code, kind) => {
        const opening = kind === "block" ? "object _() {" : "object _() { return ";
        const closing = kind === "block" ? "}" : "\n;}";
        const tree = parser.parse(`${opening}${code}${closing}`);
        if (tree === null) throw new Error("tree-sitter gives no tree although it was given no time limit.");
        try {
            refuseErrors(tree.rootNode, opening.length);
            return inside(copy(tree.rootNode, opening.length), kind, code);
        } finally {
            tree.delete();
        }
    };
}

// some tokens have no node of their own: when they are missing, only the node that they belong to knows
function refuseErrors(node: Node, shift: number): void {
    if (!node.hasError) return;
    const start = Math.max(node.startIndex - shift, 0);
    if (node.isError) throw new NoCSharp(`\`${excerpt(node.text)}\` is no C# here.`, start);
    if (node.isMissing) throw new NoCSharp(`\`${node.type}\` is missing.`, start);
    for (const each of node.children) refuseErrors(each, shift);
    throw new NoCSharp(`Something is missing in this ${node.type}.`, start);
}

// plain data, because a tree lives in memory that nobody frees but by hand
function copy(node: Node, shift: number, field?: string): Syntax {
    return {
        kind: node.type,
        named: node.isNamed,
        ...(field !== undefined && { field }),
        start: node.startIndex - shift,
        text: node.text,
        children: node.children.map((child, index) => copy(child, shift, node.fieldNameForChild(index) ?? undefined)),
    };
}

function inside(root: Syntax, kind: "expression" | "block", code: string): Syntax {
    const [statement] = root.children;
    const body = child(statement?.children[0], "body");
    if (root.children.length === 1 && body !== undefined) {
        if (kind === "block") return body;
        const [returned, ...others] = body.children.filter(({ named }) => named);
        const [value] = returned?.children.filter(({ named }) => named) ?? [];
        if (others.length === 0 && value?.text === code.trim()) return value;
    }
    throw new NoCSharp(`The code is not one ${kind}.`, 0);
}

/** The child of a node that has a role in it. */
export function child(node: Syntax | undefined, field: string): Syntax | undefined {
    return node?.children.find((each) => each.field === field);
}

/** The children of a node that are nodes of the grammar. */
export function namedChildren(node: Syntax | undefined): Syntax[] {
    return node?.children.filter(({ named }) => named) ?? [];
}

function excerpt(text: string): string {
    const [line = ""] = text.trim().split("\n");
    return line.length > 40 ? `${line.slice(0, 40)}...` : line;
}
