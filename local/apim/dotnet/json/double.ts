/**
 * A `double` as `ToString` with the invariant culture gives it: the shortest text that means the same number, with an
 * exponent above 15 digits and below 0.0001.
 * https://learn.microsoft.com/dotnet/standard/base-types/standard-numeric-format-strings#general-format-specifier-g
 */
export function doubleText(value: number): string {
    if (!Number.isFinite(value) || value === 0) return Object.is(value, -0) ? "-0" : String(value);
    const [digits = "", power = ""] = value.toExponential().split("e");
    const exponent = Number(power);
    const precision = Math.max(15, digits.replace(/[-.]/g, "").length);
    if (exponent >= -4 && exponent < precision) return String(value);
    return `${digits}E${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
