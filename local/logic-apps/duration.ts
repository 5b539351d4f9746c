/** Seconds of a duration of ISO 8601 in days, hours, minutes and seconds; undefined when it is none. */
export function secondsOf(duration: string): number | undefined {
    const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
    if (!match || /[PT]$/.test(duration)) return undefined;
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
