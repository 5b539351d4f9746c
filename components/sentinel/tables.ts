/** A query, and the saved functions that it may call. */
interface Sources {
    query: string;
    functions: { name: string; query: string }[];
}

/**
 * Which of the tables a query reads, by itself or in functions that it calls, sorted: names of tables among its words,
 * outside of texts and comments.
 */
export function tablesOf({ query, functions }: Sources, tables: string[]): string[] {
    const seen = new Set<string>();
    const visit = (text: string): void => {
        for (const word of wordsOf(text)) {
            if (seen.has(word)) continue;
            seen.add(word);
            const called = functions.find(({ name }) => name === word);
            if (called !== undefined) visit(called.query);
        }
    };
    visit(query);
    return tables.filter((table) => seen.has(table)).sort();
}

/** https://learn.microsoft.com/kusto/query/scalar-data-types/string */
const textsAndComments = /\/\/.*|@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

function wordsOf(query: string): string[] {
    return query.replace(textsAndComments, " ").match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [];
}
