import { ticksPerDay, ticksPerMillisecond, ticksPerSecond } from "./datetime";

/** https://learn.microsoft.com/kusto/query/scalar-data-types/timespan */
const units: Readonly<Record<string, bigint>> = {
    tick: 1n,
    ticks: 1n,
    microsecond: 10n,
    microseconds: 10n,
    ms: ticksPerMillisecond,
    milli: ticksPerMillisecond,
    millisecond: ticksPerMillisecond,
    milliseconds: ticksPerMillisecond,
    s: ticksPerSecond,
    sec: ticksPerSecond,
    second: ticksPerSecond,
    seconds: ticksPerSecond,
    m: 60n * ticksPerSecond,
    min: 60n * ticksPerSecond,
    minute: 60n * ticksPerSecond,
    minutes: 60n * ticksPerSecond,
    h: 3600n * ticksPerSecond,
    hr: 3600n * ticksPerSecond,
    hour: 3600n * ticksPerSecond,
    hours: 3600n * ticksPerSecond,
    d: ticksPerDay,
    day: ticksPerDay,
    days: ticksPerDay,
};

const clock =
    /^(?<sign>-?)(?:(?<days>\d+)\.)?(?<hours>\d{1,2}):(?<minutes>\d{1,2})(?::(?<seconds>\d{1,2})(?:\.(?<fraction>\d{1,7}))?)?$/u;

/** Reads "90m", "1.5h", "01:30:00" and "2.01:30:00.5"; null for what is none of them. */
export function parseTimespan(text: string): bigint | null {
    const amount = /^(-?\d+(?:\.\d+)?)\s*([a-z]+)$/iu.exec(text.trim());
    const unit = units[amount?.[2]?.toLowerCase() ?? ""];
    if (amount !== null && unit !== undefined) {
        return timesNumber(unit, Number(amount[1]));
    }
    if (/^-?\d+$/u.test(text.trim())) {
        return BigInt(text.trim()) * ticksPerDay;
    }
    const parts = clock.exec(text.trim())?.groups;
    const [hours, minutes, seconds] = [Number(parts?.hours), Number(parts?.minutes), Number(parts?.seconds ?? 0)];
    if (parts === undefined || hours > 23 || minutes > 59 || seconds > 59) {
        return null;
    }
    const ticks =
        BigInt(parts.days ?? 0) * ticksPerDay +
        BigInt(hours * 3600 + minutes * 60 + seconds) * ticksPerSecond +
        BigInt((parts.fraction ?? "").padEnd(7, "0"));
    return parts.sign === "-" ? -ticks : ticks;
}

/** As .NET and Kusto write it: "1.02:03:04.0500000". */
export function formatTimespan(ticks: bigint): string {
    const size = ticks < 0n ? -ticks : ticks;
    const two = (value: bigint) => String(value).padStart(2, "0");
    const days = size / ticksPerDay;
    const seconds = (size % ticksPerDay) / ticksPerSecond;
    const fraction = size % ticksPerSecond;
    return [
        ticks < 0n ? "-" : "",
        days > 0n ? `${days}.` : "",
        `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`,
        fraction > 0n ? `.${String(fraction).padStart(7, "0")}` : "",
    ].join("");
}

export function timesNumber(ticks: bigint, factor: number): bigint {
    return Number.isSafeInteger(factor) ? ticks * BigInt(factor) : BigInt(Math.round(Number(ticks) * factor));
}
