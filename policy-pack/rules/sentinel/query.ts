/**
 * What can be said of a query in KQL without the language service, which is too large to come with the pack: its words,
 * and whether it is whole. https://learn.microsoft.com/kusto/query/syntax-conventions
 */
export interface Query {
    /** Names outside of texts and comments: tables, columns, functions and operators. */
    names: ReadonlySet<string>;
    /** Everything but comments, on one line. */
    code: string;
    /** What is wrong with its form; undefined when nothing is. */
    defect: string | undefined;
    /** Names that a pipe reads from, without those that the query gives itself. */
    sources: readonly string[];
}

/** Operators that may stand behind a pipe: https://learn.microsoft.com/kusto/query/tabular-operators */
const operators: ReadonlySet<string> = new Set([
    "as",
    "count",
    "distinct",
    "evaluate",
    "extend",
    "facet",
    "fork",
    "getschema",
    "invoke",
    "join",
    "limit",
    "lookup",
    "make",
    "mv",
    "order",
    "parse",
    "partition",
    "project",
    "reduce",
    "render",
    "sample",
    "scan",
    "search",
    "serialize",
    "sort",
    "summarize",
    "take",
    "top",
    "union",
    "where",
]);

const token =
    /\s+|\/\/.*|[hH]?(?:@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|```[\s\S]*?```|~~~[\s\S]*?~~~|[A-Za-z_]\w*|\d[\w.]*|[\s\S]/g;

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

const read = new Map<string, Query>();

/** Kept, because rules read the same few queries again and again. */
export function queryOf(text: string): Query {
    return read.get(text) ?? kept(text, parsed(text));
}

function kept(text: string, query: Query): Query {
    read.set(text, query);
    return query;
}

function parsed(text: string): Query {
    const tokens = (text.match(token) ?? []).filter((each) => !/^(?:\s|\/\/)/.test(each));
    // what `let` names, and parameters of functions
    const own = tokens.filter((_, index) => tokens[index - 1] === "let" || tokens[index + 1] === ":");
    return {
        names: new Set(tokens.filter(isName)),
        code: tokens.join(" "),
        defect: formDefect(tokens),
        sources: sourcesIn(tokens).filter((name) => !own.includes(name)),
    };
}

function isName(token = ""): boolean {
    return /^[A-Za-z_]\w*$/.test(token);
}

function formDefect(tokens: readonly string[]): string | undefined {
    const open: string[] = [];
    for (const [index, each] of tokens.entries()) {
        if (each === '"' || each === "'" || each === "`") return "a text in it does not end";
        const end = closing[each];
        if (end !== undefined) open.push(end);
        else if (Object.values(closing).includes(each) && open.pop() !== each) return "its brackets do not match";
        const next = tokens[index + 1] ?? "";
        if (each === "|" && !operators.has(next)) return "a pipe in it leads to no operator";
    }
    if (open.length > 0) return "its brackets do not match";
    return tokens.includes("|") ? undefined : "it has no operator";
}

/** `Table | ...` and `function(...) | ...`, where the query, a statement, a bracket, or what `let` names begins. */
function sourcesIn(tokens: readonly string[]): string[] {
    return tokens.filter((each, index) => {
        if (!isName(each) || tokens[afterCall(tokens, index)] !== "|") return false;
        const last = tokens[index - 1] ?? ";";
        return [";", "(", "{"].includes(last) || tokens[index - 3] === "let";
    });
}

/** Index of what follows a name, behind the arguments that it may be called with. */
function afterCall(tokens: readonly string[], index: number): number {
    let depth = 0;
    for (let next = index + 1; next < tokens.length; next += 1) {
        if (tokens[next] === "(") depth += 1;
        else if (depth === 0) return next;
        else if (tokens[next] === ")") depth -= 1;
    }
    return tokens.length;
}
