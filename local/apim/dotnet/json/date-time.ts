import { DotNetException } from "../exception";

/** A `DateTime` of .NET. The gateway is taken to be in UTC, so that local times are those of UTC. */
export class DateTime {
    /**
     * @param ticks Steps of 100 ns since the beginning of the year 1.
     * @param kind What the text said of its zone: `Z`, an offset, or nothing.
     */
    constructor(
        readonly ticks: bigint,
        readonly kind: "Utc" | "Local" | "Unspecified",
    ) {
        if (ticks < 0n || ticks > maximumTicks) {
            throw new DotNetException("ArgumentOutOfRangeException", "There is no such time.");
        }
    }
}

const ticksOfMillisecond = 10_000n;
const ticksOfSecond = 10_000_000n;
const ticksOfMinute = 60n * ticksOfSecond;
const epoch = 621_355_968_000_000_000n;
const maximumTicks = 3_155_378_975_999_999_999n;

// DateTimeParser.cs of Newtonsoft.Json: a colon or minutes may also follow the time alone, and then say nothing
const date = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/;
const fraction = /(?:\.(?:(\d{7})|(\d{1,6})(?!\d)))?/;
const zone = /(?:([Zz])|(?:([+-])(\d\d))?(?::(\d\d)?|(\d\d))?)$/;
const isoDate = new RegExp(date.source + fraction.source + zone.source);

/** The date that Newtonsoft takes a JSON string for; undefined when it leaves it a string. */
export function readDateTime(text: string): DateTime | undefined {
    if (text.startsWith("/")) return readMicrosoftDate(text);
    return text.length >= 19 && text.length <= 40 ? readIsoDate(text) : undefined;
}

function readIsoDate(text: string): DateTime | undefined {
    const match = isoDate.exec(text);
    if (!match) return undefined;
    const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
        number,
        number,
        number,
        number,
        number,
        number,
    ];
    const ticks = BigInt((match[7] ?? match[8] ?? "").padEnd(7, "0"));
    const midnight = hour === 24 && minute === 0 && second === 0 && ticks === 0n;
    if (year < 1 || (hour > 23 && !midnight) || minute > 59 || second > 59) return undefined;
    const start = startOfDay(year, month, day);
    if (start === undefined) return undefined;
    const local = start + BigInt((hour * 60 + minute) * 60 + second) * ticksOfSecond + ticks;
    if (match[9]) return new DateTime(local, "Utc");
    const sign = match[10];
    if (!sign) return new DateTime(local, "Unspecified");
    const offset = BigInt(Number(match[11]) * 60 + Number(match[12] ?? match[13] ?? 0)) * ticksOfMinute;
    return new DateTime(withinRange(sign === "-" ? local + offset : local - offset), "Local");
}

function startOfDay(year: number, month: number, day: number): bigint | undefined {
    const start = new Date(0);
    start.setUTCFullYear(year, month - 1, day);
    const exists = start.getUTCMonth() === month - 1 && start.getUTCDate() === day;
    return exists ? BigInt(start.getTime()) * ticksOfMillisecond + epoch : undefined;
}

function withinRange(ticks: bigint): bigint {
    if (ticks < 0n) return 0n;
    return ticks > maximumTicks ? maximumTicks : ticks;
}

/** DateTimeUtils.cs of Newtonsoft.Json: milliseconds, perhaps with an offset, which changes nothing but the kind. */
function readMicrosoftDate(text: string): DateTime | undefined {
    const inner = /^\/Date\((.+)\)\/$/s.exec(text)?.[1];
    if (inner === undefined) return undefined;
    const plus = inner.indexOf("+", 1);
    const signAt = plus === -1 ? inner.indexOf("-", 1) : plus;
    const offset = signAt === -1 ? undefined : inner.slice(signAt + 1);
    if (offset !== undefined && !/^(?:\d\d|-\d)/.test(offset)) return undefined;
    const digits = offset === undefined ? inner : inner.slice(0, signAt);
    if (!/^-?\d+$/.test(digits) || BigInt.asIntN(64, BigInt(digits)) !== BigInt(digits)) return undefined;
    if (offset !== undefined && !/^\d\d(?:\d\d)?$/.test(offset)) {
        // whether Newtonsoft looks at the rest depends on where the text stands in its buffer
        throw new Error(`Nobody knows whether Newtonsoft.Json takes "${text}" for a date.`);
    }
    const ticks = BigInt.asIntN(64, BigInt(digits) * ticksOfMillisecond + epoch);
    return new DateTime(ticks, offset === undefined ? "Utc" : "Local");
}

/** A date as Newtonsoft writes it. */
export function isoText({ ticks, kind }: DateTime): string {
    const rest = (ticks % ticksOfSecond).toString().padStart(7, "0").replace(/0+$/, "");
    const suffix = { Utc: "Z", Local: "+00:00", Unspecified: "" }[kind];
    return `${wholeSeconds(ticks)}${rest && `.${rest}`}${suffix}`;
}

/** A date as `Convert.ToString` with the invariant culture gives it. */
export function invariantText({ ticks }: DateTime): string {
    return wholeSeconds(ticks).replace(/^(.{4})-(..)-(..)T/, "$2/$3/$1 ");
}

function wholeSeconds(ticks: bigint): string {
    return new Date(Number((ticks - (ticks % ticksOfSecond) - epoch) / ticksOfMillisecond)).toISOString().slice(0, 19);
}
