import type { SyntaxNode } from "../language";
import { columnsOf, items, mapRows, parametersOf, part, unsupported } from "../plan";
import { compileScalar } from "../scalars/expression";
import type { ScalarType } from "../schema";
import { type Cell, type Cells, emptyCell } from "../values/cell";
import { convertTo, toText } from "../values/convert";
import type { Operator } from "./operator";

/** A column that a pattern reads. */
interface Capture {
    readonly name: string;
    readonly type: ScalarType;
}

export const parse: Operator = (node, input, scope) => parseRows(node, input, scope, false);

/** Leaves out the rows that do not match. */
export const parseWhere: Operator = (node, input, scope) => parseRows(node, input, scope, true);

function parseRows(...[node, input, scope, onlyMatches]: [...Parameters<Operator>, boolean]): ReturnType<Operator> {
    const { kind = "simple" } = parametersOf(node, ["kind"]);
    if (kind !== "simple" && kind !== "relaxed") {
        unsupported(node, `parse of kind ${kind}`);
    }
    const source = compileScalar(part(node, "Expression"), scope);
    const { pattern, captures } = compilePattern(items(node, "Patterns"), kind === "relaxed");
    const columns = columnsOf(node);
    const places = columns.map(({ name }) => ({
        capture: captures.findIndex((capture) => capture.name === name),
        before: input.columns.findIndex((column) => column.name === name),
    }));
    return {
        columns,
        rows: (run) =>
            mapRows(input.rows(run), run, (row, place): Cells[] => {
                const found = captured(toText(source.evaluate(row, place), source.type), pattern, captures, kind);
                if (found === undefined && onlyMatches) {
                    return [];
                }
                const cells = found ?? captures.map(({ type }) => emptyCell(type));
                return [places.map(({ capture, before }) => (capture < 0 ? row[before] : cells[capture]) ?? null)];
            }).flat(),
    };
}

/** What a text has for each column; undefined if it does not match, or if a value does not have its type. */
function captured(text: string, pattern: RegExp, captures: readonly Capture[], kind: string): Cell[] | undefined {
    const groups = pattern.exec(text)?.slice(1);
    const cells = groups?.map((group, index) => convertTo(group ?? "", "string", captures[index]?.type ?? "string"));
    return kind === "simple" && cells?.includes(null) ? undefined : cells;
}

/** Numbers take what a number is made of, other types what stands before the next text; the pattern covers all of it. */
function compilePattern(elements: readonly SyntaxNode[], relaxed: boolean): { pattern: RegExp; captures: Capture[] } {
    const captures: Capture[] = [];
    const source = elements.map((element) => {
        switch (element.kind) {
            case "StarExpression":
                return "[^]*?";
            case "StringLiteralExpression":
                return quoted(element.literal ?? unsupported(element));
            case "NameDeclaration":
            case "NameAndTypeDeclaration": {
                const capture = captureOf(element);
                captures.push(capture);
                return !relaxed && (capture.type === "long" || capture.type === "int") ? "\\s*([+-]?\\d+)" : "([^]*?)";
            }
            default:
                return unsupported(element, `the pattern '${element.text}'`);
        }
    });
    return { pattern: new RegExp(`^${source.join("")}$`, "u"), captures };
}

function captureOf(element: SyntaxNode): Capture {
    const name = element.kind === "NameDeclaration" ? element : part(element, "Name");
    return { name: name.name ?? unsupported(element), type: name.type ?? "string" };
}

function quoted(text: string): string {
    return text.replace(/[\^$\\.*+?()[\]{}|/]/gu, "\\$&");
}
