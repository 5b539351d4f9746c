import type { Detection } from "./detection";

const minute = 1;
const hour = 60 * minute;
const day = 24 * hour;

/** Minutes of a duration in ISO 8601 that has one unit, as all of ours have; undefined for any other text. */
export function minutesOf(duration: string): number | undefined {
    const [, days, hours, minutes] = /^P(?:([1-9]\d*)D|T(?:([1-9]\d*)H|([1-9]\d*)M))$/.exec(duration) ?? [];
    if (days !== undefined) return Number(days) * day;
    if (hours !== undefined) return Number(hours) * hour;
    return minutes === undefined ? undefined : Number(minutes) * minute;
}

/**
 * What Sentinel would not take of how often a rule runs and how far it looks back:
 * https://learn.microsoft.com/azure/sentinel/scheduled-rules-overview#query-interval
 */
export function scheduleProblems(times: Pick<Detection, "frequency" | "period" | "suppression">): string[] {
    const { frequency, period, suppression = times.frequency } = times;
    const [often, far, silent] = [frequency, period, suppression].map(minutesOf);
    if (often === undefined || far === undefined || silent === undefined)
        return ["frequency, period and suppression must be durations with one unit, for example PT5M, PT1H or P14D."];
    const inRange = (minutes: number) => minutes >= 5 * minute && minutes <= 14 * day;
    return [
        ...(inRange(often) && inRange(far) ? [] : ["frequency and period must be from 5 minutes to 14 days."]),
        ...(far < often
            ? ["period must not be shorter than frequency: what happens between would never be seen."]
            : []),
        // Azure/Azure-Sentinel, .script/tests/detectionTemplateSchemaValidation
        ...(far >= 2 * day && often < hour ? ["A period of 2 days or more needs a frequency of an hour or more."] : []),
        ...(silent < often || silent > day ? ["suppression must be at least the frequency, and at most a day."] : []),
    ];
}
