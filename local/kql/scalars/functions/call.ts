import type { SyntaxNode } from "../../language";
import { type Scalar, unsupported } from "../../plan";
import type { ScalarType } from "../../schema";
import { type Cell, emptyCell } from "../../values/cell";
import { toText } from "../../values/convert";

/** The call of a built-in function. */
export interface Call {
    readonly node: SyntaxNode;
    /** What it gives. */
    readonly type: ScalarType;
    readonly arguments: readonly Scalar[];
}

export type ScalarFunction = (call: Call) => Scalar;

/** A function of its arguments alone. */
export function pure(compute: (cells: readonly Cell[], call: Call) => Cell): ScalarFunction {
    return (call) => ({
        type: call.type,
        constant: call.arguments.every(({ constant }) => constant),
        evaluate: (row, place) =>
            compute(
                call.arguments.map((argument) => argument.evaluate(row, place)),
                call,
            ),
    });
}

/** One that gives null, or an empty text, as soon as an argument is null. */
export function strict(compute: (cells: readonly NonNullable<Cell>[], call: Call) => Cell): ScalarFunction {
    return pure((cells, call) => {
        const known = cells.filter((cell) => cell !== null);
        return known.length < cells.length ? emptyCell(call.type) : compute(known, call);
    });
}

/** One of texts; what is no text is one as `tostring` makes it. */
export function ofTexts(compute: (texts: readonly string[], call: Call) => Cell): ScalarFunction {
    return pure((cells, call) =>
        compute(
            cells.map((cell, index) => toText(cell, call.arguments[index]?.type ?? "dynamic")),
            call,
        ),
    );
}

/** One of a number or of several. */
export function ofNumbers(compute: (...numbers: number[]) => number | null): ScalarFunction {
    return strict((cells, { type }) => {
        const numbers = cells.filter((cell) => typeof cell === "number");
        const result = numbers.length < cells.length ? null : compute(...numbers);
        return result !== null && type !== "real" && !Number.isFinite(result) ? null : result;
    });
}

/** Refuses arguments that the function has in Kusto and not here. */
export function atMost(count: number, compile: ScalarFunction): ScalarFunction {
    return (call) =>
        call.arguments.length > count
            ? unsupported(call.node, `${call.node.symbol?.name} with more than ${count} arguments`)
            : compile(call);
}
