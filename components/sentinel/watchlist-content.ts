/**
 * A list as comma-separated values, each in quotes. Without rows it would have no columns for a query, so that it gets one
 * with an id that nobody has.
 */
export function csvOf(columns: string[], rows: string[][]): string {
    const nobody = columns.map(() => "00000000-0000-0000-0000-000000000000");
    const line = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
    return [columns, ...(rows.length === 0 ? [nobody] : rows)].map((cells) => `${line(cells)}\n`).join("");
}

/** A problem when a text cannot be in a list: queries compare it as it is, so nothing can be put before it. */
export function cellProblem(text: string, argument: string): string | undefined {
    // https://owasp.org/www-community/attacks/CSV_Injection
    return /^[=+\-@]|[\p{Cc}]/u.test(text) || text === ""
        ? `${argument} is ${JSON.stringify(text)}; it must be text on one line that does not begin with =, +, - or @, which spreadsheets take for a formula.`
        : undefined;
}

/** Azure takes a list with its request up to this size: https://learn.microsoft.com/azure/sentinel/watchlists#limitations-of-watchlists */
const maxBytes = 3_800_000;

/** A problem when the list is larger than Azure takes. */
export function sizeProblem(csv: string, alias: string): string | undefined {
    const bytes = Buffer.byteLength(csv);
    return bytes <= maxBytes
        ? undefined
        : `The watchlist ${alias} has ${bytes} bytes; Azure takes ${maxBytes} at most.`;
}
