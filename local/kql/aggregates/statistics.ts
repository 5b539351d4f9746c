import { evaluateConstant, unsupported } from "../plan";
import { type Cell, compareCells, keyOf, whole } from "../values/cell";
import { type Aggregate, onlyIf, overValues } from "./aggregate";

const count: Aggregate = () => () => {
    let rows = 0;
    return {
        add() {
            rows++;
        },
        result: () => [rows],
    };
};

/** Exact, where Kusto estimates: a query that needs an exact number from `dcount` is wrong there and right here. */
const dcount = overValues(
    () => new Set<string>(),
    (seen, value) => seen.add(keyOf(value)),
    (seen) => seen.size,
);

/** Of numbers or of spans. */
const sum = overValues<number | bigint>(
    () => 0,
    (total, value) => {
        if (typeof value === "bigint") {
            return (typeof total === "bigint" ? total : 0n) + value;
        }
        return typeof value === "number" && typeof total === "number" ? total + value : total;
    },
    (total, { type }) => {
        if (type === "timespan") {
            return typeof total === "bigint" ? total : 0n;
        }
        return type === "real" || typeof total === "bigint" ? total : whole(total);
    },
);

interface Moments {
    count: number;
    sum: number;
    ticks: bigint;
    /** Mean and sum of squared differences from it, after Welford. */
    mean: number;
    squares: number;
}

function overNumbers(result: (moments: Moments, type: string) => Cell): Aggregate {
    return overValues<Moments>(
        () => ({ count: 0, sum: 0, ticks: 0n, mean: 0, squares: 0 }),
        (moments, value) => {
            if (typeof value === "bigint") {
                return { ...moments, count: moments.count + 1, ticks: moments.ticks + value };
            }
            if (typeof value !== "number") {
                return moments;
            }
            const count = moments.count + 1;
            const mean = moments.mean + (value - moments.mean) / count;
            const squares = moments.squares + (value - moments.mean) * (value - mean);
            return { count, sum: moments.sum + value, ticks: 0n, mean, squares };
        },
        (moments, { type }) => result(moments, type),
    );
}

const avg = overNumbers(({ count: rows, sum: total, ticks }, type) => {
    if (type === "real") {
        return total / rows;
    }
    return rows === 0 ? null : ticks / BigInt(rows);
});

/** Of a sample, as `stdev` and `variance` are; of a single value it is 0. */
const variance = overNumbers(({ count: rows, squares }) => (rows < 2 ? 0 : squares / (rows - 1)));
const stdev = overNumbers(({ count: rows, squares }) => (rows < 2 ? 0 : Math.sqrt(squares / (rows - 1))));
const stdevp = overNumbers(({ count: rows, squares }) => (rows === 0 ? 0 : Math.sqrt(squares / rows)));

function extreme(sign: number): Aggregate {
    return overValues<Cell>(
        () => null,
        (best, value) => (best === null || compareCells(value, best) * sign > 0 ? value : best),
        (best) => best,
    );
}

/** The nearest rank, where Kusto estimates. */
const percentiles: Aggregate = (call) => {
    const [, ...ranks] = call.arguments;
    if (ranks.some(({ constant }) => !constant)) {
        unsupported(call.node);
    }
    const [value] = call.arguments;
    return () => {
        const cells: NonNullable<Cell>[] = [];
        let wanted: number[] = [];
        return {
            add(row, place) {
                wanted = ranks.map((rank) => Number(evaluateConstant(rank, place.run)));
                const cell = value?.evaluate(row, place) ?? null;
                if (cell !== null) {
                    cells.push(cell);
                }
            },
            result() {
                cells.sort(compareCells);
                return ranks.map((_, index) => {
                    const rank = Math.ceil(((wanted[index] ?? 0) / 100) * cells.length);
                    return cells[Math.max(rank - 1, 0)] ?? null;
                });
            },
        };
    };
};

export const statistics: Readonly<Record<string, Aggregate>> = {
    count,
    countif: onlyIf(count, 0),
    dcount,
    dcountif: onlyIf(dcount, 1),
    count_distinct: dcount,
    count_distinctif: onlyIf(dcount, 1),
    sum,
    sumif: onlyIf(sum, 1),
    avg,
    avgif: onlyIf(avg, 1),
    variance,
    varianceif: onlyIf(variance, 1),
    stdev,
    stdevif: onlyIf(stdev, 1),
    stdevp,
    min: extreme(-1),
    minif: onlyIf(extreme(-1), 1),
    max: extreme(1),
    maxif: onlyIf(extreme(1), 1),
    percentile: percentiles,
    percentiles,
};
