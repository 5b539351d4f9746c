import { type Analysis, analyse, type Column, placeOf, type SyntaxNode, watchlistFunction } from "./language";
import type { SavedFunction, Schema } from "./schema";

export interface QueryCheck {
    /** Everything that is wrong with it, as sentences that begin with line and column; empty if nothing is. */
    problems: string[];
    /** Columns of the result, in order. */
    columns: readonly Column[];
    /** Tables that it reads, also inside of saved functions; sorted, as the others. */
    tables: string[];
    /** Saved functions that it calls, also by way of others. */
    functions: string[];
    /** Aliases of the watchlists that it reads. */
    watchlists: string[];
}

/** Checks a query as Microsoft's own language service does, and as Sentinel limits a scheduled one. */
export function checkQuery(query: string, schema: Schema): QueryCheck {
    const checked = checkAnalysis(analyse(query, schema), schema);
    return { ...checked, problems: [...sentinelLimits(query), ...checked.problems] };
}

/** Checks a saved function by itself, also if nothing calls it. Its columns are those with its declared parameters. */
export function checkFunction({ name, parameters, query }: SavedFunction, schema: Schema): QueryCheck {
    const others = { ...schema, functions: schema.functions.filter((other) => other.name !== name) };
    const analysis = analyse(`let ${name} = (${parameters}) {\n${query}\n};\nprint 0`, others, 1);
    const body = nodesOf(analysis.root).find(({ kind }) => kind === "FunctionBody");
    return { ...checkAnalysis(analysis, others), columns: body?.parts.Expression?.columns ?? [] };
}

/** Checks what the language service has made of a query. */
export function checkAnalysis({ problems, root, columns }: Analysis, schema: Schema): QueryCheck {
    const nodes = nodesOf(root);
    const saved = new Set(schema.functions.map(({ name }) => name));
    const calls = nodes.filter(({ kind }) => kind === "FunctionCallExpression");
    const watchlists = calls.filter(({ symbol }) => symbol?.name === watchlistFunction).map(watchlistRead);
    return {
        // The body of a function is there for each of its calls.
        problems: [
            ...new Set([
                ...problems,
                ...watchlists.flatMap(({ place, alias }) => {
                    if (alias === undefined) {
                        return [`${place} The alias of a watchlist has to be a text, so that its columns are known.`];
                    }
                    return alias in schema.watchlists ? [] : [`${place} There is no watchlist '${alias}'.`];
                }),
            ]),
        ],
        columns,
        tables: names(nodes.flatMap(({ symbol }) => (symbol?.kind === "Table" ? [symbol.name] : []))).filter(
            (name) => name in schema.tables,
        ),
        functions: names(
            nodes.flatMap(({ symbol }) => (symbol?.kind === "Function" && saved.has(symbol.name) ? [symbol.name] : [])),
        ),
        watchlists: names(watchlists.flatMap(({ alias }) => (alias === undefined ? [] : [alias]))),
    };
}

/** "1 and 10,000 characters and can't contain `search *` or `union *`": https://learn.microsoft.com/azure/sentinel/scheduled-rules-overview */
function sentinelLimits(query: string): string[] {
    return [
        ...(query.trim() === "" ? ["1:1 A query of Sentinel cannot be empty."] : []),
        ...(query.length > 10_000
            ? [`1:1 A query of Sentinel has at most 10,000 characters, and this has ${query.length}: save functions.`]
            : []),
        ...(/\b(search|union)\s*\*/iu.test(query)
            ? ["1:1 A query of Sentinel cannot contain 'search *' or 'union *': name the tables."]
            : []),
    ];
}

function watchlistRead(call: SyntaxNode): { place: string; alias?: string } {
    const literal = call.parts.ArgumentList?.parts.Expressions?.items[0]?.literal;
    return { place: placeOf(call.position), ...(literal === undefined ? {} : { alias: literal }) };
}

function nodesOf(node: SyntaxNode): SyntaxNode[] {
    return [
        node,
        ...[...Object.values(node.parts), ...node.items, ...(node.body === undefined ? [] : [node.body])].flatMap(
            nodesOf,
        ),
    ];
}

function names(all: string[]): string[] {
    return [...new Set(all)].sort();
}
