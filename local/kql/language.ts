import { createRequire } from "node:module";
import { type Columns, type SavedFunction, type ScalarType, type Schema, scalarTypes } from "./schema";

/** Where something stands, from 1; `source` is the saved function that it stands in, if it is one. */
export interface Position {
    readonly source?: string;
    readonly line: number;
    readonly column: number;
}

export interface Column {
    readonly name: string;
    readonly type: ScalarType;
}

/** What a name stands for. */
export interface NamedSymbol {
    readonly name: string;
    /** As the language service calls it, for example `Column`, `Table`, `Variable`, `Function`. */
    readonly kind: string;
}

/** A node of a query's tree, as plain data. */
export interface SyntaxNode {
    /** As the language service calls it, for example `FilterOperator`. */
    readonly kind: string;
    readonly text: string;
    readonly position: Position;
    /** Its parts by their name; one that is not written is not there. */
    readonly parts: Readonly<Record<string, SyntaxNode>>;
    /** Elements, if it is a list. */
    readonly items: readonly SyntaxNode[];
    /** Of a name: the name without quotes. */
    readonly name?: string;
    /** Of an expression that is a value. */
    readonly type?: ScalarType;
    /** Of an expression that is a table, in order; also of an aggregate that gives several columns. */
    readonly columns?: readonly Column[];
    /** Of a text that is written: what it says. */
    readonly literal?: string;
    readonly symbol?: NamedSymbol;
    /** Of the call of a function that is written in KQL: its body as it is with these arguments. */
    readonly body?: SyntaxNode;
    /** Of such a call: the parameters of the function, in order. */
    readonly parameters?: readonly Parameter[];
}

export interface Parameter {
    readonly name: string;
    readonly default?: SyntaxNode;
}

/** A query as the language service understands it. */
export interface Analysis {
    /** What it finds wrong, as sentences with a position. */
    problems: string[];
    root: SyntaxNode;
    /** Columns of the result, in order. */
    columns: readonly Column[];
}

/** The name of the function that reads a watchlist; its columns depend on the alias, which is why it is declared here. */
export const watchlistFunction = "_GetWatchlist";

/** Columns that every row of a watchlist has besides its own: https://learn.microsoft.com/azure/sentinel/watchlist-schemas */
const watchlistColumns: Columns = { _DTItemId: "string", LastUpdatedTimeUTC: "datetime", SearchKey: "string" };

/** Parses a query and binds its names to what the schema has. Lines before it are not counted in positions. */
export function analyse(query: string, schema: Schema, linesBefore = 0): Analysis {
    const { Kusto } = languageService();
    const code = Kusto.Language.KustoCode.ParseAndAnalyze(query, globalsOf(schema));
    const reader = new TreeReader(query, schema.functions, linesBefore);
    const root = reader.read(code.Syntax);
    const problems = list(code.GetDiagnostics()).map((problem) =>
        sentence(problem, positionIn(query, problem.Start, linesBefore)),
    );
    return { problems: [...problems, ...reader.problems], root, columns: columnsOf(code.ResultType) ?? [] };
}

/** Turns the trees of the language service into plain data. */
class TreeReader {
    readonly problems: string[] = [];
    readonly #query: string;
    readonly #linesBefore: number;
    readonly #functions: ReadonlyMap<string, SavedFunction>;

    constructor(query: string, functions: readonly SavedFunction[], linesBefore: number) {
        this.#query = query;
        this.#linesBefore = linesBefore;
        this.#functions = new Map(functions.map((saved) => [saved.name, saved]));
    }

    read(node: KustoNode, source?: string): SyntaxNode {
        const parts: Record<string, SyntaxNode> = {};
        const items: SyntaxNode[] = [];
        for (let index = 0; index < node.ChildCount; index++) {
            const child = node.GetChild(index);
            if (child === null || child === undefined) {
                continue;
            }
            if (isList(node)) {
                items.push(this.read(isSeparated(child) ? (child.GetChild(0) ?? child) : child, source));
            } else {
                parts[node.GetName(index) || String(index)] = this.read(child, source);
            }
        }
        return {
            kind: kindOf(node),
            text: node.toString().trim(),
            position: this.#positionOf(startOf(node), source),
            parts,
            items,
            ...known("name", node.SimpleName || undefined),
            ...known("type", typeOf(node.ResultType)),
            ...known("columns", columnsOf(node.ResultType)),
            ...known("literal", typeof node.LiteralValue === "string" ? node.LiteralValue : undefined),
            ...known("symbol", symbolOf(node.ReferencedSymbol)),
            ...this.#readCalled(node, source),
        };
    }

    #readCalled(node: KustoNode, source?: string): Pick<SyntaxNode, "body" | "parameters"> {
        const body = node.GetExpansion?.();
        if (body === null || body === undefined) {
            return {};
        }
        const called = this.#functions.get(node.ReferencedSymbol?.Name ?? "");
        if (called !== undefined) {
            for (const problem of list(node.GetCalledFunctionDiagnostics())) {
                this.problems.push(sentence(problem, positionInBody(called, problem.Start)));
            }
        }
        return {
            body: this.read(body, called?.name ?? source),
            parameters: list(node.ReferencedSignature?.Parameters).map((parameter) => ({
                name: parameter.Name,
                ...known(
                    "default",
                    parameter.DefaultValue ? this.read(parameter.DefaultValue, called?.name ?? source) : undefined,
                ),
            })),
        };
    }

    #positionOf(start: number, source?: string): Position {
        const saved = source === undefined ? undefined : this.#functions.get(source);
        return saved === undefined ? positionIn(this.#query, start, this.#linesBefore) : positionInBody(saved, start);
    }
}

/** "12:3" or, inside of a saved function, "McpDecisions 12:3". */
export function placeOf({ source, line, column }: Position): string {
    return `${source === undefined ? "" : `${source} `}${line}:${column}`;
}

function sentence({ Message, Code }: KustoDiagnostic, position: Position): string {
    return `${placeOf(position)} ${Message} (${Code})`;
}

function positionIn(text: string, offset: number, linesBefore = 0): Position {
    const before = text.slice(0, Math.max(offset, 0)).split("\n");
    return { line: before.length - linesBefore, column: (before.at(-1) ?? "").length + 1 };
}

function positionInBody(saved: SavedFunction, offset: number): Position {
    return { source: saved.name, ...positionIn(bodyOf(saved), offset, 1) };
}

/** On lines of its own, because a query may end in a comment. */
function bodyOf({ query }: SavedFunction): string {
    return `{\n${query}\n}`;
}

function known<Name extends string, Known>(name: Name, value: Known | undefined): { [key in Name]?: Known } {
    return value === undefined ? {} : ({ [name]: value } as { [key in Name]: Known });
}

/** The body of a function is copied for each call, and begins at 0 there. */
function startOf(node: KustoNode): number {
    return (node.Tree ? node.GetPositionInOriginalTree?.(node.TextStart) : undefined) ?? node.TextStart;
}

function kindOf(node: KustoNode): string {
    const kind = languageService().syntaxKinds[node.Kind];
    if (kind === undefined) {
        throw new Error(`The language service has a kind of node that it does not name: ${node.Kind}`);
    }
    return kind;
}

function isList(node: KustoNode): boolean {
    return kindOf(node) === "List";
}

function isSeparated(node: KustoNode): boolean {
    return kindOf(node) === "SeparatedElement";
}

function isScalarType(name: string): name is ScalarType {
    return scalarTypes.some((type) => type === name);
}

function typeOf(type: KustoSymbol | null | undefined): ScalarType | undefined {
    if (type === null || type === undefined || !["Primitive", "Bag", "Array"].includes(kindOfSymbol(type))) {
        return undefined;
    }
    // The service knows more about some dynamic values than that they are dynamic, such as `dynamic([string])`.
    return isScalarType(type.Name) ? type.Name : "dynamic";
}

function columnsOf(type: KustoSymbol | null | undefined): Column[] | undefined {
    if (type === null || type === undefined || !["Table", "Tuple"].includes(kindOfSymbol(type))) {
        return undefined;
    }
    return list(type.Columns).map((column) => ({ name: column.Name, type: typeOf(column.Type) ?? "dynamic" }));
}

function symbolOf(symbol: KustoSymbol | null | undefined): NamedSymbol | undefined {
    return symbol === null || symbol === undefined ? undefined : { name: symbol.Name, kind: kindOfSymbol(symbol) };
}

function kindOfSymbol(symbol: KustoSymbol): string {
    return languageService().symbolKinds[symbol.Kind] ?? String(symbol.Kind);
}

const globals = new WeakMap<Schema, unknown>();

function globalsOf(schema: Schema): unknown {
    const before = globals.get(schema);
    if (before !== undefined) {
        return before;
    }
    const made = makeGlobals(schema);
    globals.set(schema, made);
    return made;
}

function makeGlobals(schema: Schema): unknown {
    const { Kusto } = languageService();
    const { TableSymbol, FunctionSymbol, DatabaseSymbol, Parameter, ScalarTypes, Tabularity } = Kusto.Language.Symbols;
    const table = (name: string, columns: Columns): KustoSymbol =>
        new TableSymbol.$ctor7(
            name,
            `(${Object.entries(columns)
                .map(([column, type]) => `['${column}']:${type}`)
                .join(", ")})`,
            null,
        );
    const watchlists = new Map(
        Object.entries(schema.watchlists).map(([alias, columns]) => [
            alias,
            table(alias, {
                ...watchlistColumns,
                ...Object.fromEntries(columns.map((column): [string, ScalarType] => [column, "string"])),
            }),
        ]),
    );
    const noWatchlist = table("", {});
    const readWatchlist = new FunctionSymbol.ctor(
        watchlistFunction,
        ({ Arguments }) => watchlists.get(String(Arguments.getItem(0).LiteralValue)) ?? noWatchlist,
        Tabularity.Tabular,
        [new Parameter.$ctor2("alias", ScalarTypes.String)],
    );
    const database = new DatabaseSymbol.$ctor1(
        "workspace",
        [
            ...Object.entries(schema.tables).map(([name, columns]) => table(name, columns)),
            ...schema.functions.map(
                (saved) => new FunctionSymbol.$ctor16(saved.name, `(${saved.parameters})`, bodyOf(saved), null),
            ),
            readWatchlist,
        ],
        false,
    );
    // Without the cache, the service analyses the body of a saved function again in each query that calls it.
    return Kusto.Language.GlobalState.Default.WithDatabase(database).WithCache();
}

// What is used of the language service. Its own declarations name everything in one global namespace of 34,000 lines
// in which everything may be null. The constructors are numbered by its compiler: they belong to the exact version.

interface KustoList<Item> {
    readonly Count: number;
    getItem(index: number): Item;
}

interface KustoSymbol {
    readonly Name: string;
    readonly Kind: number;
    readonly Columns?: KustoList<KustoSymbol>;
    readonly Type?: KustoSymbol;
}

interface KustoDiagnostic {
    readonly Code: string;
    readonly Message: string;
    readonly Start: number;
}

interface KustoNode {
    readonly Kind: number;
    readonly TextStart: number;
    readonly ChildCount: number;
    readonly SimpleName?: string;
    readonly LiteralValue?: unknown;
    readonly ResultType?: KustoSymbol | null;
    readonly ReferencedSymbol?: KustoSymbol | null;
    readonly ReferencedSignature?: {
        readonly Parameters: KustoList<{ readonly Name: string; readonly DefaultValue: KustoNode | null }>;
    } | null;
    GetChild(index: number): KustoNode | null | undefined;
    GetName(index: number): string | null;
    /** A part by itself, such as a default value, has none. */
    readonly Tree?: unknown;
    /** Tokens have none of these. */
    GetPositionInOriginalTree?(position: number): number;
    GetExpansion?(): KustoNode | null;
    GetCalledFunctionDiagnostics(): KustoList<KustoDiagnostic> | null;
    toString(): string;
}

interface Kusto {
    readonly Language: {
        readonly KustoCode: {
            ParseAndAnalyze(
                text: string,
                globals: unknown,
            ): {
                readonly Syntax: KustoNode;
                readonly ResultType: KustoSymbol | null;
                GetDiagnostics(): KustoList<KustoDiagnostic>;
            };
        };
        readonly GlobalState: {
            readonly Default: { WithDatabase(database: KustoSymbol): { WithCache(): unknown } };
        };
        readonly Syntax: { readonly SyntaxKind: Record<string, unknown> };
        readonly Symbols: {
            readonly SymbolKind: Record<string, unknown>;
            readonly ScalarTypes: { readonly String: KustoSymbol };
            readonly Tabularity: { readonly Tabular: number };
            readonly TableSymbol: { $ctor7: new (name: string, schema: string, description: null) => KustoSymbol };
            readonly DatabaseSymbol: {
                $ctor1: new (name: string, members: KustoSymbol[], isOpen: boolean) => KustoSymbol;
            };
            readonly FunctionSymbol: {
                $ctor16: new (name: string, parameters: string, body: string, description: null) => KustoSymbol;
                ctor: new (
                    name: string,
                    returnType: (call: { Arguments: KustoList<KustoNode> }) => KustoSymbol,
                    tabularity: number,
                    parameters: unknown[],
                ) => KustoSymbol;
            };
            readonly Parameter: { $ctor2: new (name: string, type: KustoSymbol) => unknown };
        };
    };
}

interface LanguageService {
    Kusto: Kusto;
    syntaxKinds: Record<number, string>;
    symbolKinds: Record<number, string>;
}

let loaded: LanguageService | undefined;

/** Loads it when it is first needed: it sets globals, and takes a fifth of a second. */
function languageService(): LanguageService {
    if (loaded === undefined) {
        const load = createRequire(__filename);
        load("@kusto/language-service-next/bridge.min.js");
        load("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
        const { Kusto } = globalThis as unknown as { Kusto: Kusto };
        loaded = {
            Kusto,
            syntaxKinds: namesByNumber(Kusto.Language.Syntax.SyntaxKind),
            symbolKinds: namesByNumber(Kusto.Language.Symbols.SymbolKind),
        };
    }
    return loaded;
}

function namesByNumber(enumeration: Record<string, unknown>): Record<number, string> {
    return Object.fromEntries(
        Object.entries(enumeration).flatMap(([name, number]) => (typeof number === "number" ? [[number, name]] : [])),
    );
}

function list<Item>(items: KustoList<Item> | null | undefined): Item[] {
    return Array.from({ length: items?.Count ?? 0 }, (_, index) => (items as KustoList<Item>).getItem(index));
}
