import type { Value } from "../../provider/provider";
import { evaluateConstant, unsupported } from "../plan";
import { type Cell, keyOf } from "../values/cell";
import { cellToDynamic } from "../values/convert";
import { isBag } from "../values/dynamic";
import { type Aggregate, onlyIf } from "./aggregate";

/**
 * `make_list` and `make_set`, which take no null and may have a largest size. A set has the elements of arrays:
 * https://learn.microsoft.com/kusto/query/make-set-aggregation-function#set-from-array-column; of lists it is not said.
 */
function collect(onlyDistinct: boolean): Aggregate {
    return ({ arguments: [value, size], node }) => {
        if (value === undefined || size?.constant === false) {
            return unsupported(node);
        }
        return () => {
            const values: Value[] = [];
            const seen = new Set<string>();
            return {
                add(row, place) {
                    const cell = cellToDynamic(value.evaluate(row, place), value.type);
                    if (Array.isArray(cell) && !onlyDistinct) {
                        unsupported(node, "a list of arrays");
                    }
                    const limit =
                        size === undefined ? Number.POSITIVE_INFINITY : Number(evaluateConstant(size, place.run));
                    for (const element of Array.isArray(cell) ? cell : [cell]) {
                        const key = onlyDistinct ? keyOf(element) : "";
                        if (element !== null && values.length < limit && !seen.has(key)) {
                            values.push(element);
                            if (onlyDistinct) {
                                seen.add(key);
                            }
                        }
                    }
                },
                result: () => [values],
            };
        };
    };
}

/** Merges bags; the first one that has a property decides. */
const makeBag: Aggregate = ({ arguments: [value, size], node }) => {
    if (size !== undefined) {
        return unsupported(node, "make_bag with a largest size");
    }
    return () => {
        let merged: { [name: string]: Value } = {};
        return {
            add(row, place) {
                const cell: Cell = value?.evaluate(row, place) ?? null;
                merged = isBag(cell) ? { ...cell, ...merged } : merged;
            },
            result: () => [merged],
        };
    };
};

export const collections: Readonly<Record<string, Aggregate>> = {
    make_list: collect(false),
    make_list_if: onlyIf(collect(false), 1),
    make_set: collect(true),
    make_set_if: onlyIf(collect(true), 1),
    make_bag: makeBag,
    make_bag_if: onlyIf(makeBag, 1),
};
