/** Days of an ISO 8601 duration of years, months, weeks and days; a month is a twelfth of 365 days. NaN for other texts. */
export function days(duration: unknown): number {
    const match = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(String(duration));
    if (!match) return Number.NaN;
    const part = (index: number) => Number(match[index] ?? 0);
    return part(1) * 365 + (part(2) * 365) / 12 + part(3) * 7 + part(4);
}

/** Minutes of an ISO 8601 duration of days, hours and minutes. NaN for other texts. */
export function minutes(duration: unknown): number {
    const match = /^P(?=.)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(String(duration));
    if (!match) return Number.NaN;
    const part = (index: number) => Number(match[index] ?? 0);
    return (part(1) * 24 + part(2)) * 60 + part(3);
}
