import type { Value } from "../../../provider/provider";
import { unsupported } from "../../plan";
import { type Cell, compareCells, keyOf } from "../../values/cell";
import { cellToDynamic } from "../../values/convert";
import { isBag } from "../../values/dynamic";
import { atMost, type Call, pure, type ScalarFunction, strict } from "./call";

function elements(cell: Cell | undefined): Value[] | null {
    return Array.isArray(cell) ? cell : null;
}

function distinct(values: readonly Value[]): Value[] {
    return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

/** One of sets, in the order in which their elements come first. */
function ofSets(combine: (first: Value[], others: Set<string>[]) => Value[]): ScalarFunction {
    return pure((cells) => {
        const [first, ...others] = cells.map(elements);
        if (first === null || first === undefined || others.includes(null)) {
            return null;
        }
        return combine(
            distinct(first),
            others.map((other) => new Set((other ?? []).map(keyOf))),
        );
    });
}

/** Arguments as dynamic values. */
function dynamics(cells: readonly Cell[], call: Call): Value[] {
    return cells.map((cell, index) => cellToDynamic(cell, call.arguments[index]?.type ?? "dynamic"));
}

const pack: ScalarFunction = pure((cells, call) => {
    const values = dynamics(cells, call);
    return Object.fromEntries(
        values.flatMap((name, index): [string, Value][] =>
            index % 2 === 0 ? [[String(name), values[index + 1] ?? null]] : [],
        ),
    );
});

/** Values without an order of their own keep their place, as null does at the end. */
function sortedBy(sign: number): ScalarFunction {
    return atMost(
        1,
        pure(([cell], { node }) => {
            const values = elements(cell);
            if (values === null) {
                return null;
            }
            const known = values.filter((value) => value !== null);
            if (
                new Set(known.map((value) => typeof value)).size > 1 ||
                known.some((value) => typeof value === "object")
            ) {
                return unsupported(node, "an order of values of several types");
            }
            return [
                ...known.sort((left, right) => sign * compareCells(left, right)),
                ...values.filter((value) => value === null),
            ];
        }),
    );
}

export const collection: Readonly<Record<string, ScalarFunction>> = {
    array_length: pure(([cell]) => elements(cell)?.length ?? null),
    array_concat: pure((cells) => {
        const arrays = cells.map(elements).filter((values) => values !== null);
        return arrays.length === 0 ? null : arrays.flat();
    }),
    array_index_of: atMost(
        2,
        pure((cells, call) => {
            const [array, sought = null] = dynamics(cells, call);
            return elements(array)?.findIndex((value) => keyOf(value) === keyOf(sought)) ?? null;
        }),
    ),
    array_slice: strict(([array, start, end]) => {
        const last = Number(end);
        return elements(array)?.slice(Number(start), last === -1 ? undefined : last + 1) ?? null;
    }),
    array_sum: pure(([cell]) => {
        const values = elements(cell);
        return values === null
            ? null
            : values.reduce<number>((sum, value) => sum + (typeof value === "number" ? value : 0), 0);
    }),
    array_reverse: pure(([cell]) => elements(cell)?.toReversed() ?? null),
    array_sort_asc: sortedBy(1),
    array_sort_desc: sortedBy(-1),
    set_has_element: pure((cells, call) => {
        const [set, sought = null] = dynamics(cells, call);
        return elements(set)?.some((value) => keyOf(value) === keyOf(sought)) ?? null;
    }),
    set_difference: ofSets((first, others) =>
        first.filter((value) => !others.some((other) => other.has(keyOf(value)))),
    ),
    set_intersect: ofSets((first, others) => first.filter((value) => others.every((other) => other.has(keyOf(value))))),
    set_union: pure((cells) => {
        const sets = cells.map(elements);
        return sets.includes(null) ? null : distinct(sets.flatMap((set) => set ?? []));
    }),
    bag_keys: pure(([cell = null]) => (isBag(cell) ? Object.keys(cell) : null)),
    bag_has_key: pure(([cell = null, key = null], { node }) => {
        if (String(key).startsWith("$")) {
            return unsupported(node, "a path of bag_has_key");
        }
        return isBag(cell) ? Object.hasOwn(cell, String(key)) : null;
    }),
    bag_merge: pure((cells) => {
        const bags = cells.filter(isBag);
        // The first one that has a property decides.
        return bags.length === 0 ? null : Object.assign({}, ...bags.toReversed());
    }),
    bag_remove_keys: pure(([cell = null, keys = null], { node }) => {
        const removed = new Set(elements(keys)?.map(String));
        if ([...removed].some((key) => key.startsWith("$"))) {
            return unsupported(node, "a path of bag_remove_keys");
        }
        return isBag(cell) ? Object.fromEntries(Object.entries(cell).filter(([name]) => !removed.has(name))) : null;
    }),
    bag_pack: pack,
    pack,
    pack_array: pure(dynamics),
};
