import type { SyntaxNode } from "../language";
import { type Evaluate, type Scalar, unsupported } from "../plan";
import type { ScalarType } from "../schema";
import { type Cell, whole } from "../values/cell";
import { convertTo } from "../values/convert";
import { remainder } from "../values/datetime";
import { timesNumber } from "../values/timespan";

/** Makes of two expressions one that gives a value. */
export type Binary = (left: Scalar, right: Scalar, node: SyntaxNode) => Scalar;

type Numbers = (left: number, right: number) => number | null;
type Ticks = (left: bigint, right: bigint) => Cell;

interface Operation {
    /** Of whole numbers. */
    whole: Numbers;
    real: Numbers;
    /** Of two times or spans, where there is such a thing. */
    ticks?: Ticks;
    /** Of a span and a number. */
    scale?: (ticks: bigint, factor: number) => bigint | null;
    /** Whether the number may stand first. */
    scaleCommutes?: boolean;
}

/** Whole numbers stay whole: `7/2` is 3. Null and anything is null. */
const operations: Readonly<Record<string, Operation>> = {
    "+": { whole: (a, b) => whole(a + b), real: (a, b) => a + b, ticks: (a, b) => a + b },
    "-": { whole: (a, b) => whole(a - b), real: (a, b) => a - b, ticks: (a, b) => a - b },
    "*": { whole: (a, b) => whole(a * b), real: (a, b) => a * b, scale: timesNumber, scaleCommutes: true },
    "/": {
        whole: (a, b) => (b === 0 ? null : whole(Math.trunc(a / b))),
        real: (a, b) => a / b,
        ticks: (a, b) => Number(a) / Number(b),
        scale: (ticks, divisor) => (divisor === 0 ? null : timesNumber(ticks, 1 / divisor)),
    },
    // Never negative: https://learn.microsoft.com/kusto/query/numerical-operators#comment-about-the-modulo-operator
    "%": {
        whole: (a, b) => (b === 0 ? null : whole(a - Math.abs(b) * Math.floor(a / Math.abs(b)))),
        real: (a, b) => a - Math.abs(b) * Math.floor(a / Math.abs(b)),
        ticks: (a, b) => (b === 0n ? null : remainder(a, b < 0n ? -b : b)),
    },
};

export const arithmetic: Readonly<Record<string, Binary>> = Object.fromEntries(
    Object.entries(operations).map(([operator, operation]): [string, Binary] => [
        operator,
        (left, right, node) => ({
            type: node.type ?? unsupported(node),
            constant: left.constant && right.constant,
            evaluate: evaluateOperation(operation, left, right, node),
        }),
    ]),
);

export function negate(value: Scalar, type: ScalarType): Scalar {
    return {
        type,
        constant: value.constant,
        evaluate: (row, place) => {
            const cell = value.evaluate(row, place);
            return typeof cell === "number" || typeof cell === "bigint" ? -cell : null;
        },
    };
}

function evaluateOperation(operation: Operation, left: Scalar, right: Scalar, node: SyntaxNode): Evaluate {
    const [leftTicks, rightTicks] = [isTicks(left.type), isTicks(right.type)];
    if (leftTicks && rightTicks) {
        const { ticks } = operation;
        return ticks === undefined ? unsupported(node) : evaluateTicks(ticks, left, right);
    }
    if (leftTicks || rightTicks) {
        const { scale, scaleCommutes } = operation;
        if (scale === undefined || (rightTicks && scaleCommutes !== true)) {
            return unsupported(node);
        }
        return leftTicks ? evaluateScale(scale, left, right) : evaluateScale(scale, right, left);
    }
    const type = node.type === "real" ? "real" : node.type === "int" || node.type === "long" ? "long" : undefined;
    if (type === undefined) {
        return unsupported(node);
    }
    const compute = type === "real" ? operation.real : operation.whole;
    const [leftNumber, rightNumber] = [asNumber(left, type), asNumber(right, type)];
    return (row, place) => {
        const [a, b] = [leftNumber(row, place), rightNumber(row, place)];
        return typeof a === "number" && typeof b === "number" ? compute(a, b) : null;
    };
}

function evaluateTicks(ticks: Ticks, left: Scalar, right: Scalar): Evaluate {
    return (row, place) => {
        const [a, b] = [left.evaluate(row, place), right.evaluate(row, place)];
        return typeof a === "bigint" && typeof b === "bigint" ? ticks(a, b) : null;
    };
}

function evaluateScale(scale: NonNullable<Operation["scale"]>, span: Scalar, factor: Scalar): Evaluate {
    return (row, place) => {
        const [a, b] = [span.evaluate(row, place), factor.evaluate(row, place)];
        return typeof a === "bigint" && typeof b === "number" ? scale(a, b) : null;
    };
}

/** A dynamic value counts as a number if it is one. */
function asNumber(value: Scalar, type: "long" | "real"): Evaluate {
    if (value.type !== "dynamic") {
        return value.evaluate;
    }
    return (row, place) => {
        const cell = value.evaluate(row, place);
        return typeof cell === "number" ? convertTo(cell, "real", type) : null;
    };
}

function isTicks(type: ScalarType): boolean {
    return type === "datetime" || type === "timespan";
}
