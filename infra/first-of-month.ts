/** The first day of the month that a moment lies in, in UTC, for example `2027-01-01`. */
export function firstOfMonth(now: Date): string {
    return `${now.toISOString().slice(0, "2027-01".length)}-01`;
}
