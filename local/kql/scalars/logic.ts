import type { Binary } from "./arithmetic";

/** Null counts as false: https://learn.microsoft.com/kusto/query/logical-operators#how-logical-operators-work-with-null-values */
export const logic: Readonly<Record<string, Binary>> = {
    and: (left, right) => ({
        type: "bool",
        constant: left.constant && right.constant,
        evaluate: (row, place) => left.evaluate(row, place) === true && right.evaluate(row, place) === true,
    }),
    or: (left, right) => ({
        type: "bool",
        constant: left.constant && right.constant,
        evaluate: (row, place) => left.evaluate(row, place) === true || right.evaluate(row, place) === true,
    }),
};
