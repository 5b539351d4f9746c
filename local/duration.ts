/** Milliseconds of an ISO 8601 duration of days, hours, minutes and seconds; undefined when it is none. */
export function durationIn(text: string): number | undefined {
    const parts = /^P(?=.)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
    if (parts === null) return undefined;
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
    return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/**
 * Milliseconds of an ISO 8601 duration of days, hours, minutes and seconds, for example `PT5M`.
 *
 * @throws an error for any other text: months and years have no length of their own.
 */
export function milliseconds(duration: string): number {
    const found = durationIn(duration);
    if (found === undefined) throw new Error(`"${duration}" is no duration like PT1M30S.`);
    return found;
}
