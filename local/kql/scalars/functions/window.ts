import { evaluateConstant, type Scalar, unsupported } from "../../plan";
import { emptyCell } from "../../values/cell";
import type { ScalarFunction } from "./call";

/** What an expression is at a row before this one or after it. */
function neighbour(direction: number): ScalarFunction {
    return ({ type, arguments: [value, offset, otherwise], node }) => {
        if (value === undefined || (offset !== undefined && !offset.constant)) {
            return unsupported(node);
        }
        return {
            type,
            constant: false,
            evaluate: (row, place) => {
                const distance = offset === undefined ? 1 : Number(evaluateConstant(offset, place.run));
                const index = place.index + direction * distance;
                const other = place.rows[index];
                return other === undefined
                    ? (otherwise?.evaluate(row, place) ?? emptyCell(type))
                    : value.evaluate(other, { ...place, index });
            },
        };
    };
}

const rowNumber: ScalarFunction = ({ type, arguments: [first, restart], node }): Scalar => {
    if (restart !== undefined) {
        return unsupported(node, "row_number that begins again");
    }
    return {
        type,
        constant: false,
        evaluate: (row, place) => Number(first?.evaluate(row, place) ?? 1) + place.index,
    };
};

/** Functions that look at the rows beside a row. */
export const window: Readonly<Record<string, ScalarFunction>> = {
    row_number: rowNumber,
    prev: neighbour(-1),
    next: neighbour(1),
};
