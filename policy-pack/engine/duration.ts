/** Days of an ISO 8601 duration of years, months, weeks and days; a month is a twelfth of 365 days. NaN for other texts. */
export function days(duration: unknown): number {
    const match = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(String(duration));
    if (!match) return Number.NaN;
    const [years = 0, months = 0, weeks = 0, rest = 0] = match.slice(1).map((part) => Number(part ?? 0));
    return years * 365 + (months * 365) / 12 + weeks * 7 + rest;
}
