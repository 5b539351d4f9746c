import { type Cell, compareCells, whole } from "../../values/cell";
import { atMost, ofNumbers, pure, type ScalarFunction } from "./call";

/** Half goes away from zero. */
function round(value: number, digits = 0): number {
    const scale = 10 ** digits;
    const scaled = Math.abs(value) * scale;
    // A number such as 1.005 * 100 is less than 100.5 by what a double cannot hold.
    return (Math.sign(value) * Math.round(scaled + scaled * Number.EPSILON)) / scale;
}

function extreme(sign: number): ScalarFunction {
    return pure((cells) =>
        cells.reduce<Cell>((best, cell) => {
            if (best === null || cell === null) {
                return best ?? cell;
            }
            return compareCells(cell, best) * sign > 0 ? cell : best;
        }, null),
    );
}

const power = ofNumbers((base, exponent = 1) => base ** exponent);

export const number: Readonly<Record<string, ScalarFunction>> = {
    abs: pure(([cell = null]) =>
        typeof cell === "bigint" ? (cell < 0n ? -cell : cell) : typeof cell === "number" ? Math.abs(cell) : null,
    ),
    sign: ofNumbers((value) => Math.sign(value)),
    sqrt: ofNumbers((value) => (value < 0 ? null : Math.sqrt(value))),
    exp: ofNumbers((value) => Math.exp(value)),
    exp2: ofNumbers((value) => 2 ** value),
    exp10: ofNumbers((value) => 10 ** value),
    log: ofNumbers((value) => (value < 0 ? null : Math.log(value))),
    log2: ofNumbers((value) => (value < 0 ? null : Math.log2(value))),
    log10: ofNumbers((value) => (value < 0 ? null : Math.log10(value))),
    pow: power,
    ceiling: ofNumbers((value) => Math.ceil(value)),
    round: ofNumbers(round),
    min_of: extreme(-1),
    max_of: extreme(1),
    rand: atMost(1, ({ type, arguments: [limit] }) => ({
        type,
        constant: false,
        evaluate: (row, place) => {
            const random = place.run.data.random();
            const below = limit?.evaluate(row, place);
            return typeof below === "number" ? whole(Math.floor(random * below)) : random;
        },
    })),
};
