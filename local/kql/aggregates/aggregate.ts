import type { Column, SyntaxNode } from "../language";
import type { Place, Scalar } from "../plan";
import type { ScalarType } from "../schema";
import type { Cell, Cells } from "../values/cell";

/** What sums up the rows of one group. */
export interface Accumulator {
    add(row: Cells, place: Place): void;
    /** One value, or as many as it has columns. */
    result(): Cells;
}

/** The call of an aggregate. */
export interface AggregateCall {
    readonly node: SyntaxNode;
    readonly type: ScalarType;
    /** Without `*`. */
    readonly arguments: readonly Scalar[];
    /** Columns that it gives, if it gives several. */
    readonly columns?: readonly Column[];
    /** Columns of the rows that it sums up. */
    readonly input: readonly Column[];
}

/** Checks a call and gives what makes an accumulator for each group. */
export type Aggregate = (call: AggregateCall) => () => Accumulator;

/** An aggregate that goes over the values of its first argument, but not over null. */
export function overValues<State>(
    start: () => State,
    add: (state: State, value: NonNullable<Cell>, place: Place) => State,
    result: (state: State, call: AggregateCall) => Cell,
): Aggregate {
    return (call) => {
        const value = call.arguments[0];
        return () => {
            let state = start();
            return {
                add(row, place) {
                    const cell = value?.evaluate(row, place) ?? null;
                    if (cell !== null) {
                        state = add(state, cell, place);
                    }
                },
                result: () => [result(state, call)],
            };
        };
    };
}

/** The same aggregate over the rows for which the argument at an index holds. */
export function onlyIf(aggregate: Aggregate, index: number): Aggregate {
    return (call) => {
        const condition = call.arguments[index];
        const make = aggregate({ ...call, arguments: call.arguments.filter((_, other) => other !== index) });
        return () => {
            const accumulator = make();
            return {
                add(row, place) {
                    if (condition?.evaluate(row, place) === true) {
                        accumulator.add(row, place);
                    }
                },
                result: () => accumulator.result(),
            };
        };
    };
}
