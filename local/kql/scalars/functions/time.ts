import { unsupported } from "../../plan";
import type { Cell } from "../../values/cell";
import {
    dateOf,
    remainder,
    ticksOfDate,
    ticksPerDay,
    ticksPerMillisecond,
    ticksPerSecond,
} from "../../values/datetime";
import { type Call, type ScalarFunction, strict } from "./call";

/** Periods of a fixed length. */
const lengths: Readonly<Record<string, bigint>> = {
    microsecond: 10n,
    millisecond: ticksPerMillisecond,
    second: ticksPerSecond,
    minute: 60n * ticksPerSecond,
    hour: 3600n * ticksPerSecond,
    day: ticksPerDay,
    week: 7n * ticksPerDay,
};

/** Periods that are counted in months. */
const months: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/** `bin` and `floor` go toward minus infinity. */
const bin: ScalarFunction = strict(([value, size]) => {
    if (typeof value === "bigint" && typeof size === "bigint") {
        return size <= 0n ? null : value - remainder(value, size);
    }
    return typeof value === "number" && typeof size === "number" && size > 0 ? Math.floor(value / size) * size : null;
});

function startOf(period: "day" | "week" | "month" | "year", ticks: bigint): bigint {
    const day = ticks - remainder(ticks, ticksPerDay);
    const date = dateOf(day);
    switch (period) {
        case "day":
            return day;
        case "week":
            // Weeks begin on Sunday.
            return day - BigInt(date.getUTCDay()) * ticksPerDay;
        case "month":
            return day - BigInt(date.getUTCDate() - 1) * ticksPerDay;
        case "year":
            date.setUTCMonth(0, 1);
            return ticksOfDate(date);
    }
}

function addPeriods(period: string, amount: number, ticks: bigint): bigint | undefined {
    const length = lengths[period];
    if (length !== undefined) {
        return ticks + length * BigInt(Math.trunc(amount));
    }
    const perPeriod = months[period];
    if (perPeriod === undefined) {
        return undefined;
    }
    const date = dateOf(ticks);
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + perPeriod * Math.trunc(amount));
    // The 31st of a month that has 30 days is the 30th.
    date.setUTCDate(Math.min(day, new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()));
    return ticksOfDate(date, remainder(ticks, ticksPerMillisecond));
}

const starts = (["day", "week", "month", "year"] as const).flatMap((period): [string, ScalarFunction][] => [
    [
        `startof${period}`,
        strict(([ticks, offset], call) => {
            const moved = movedBy(period, ticks, offset, call);
            return startOf(period, moved);
        }),
    ],
    [
        `endof${period}`,
        strict(([ticks, offset], call) => {
            const start = startOf(period, movedBy(period, ticks, offset, call));
            return (addPeriods(period, 1, start) ?? start) - 1n;
        }),
    ],
]);

function movedBy(period: string, ticks: Cell | undefined, offset: Cell | undefined, { node }: Call): bigint {
    return typeof ticks === "bigint"
        ? (addPeriods(period, typeof offset === "number" ? offset : 0, ticks) ?? unsupported(node))
        : unsupported(node);
}

/** How many borders between two periods are crossed: https://learn.microsoft.com/kusto/query/datetime-diff-function */
const datetimeDiff: ScalarFunction = strict(([period, left, right], { node }) => {
    const name = String(period).toLowerCase();
    if (typeof left !== "bigint" || typeof right !== "bigint") {
        return null;
    }
    const perPeriod = months[name];
    if (perPeriod !== undefined) {
        const count = (ticks: bigint) => {
            const date = dateOf(ticks);
            return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / perPeriod);
        };
        return count(left) - count(right);
    }
    if (name === "week") {
        return Number((startOf("week", left) - startOf("week", right)) / (7n * ticksPerDay));
    }
    const length = lengths[name];
    if (length === undefined) {
        return unsupported(node, `datetime_diff in '${name}'`);
    }
    return Number((left - remainder(left, length) - (right - remainder(right, length))) / length);
});

/** https://learn.microsoft.com/kusto/query/format-datetime-function */
const formats: Readonly<Record<string, (date: Date, ticks: bigint) => string>> = {
    yyyy: (date) => String(date.getUTCFullYear()).padStart(4, "0"),
    yy: (date) => String(date.getUTCFullYear() % 100).padStart(2, "0"),
    MM: (date) => two(date.getUTCMonth() + 1),
    M: (date) => String(date.getUTCMonth() + 1),
    dd: (date) => two(date.getUTCDate()),
    d: (date) => String(date.getUTCDate()),
    HH: (date) => two(date.getUTCHours()),
    H: (date) => String(date.getUTCHours()),
    hh: (date) => two(date.getUTCHours() % 12 || 12),
    h: (date) => String(date.getUTCHours() % 12 || 12),
    mm: (date) => two(date.getUTCMinutes()),
    m: (date) => String(date.getUTCMinutes()),
    ss: (date) => two(date.getUTCSeconds()),
    s: (date) => String(date.getUTCSeconds()),
    tt: (date) => (date.getUTCHours() < 12 ? "AM" : "PM"),
};

function two(value: number): string {
    return String(value).padStart(2, "0");
}

const formatDatetime: ScalarFunction = strict(([ticks, format], { node }) => {
    if (typeof ticks !== "bigint") {
        return "";
    }
    const date = dateOf(ticks);
    return String(format).replace(/([A-Za-z])\1*/gu, (piece) => {
        if (/^f{1,7}$/u.test(piece)) {
            return String(remainder(ticks, ticksPerSecond)).padStart(7, "0").slice(0, piece.length);
        }
        return formats[piece]?.(date, ticks) ?? unsupported(node, `the format '${piece}'`);
    });
});

function partOf(read: (date: Date) => number): ScalarFunction {
    return strict(([ticks]) => (typeof ticks === "bigint" ? read(dateOf(ticks)) : null));
}

function unixTime(length: bigint): ScalarFunction {
    return strict(([amount]) =>
        typeof amount === "number" ? ticksOfDate(new Date(0), BigInt(Math.round(amount * Number(length)))) : null,
    );
}

const month = partOf((date) => date.getUTCMonth() + 1);
const year = partOf((date) => date.getUTCFullYear());

export const time: Readonly<Record<string, ScalarFunction>> = {
    now: ({ type, arguments: [offset] }) => ({
        type,
        constant: offset?.constant ?? true,
        evaluate: (row, place) => {
            const ticks = offset?.evaluate(row, place);
            return place.run.now + (typeof ticks === "bigint" ? ticks : 0n);
        },
    }),
    ago: ({ type, arguments: [span], node }) => {
        if (span === undefined) {
            return unsupported(node);
        }
        return {
            type,
            constant: span.constant,
            evaluate: (row, place) => {
                const ticks = span.evaluate(row, place);
                return typeof ticks === "bigint" ? place.run.now - ticks : null;
            },
        };
    },
    bin,
    floor: bin,
    ...Object.fromEntries(starts),
    datetime_add: strict(([period, amount, ticks], { node }) =>
        typeof ticks === "bigint" && typeof amount === "number"
            ? (addPeriods(String(period).toLowerCase(), amount, ticks) ??
              unsupported(node, `datetime_add of '${period}'`))
            : null,
    ),
    datetime_diff: datetimeDiff,
    format_datetime: formatDatetime,
    dayofweek: strict(([ticks]) =>
        typeof ticks === "bigint" ? BigInt(dateOf(ticks).getUTCDay()) * ticksPerDay : null,
    ),
    dayofmonth: partOf((date) => date.getUTCDate()),
    dayofyear: partOf((date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 0)) / 86_400_000)),
    hourofday: partOf((date) => date.getUTCHours()),
    monthofyear: month,
    getmonth: month,
    getyear: year,
    unixtime_seconds_todatetime: unixTime(ticksPerSecond),
    unixtime_milliseconds_todatetime: unixTime(ticksPerMillisecond),
};
