export const ticksPerMillisecond = 10_000n;
export const ticksPerSecond = 10_000_000n;
export const ticksPerDay = 864_000_000_000n;

/** Ticks from 0001-01-01 to 1970-01-01. */
const unixEpoch = 621_355_968_000_000_000n;

export function ticksOf(milliseconds: number): bigint {
    const whole = Math.floor(milliseconds);
    return unixEpoch + BigInt(whole) * ticksPerMillisecond + BigInt(Math.round((milliseconds - whole) * 10_000));
}

/** The calendar of a time, in UTC; what is less than a millisecond is left out. */
export function dateOf(ticks: bigint): Date {
    return new Date(Number((ticks - unixEpoch - remainder(ticks, ticksPerMillisecond)) / ticksPerMillisecond));
}

/** Ticks of a time whose calendar somebody has changed, with the rest that a Date does not hold. */
export function ticksOfDate(date: Date, rest = 0n): bigint {
    return unixEpoch + BigInt(date.getTime()) * ticksPerMillisecond + rest;
}

/** Also of times before the epoch. */
export function remainder(ticks: bigint, size: bigint): bigint {
    const rest = ticks % size;
    return rest < 0n ? rest + size : rest;
}

const iso =
    /^(?<year>\d{4})-(?<month>\d\d)(?:-(?<day>\d\d))?(?:[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,7})\d*)?)?)?\s*(?<zone>Z|[+-]\d\d:?\d\d)?$/iu;

/**
 * Reads a time of ISO 8601; null for what is none. Kusto reads RFC 822, RFC 850 and American dates too: these are an
 * error here, so that they are not taken for null.
 */
export function parseDatetime(text: string): bigint | null {
    const parts = iso.exec(text.trim())?.groups;
    if (parts === undefined) {
        if (/^\s*(?:[a-z]{3,9},?\s+\d|\d{1,2}[\s-][a-z]{3}|\d{1,2}\/\d{1,2}\/\d)/iu.test(text)) {
            throw new Error(`A time is read only in ISO 8601, and this is not: ${text}`);
        }
        return null;
    }
    const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day ?? 1)];
    const [hour, minute, second] = [parts.hour, parts.minute, parts.second].map((part) => Number(part ?? 0));
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    date.setUTCHours(hour ?? 0, minute ?? 0, second ?? 0);
    const exists =
        date.getUTCMonth() === month - 1 &&
        date.getUTCDate() === day &&
        date.getUTCHours() === hour &&
        date.getUTCMinutes() === minute &&
        date.getUTCSeconds() === second;
    return exists ? ticksOfDate(date, BigInt((parts.fraction ?? "").padEnd(7, "0"))) - offsetOf(parts.zone) : null;
}

function offsetOf(zone: string | undefined): bigint {
    if (zone === undefined || zone.toUpperCase() === "Z") {
        return 0n;
    }
    const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
    return BigInt(zone.startsWith("-") ? -minutes : minutes) * 60n * ticksPerSecond;
}

/** As `tostring` writes it: always with seven digits. */
export function formatDatetime(ticks: bigint): string {
    const fraction = String(remainder(ticks, ticksPerSecond)).padStart(7, "0");
    return `${dateOf(ticks).toISOString().slice(0, 19)}.${fraction}Z`;
}

/** As the API of Log Analytics writes it: with as many digits as there are. */
export function formatRfc3339(ticks: bigint): string {
    return formatDatetime(ticks).replace(/\.?0+Z$/u, "Z");
}
