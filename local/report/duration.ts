/** `4.2 s`, `38 s`, `12 min 5 s`, `2 h 3 min`. */
export function duration(seconds: number): string {
    if (seconds < 9.95) {
        return `${seconds.toFixed(1)} s`;
    }
    const whole = Math.round(seconds);
    if (whole < 60) {
        return `${whole} s`;
    }
    return whole < 3600
        ? `${Math.floor(whole / 60)} min ${whole % 60} s`
        : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
